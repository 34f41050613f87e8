import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A PUBLISH as it came. */
export interface RawPublish {
  readonly topic: string;
  readonly id: number;
}

/** A broker made of bytes (MQTT 5 §3): it takes what comes and answers only what the test says. */
export interface RawBroker {
  readonly url: string;
  readonly publishes: RawPublish[];
  /** Connections so far. */
  connections(): number;
  puback(id: number, reason?: number): void;
  close(): Promise<void>;
}

/** CONNACK, reason 0, with properties: receive maximum (0x21) and maximum packet size (0x27). */
function connack(receiveMaximum: number, maximumPacketSize: number): Buffer {
  const properties = Buffer.alloc(8);
  properties.writeUInt8(0x21, 0);
  properties.writeUInt16BE(receiveMaximum, 1);
  properties.writeUInt8(0x27, 3);
  properties.writeUInt32BE(maximumPacketSize, 4);
  return Buffer.concat([Buffer.of(0x20, 3 + properties.length, 0, 0, properties.length), properties]);
}

/** Opens one on a free loopback port. */
export async function openRawBroker(receiveMaximum: number, maximumPacketSize = 65_536): Promise<RawBroker> {
  const publishes: RawPublish[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let packet = firstPacket(bytes); packet; packet = firstPacket(bytes)) {
        bytes = bytes.subarray(packet.size);
        answer(socket, packet.type, packet.body);
      }
    });
  });
  const answer = (socket: Socket, type: number, body: Buffer): void => {
    if (type === 1) socket.write(connack(receiveMaximum, maximumPacketSize));
    if (type === 3) {
      const length = body.readUInt16BE(0);
      publishes.push({ topic: body.toString('utf8', 2, 2 + length), id: body.readUInt16BE(2 + length) });
    }
    // SUBACK with the same identifier, no properties, QoS 1 granted.
    if (type === 8) socket.write(Buffer.of(0x90, 4, body[0] ?? 0, body[1] ?? 0, 0, 1));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `mqtt://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    publishes,
    connections: () => sockets.length,
    puback(id, reason = 0) {
      sockets.at(-1)?.write(Buffer.of(0x40, 4, id >> 8, id & 0xff, reason, 0));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function firstPacket(bytes: Buffer): { readonly type: number; readonly body: Buffer; readonly size: number } | null {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at += 1) {
    const byte = bytes[at] ?? 0;
    length += (byte & 0x7f) << (7 * (at - 1));
    if (byte & 0x80) continue;
    const size = at + 1 + length;
    return bytes.length < size ? null : { type: (bytes[0] ?? 0) >> 4, body: bytes.subarray(at + 1, size), size };
  }
  return null;
}

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { LobbydError } from '../errors.ts';

/**
 * Watches the frames of an MQTT byte stream (MQTT 3.1.1 §2.2: a byte of type, then 1–4 bytes of remaining length,
 * seven bits each, least first). Pure bookkeeping, no copy.
 *
 * @returns a function that takes the next bytes and says whether all is well; once false, always false
 */
export function packetMeter(largest: number): (bytes: Uint8Array) => boolean {
  /** Bytes of the packet that are still to come; null inside a length. */
  let left: number | null = 0;
  let length = 0;
  let shift = 0;
  let isWell = true;
  const lengthByte = (byte: number): void => {
    length += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (length > largest || (shift === 28 && byte & 0x80)) isWell = false;
    else if ((byte & 0x80) === 0) left = length;
  };
  return (bytes) => {
    for (let at = 0; at < bytes.length && isWell; ) {
      if (left === null) {
        lengthByte(bytes[at] ?? 0);
        at += 1;
      } else if (left === 0) {
        left = null;
        length = 0;
        shift = 0;
        at += 1;
      } else {
        const step = Math.min(left, bytes.length - at);
        left -= step;
        at += step;
      }
    }
    return isWell;
  };
}

/** A socket that is destroyed when it announces a packet larger than `largest` bytes: before the packet is buffered. */
export class GuardedSocket extends Duplex {
  readonly #socket: Socket;

  constructor(socket: Socket, largest: number) {
    super();
    this.#socket = socket;
    const isWell = packetMeter(largest);
    socket.on('data', (bytes: Buffer) => {
      if (!isWell(bytes)) return void this.destroy(tooLarge(socket, largest));
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    socket.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

function tooLarge(socket: Socket, largest: number): LobbydError {
  return new LobbydError({
    code: 'mqtt/packet-too-large',
    what: `a client announced a packet of more than ${largest} bytes and was disconnected`,
    where: socket.remoteAddress ?? 'a client that is gone',
    next: 'find the client; nothing else was lost',
  });
}

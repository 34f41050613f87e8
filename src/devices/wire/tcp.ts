import { connect, type Socket } from 'node:net';
import { type Clock, type Millis, seconds } from '../../clock.ts';
import { type WireLife, wireLife } from './life.ts';
import type { OpenEnd, WireFactory, WireListener } from './wire.ts';

export interface TcpWireOptions {
  readonly host: string;
  /** 1–65535. */
  readonly port: number;
  readonly clock: Clock;
  /** How long a connection may take; 2 s when left out. */
  readonly connectLimit?: Millis;
}

/** Idle time after which the system asks whether the far end still lives: a half-open connection ends some 10 s later. */
const KEEPALIVE_AFTER: Millis = seconds(5);

/** Why connecting failed, as a technician reads it. */
function refusalOf(place: string, caught: NodeJS.ErrnoException): string {
  switch (caught.code) {
    case 'ECONNREFUSED':
      return `nobody listens at ${place}`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `no way to ${place}: check the network and the device server's power`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name in ${place} is not known: check it, and the name server`;
    default:
      return `${place} cannot be reached: ${caught.message}`;
  }
}

function life(name: string, socket: Socket, clock: Clock, listener: WireListener): WireLife {
  const made = wireLife(
    {
      name,
      transmit: (bytes) =>
        new Promise((done, failed) => void socket.write(bytes, (fault) => (fault ? failed(fault) : done()))),
      release: () =>
        new Promise((done) => {
          if (socket.closed) return done();
          socket.once('close', () => done());
          socket.destroy();
        }),
    },
    listener,
  );
  socket.on('data', (bytes: Uint8Array) => made.received(Uint8Array.from(bytes)));
  socket.on('end', () => made.broken(`${name}: the other end closed the connection`));
  socket.on('error', (fault) => made.broken(`${name}: ${fault.message}`));
  socket.on('close', () => made.broken(`${name}: the connection is gone`));
  clock.after(0, () => {
    made.begin();
    socket.resume();
  });
  return made;
}

/**
 * Wires to a serial device server (ser2net, moxa and the like, raw TCP) or to an emulator.
 * Line settings are the far end's business.
 */
export function tcpWires(options: TcpWireOptions): WireFactory {
  const { clock, host, port } = options;
  const limit = options.connectLimit ?? seconds(2);
  const name = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    name,
    open: (listener) =>
      new Promise<OpenEnd>((opened) => {
        const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_AFTER });
        socket.pause();
        const refuse = (detail: string): void => {
          timer.cancel();
          socket.destroy();
          opened({ kind: 'refused', reason: { kind: 'refused', detail } });
        };
        const timer = clock.after(limit, () => refuse(`${name} did not answer within ${limit} ms`));
        const onFault = (caught: Error): void => refuse(refusalOf(name, caught));
        // Stays on: a fault after the refusal has nobody else to hear it.
        socket.on('error', onFault);
        socket.once('connect', () => {
          timer.cancel();
          const made = life(name, socket, clock, listener);
          socket.off('error', onFault);
          opened({ kind: 'open', wire: made.wire });
        });
      }),
  };
}

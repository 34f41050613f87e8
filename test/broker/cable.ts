import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A cable between the daemon and its broker. */
export interface Cable {
  readonly url: string;
  /** Cuts what is there and lets nobody through. */
  cut(): void;
  /** Lets connections through again. */
  mend(): void;
  /** Takes everything and passes nothing on: a half-open link, or a broker that hangs. */
  freeze(): void;
  close(): Promise<void>;
}

/** Lays a cable to a loopback port. */
export async function layCable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
    },
    freeze() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.resume();
      }
    },
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A cable between the daemon and its broker. */
export interface Cable {
  readonly url: string;
  /** Cuts what is there and lets nobody through. */
  cut(): void;
  /** Lets new connections through again. */
  mend(): void;
  /** Takes everything on what is there and passes nothing on: a half-open link. */
  freeze(): void;
  /** The same for whoever comes too: a broker that hangs. */
  hang(): void;
  close(): Promise<void>;
}

/** Lays a cable to a loopback port. */
export async function layCable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isHung = false;
  const hold = (near: Socket): void => {
    sockets.add(near);
    near.on('error', () => {});
    near.on('close', () => sockets.delete(near));
    near.resume();
  };
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    if (isHung) return hold(near);
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
  const freeze = (): void => {
    for (const socket of sockets) {
      socket.unpipe();
      socket.resume();
    }
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    cut() {
      isCut = true;
      drop();
    },
    mend() {
      isCut = false;
      isHung = false;
    },
    freeze,
    hang() {
      isHung = true;
      freeze();
    },
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}

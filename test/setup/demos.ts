import { createServer, type Server, type Socket } from 'node:net';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of this machine at which whoever starts a demo waits for its turn. */
    readonly demos: number;
  }
}

/** Three demos at once are more than a slow machine has presses done in time. */
const AT_ONCE = 2;

/** Whole demos of a run: two at once, whatever the order of the files. */
export async function setup(project: TestProject): Promise<() => void> {
  const desk = await openDesk(AT_ONCE);
  project.provide('demos', desk.port);
  return () => desk.close();
}

/** Hands out places in the order in which they are asked for. */
export interface Desk {
  readonly port: number;
  close(): void;
}

/** Opens a desk. A place is held by a connection, from the first byte that it hears: a process that dies gives it back. */
export async function openDesk(places: number): Promise<Desk> {
  const holding = new Set<Socket>();
  const waiting = new Set<Socket>();
  const handOut = (): void => {
    for (const socket of waiting) {
      if (holding.size >= places) return;
      waiting.delete(socket);
      holding.add(socket);
      socket.write('\n');
    }
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      waiting.delete(socket);
      holding.delete(socket);
      handOut();
    });
    // What is never read hides that the other side has gone.
    socket.resume();
    waiting.add(socket);
    handOut();
  });
  const port = await portOf(server);
  return {
    port,
    close() {
      server.close();
      for (const socket of [...waiting, ...holding]) socket.destroy();
    },
  };
}

/** Has a server listen on this machine, at any port. */
export async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'object' && address) return address.port;
  throw new Error('a server of this machine has no port');
}

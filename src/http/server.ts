import { createServer, type RequestListener, type Server } from 'node:http';
import { type Millis, ms, seconds } from '../clock.ts';

/** What a client may take of the server, in time and in room. */
export interface ServerLimits {
  readonly connections: number;
  /** Of all headers of a request together, bytes. */
  readonly headers: number;
  /** From the first byte of a connection to the last header. */
  readonly headersWithin: Millis;
  /** To the last byte of the body. */
  readonly requestWithin: Millis;
  /** A connection that nobody uses. */
  readonly idleFor: Millis;
  /** A connection on which nothing moves: longer than a commit takes, before the watchdog ends the daemon. */
  readonly silentFor: Millis;
  /** How often those that take too long are looked for. */
  readonly lookEvery: Millis;
}

/** Enough for the programs of a branch; what one that means ill can hold is little, and not for long. */
export const LIMITS: ServerLimits = {
  connections: 64,
  headers: 8_192,
  headersWithin: seconds(10),
  requestWithin: seconds(20),
  idleFor: seconds(65),
  silentFor: seconds(90),
  lookEvery: seconds(5),
};

/** Makes a server that does not listen yet. */
export function makeServer(limits: ServerLimits, handle: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headers,
      headersTimeout: limits.headersWithin,
      requestTimeout: limits.requestWithin,
      keepAliveTimeout: limits.idleFor,
      connectionsCheckingInterval: limits.lookEvery,
    },
    handle,
  );
  server.maxConnections = limits.connections;
  server.timeout = limits.silentFor;
  return server;
}

/** Why a server does not listen: the system's code and words. */
export interface ListenFault {
  readonly code: string;
  readonly reason: string;
}

/**
 * Has a server listen.
 *
 * @returns null when it does
 */
export function listen(server: Server, host: string, port: number): Promise<ListenFault | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      resolve({ code: error.code ?? '', reason: error.message });
    };
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      resolve(null);
    });
  });
}

/** Waits that grow between two tries to listen: whoever has the port may be gone in a moment. */
export const LISTEN_AGAIN = { first: ms(500), cap: seconds(30), jitter: 0.2 } as const;

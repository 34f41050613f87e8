import type { IncomingMessage, ServerResponse } from 'node:http';
import { LARGEST_BODY } from './body.ts';
import type { HttpAnswer } from './problem.ts';

/**
 * Sends an answer.
 *
 * @param isLast the connection ends with it
 */
export function send(request: IncomingMessage, response: ServerResponse, answer: HttpAnswer, isLast: boolean): void {
  const text = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': text.length,
    'cache-control': 'no-store',
    ...(isLast || !isSoonRead(request) ? { connection: 'close' } : {}),
  });
  response.end(text);
}

/** Whether what is left of a request is little, and known to be: Node reads that and keeps the connection. */
function isSoonRead({ complete, headers }: IncomingMessage): boolean {
  if (complete) return true;
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= LARGEST_BODY;
}

/** Counts exchanges from the head of a request to the last byte of its answer. */
export interface Exchanges {
  begin(response: ServerResponse): void;
  /** Resolves when all are over. */
  over(): Promise<void>;
}

/** Starts to count. */
export function openExchanges(): Exchanges {
  const open = new Set<ServerResponse>();
  const waiting: (() => void)[] = [];
  return {
    begin(response) {
      open.add(response);
      response.once('close', () => {
        open.delete(response);
        if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
      });
    },
    over: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve))),
  };
}

import { unlink } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Clock, type Millis, seconds } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';
import type { ReloadVerdict } from './reload-desk.ts';

/** Where `lobbyd reload` asks the running daemon. */
export interface ReloadDoor {
  /** Nobody is let in any more; who is inside was answered. Idempotent. */
  close(): Promise<void>;
}

export interface ReloadDoorParts {
  /** `RUNTIME_DIRECTORY` of the unit: only the daemon's user and root get in there. Undefined: no door. */
  readonly directory: string | undefined;
  readonly log: Log;
  ask(): Promise<ReloadVerdict>;
}

/** What comes of knocking at the door of a daemon. */
export type ReloadAnswer =
  | { readonly kind: 'answered'; readonly verdict: ReloadVerdict }
  /** `code` is the system's: `ENOENT`, `ECONNREFUSED`, `EACCES` … */
  | { readonly kind: 'nobody'; readonly code: string }
  /** It ended before it said what came of it. */
  | { readonly kind: 'ended' }
  /** It still works on it. */
  | { readonly kind: 'late' };

const IN_FORCE = '= in force';
const NOT_IN_FORCE = '= not in force';
/** Who knocks beyond these is turned away, and reads that as `ended`. */
const VISITORS = 8;
/** A hung card holds a commit for half a minute before the watchdog ends the daemon. */
export const ANSWER_WITHIN: Millis = seconds(60);

/** The socket in a runtime directory; of several directories (`a:b`) it is in the first. */
export function doorIn(directories: string): string {
  return join(directories.split(':')[0] ?? '', 'reload.sock');
}

/**
 * Opens the door. Whoever connects asks for a reload by it, and reads lines: those of the verdict, then `= in force` or
 * `= not in force`. Where it cannot be opened the branch goes on without; SIGHUP reloads as well.
 */
export async function openReloadDoor({ directory, log, ask }: ReloadDoorParts): Promise<ReloadDoor> {
  if (directory === undefined || directory === '') return { close: async () => {} };
  const path = doorIn(directory);
  const visitors = new Set<Socket>();
  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.on('close', () => visitors.delete(visitor));
    // Who does not wait for the answer has asked all the same.
    visitor.on('error', () => {});
    visitor.resume();
    void ask().then((verdict) => {
      visitor.write(textOf(verdict));
      // Who was answered and stays keeps nobody else out.
      visitor.destroySoon();
    });
  });
  server.maxConnections = VISITORS;
  // The journal's lock says that no other daemon runs: what lies there is of one that was killed.
  await unlink(path).catch(() => {});
  const problem = await listen(server, path);
  if (problem !== null) {
    const next = 'systemctl kill -s HUP lobbyd reloads as well, and the log says what came of it';
    log.warn({ code: 'branch/reload-door', path }, `lobbyd reload reaches nobody here: ${problem}; next: ${next}`);
  }
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const visitor of visitors) visitor.destroySoon();
      await closed;
    },
  };
}

/** @returns what is wrong, null when it listens */
function listen(server: Server, path: string): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(messageOf(error)));
    server.listen(path, () => {
      server.on('error', () => {});
      resolve(null);
    });
  });
}

function textOf({ isInForce, lines }: ReloadVerdict): string {
  const told = lines.map((line) => line.replaceAll('\n', ' '));
  return `${[...told, isInForce ? IN_FORCE : NOT_IN_FORCE].join('\n')}\n`;
}

/**
 * Knocks at the door of a daemon, and waits for what comes of it.
 *
 * @param path the socket, as {@link doorIn} names it
 */
export function askForReload(path: string, clock: Clock, within: Millis = ANSWER_WITHIN): Promise<ReloadAnswer> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.setEncoding('utf8');
    let text = '';
    let isInside = false;
    let answer: ReloadAnswer | null = null;
    const timer = clock.after(within, () => {
      answer = { kind: 'late' };
      socket.destroy();
    });
    socket.on('connect', () => {
      isInside = true;
    });
    socket.on('data', (more: string) => {
      text += more;
    });
    socket.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      // Who ended before he answered the door resets it: this may be heard before that there was somebody.
      if (isInside || code === 'ECONNRESET') return;
      answer ??= { kind: 'nobody', code: code ?? message };
    });
    socket.on('close', () => {
      timer.cancel();
      resolve(answer ?? answerOf(text));
    });
  });
}

function answerOf(text: string): ReloadAnswer {
  const lines = text.split('\n');
  const [last] = lines.splice(-2);
  if (last !== IN_FORCE && last !== NOT_IN_FORCE) return { kind: 'ended' };
  return { kind: 'answered', verdict: { isInForce: last === IN_FORCE, lines } };
}

import { z } from 'zod';
import { type Clock, type Millis, seconds } from '../clock.ts';
import { noAnswer, refusalWords } from './refusal-words.ts';
import type { CommandEnd, CommandResult } from './stage.ts';

export interface DaemonDeskParts {
  /** Port of the daemon's commands over HTTP, on this machine. */
  readonly port: number;
  /** Of the demo's client. */
  readonly token: string;
  readonly clock: Clock;
}

/** Gives commands to the daemon as any program of the branch does: over HTTP, with a token. */
export interface DaemonDesk {
  /**
   * Resolves with what came of it, or why not; never rejects.
   *
   * @param key the same to ask the same again
   */
  command(name: string, body: object, key: string): Promise<CommandEnd>;
}

/** A daemon that says nothing for so long is not asked any further. */
const ANSWERS_WITHIN: Millis = seconds(8);

const DONE = z.object({ result: z.looseObject({ kind: z.string() }) });
const PROBLEM = z.object({
  code: z.string(),
  detail: z.string(),
  about: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

/** The way of the demo's lobby manager to the daemon. */
export function daemonDesk({ port, token, clock }: DaemonDeskParts): DaemonDesk {
  return {
    async command(name, body, key) {
      const giveUp = new AbortController();
      const limit = clock.after(ANSWERS_WITHIN, () => giveUp.abort());
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/v1/commands/${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: giveUp.signal,
        });
        return endOf(answer.ok, await answer.json());
      } catch {
        return { kind: 'refused', code: 'demo/no-answer', about: {}, why: noAnswer() };
      } finally {
        limit.cancel();
      }
    },
  };
}

function endOf(isDone: boolean, body: unknown): CommandEnd {
  // What lobbyd published as the schema of its answers holds: the shape of each result is its own.
  if (isDone) return { kind: 'done', result: DONE.parse(body).result as CommandResult };
  const { code, detail, about } = PROBLEM.parse(body);
  return { kind: 'refused', code, about, why: refusalWords(code, detail, about) };
}

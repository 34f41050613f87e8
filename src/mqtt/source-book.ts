import { type Millis, minutes } from '../clock.ts';
import type { CommandProblem } from '../commands/schema.ts';

/** Clients whose commands are taken within an hour: half of the sources that the queue remembers answers of. */
export const CLIENTS_AN_HOUR = 128;
const FORGOTTEN_AFTER: Millis = minutes(60);

/** Who has sent commands lately. */
export interface SourceBook {
  /** Null when commands of `source` may be taken. */
  admit(source: string, now: Millis): CommandProblem | null;
}

/**
 * Bounds the clients: the queue forgets the answers of the source that was silent longest, and a client that takes
 * a new name for every command must not make it forget those of the keypads.
 */
export function sourceBook(): SourceBook {
  /** In order of last use. */
  const lastUse = new Map<string, Millis>();
  return {
    admit(source, now) {
      for (const [known, used] of lastUse) {
        if (now - used < FORGOTTEN_AFTER) break;
        lastUse.delete(known);
      }
      if (!lastUse.delete(source) && lastUse.size >= CLIENTS_AN_HOUR) {
        return {
          code: 'mqtt/too-many-clients',
          what: `${CLIENTS_AN_HOUR} clients have sent commands within the hour`,
          expected: 'one reply topic a client, the same for all its commands',
        };
      }
      lastUse.set(source, now);
      return null;
    },
  };
}

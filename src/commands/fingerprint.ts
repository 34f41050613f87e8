import { canonicalJson, sha256 } from '../journal/canonical.ts';
import type { QueueState } from '../queue/state.ts';
import type { ParsedBody } from './schema.ts';

/** Signs of a fingerprint: 64 bits, enough to tell a client's mistake. */
const LENGTH = 16;

/**
 * What a command asks for, in few signs: the same for the same wish, however it is written and until when it stands.
 */
export function fingerprintOf({ name, body }: ParsedBody): string {
  const { expiresAt: _, ...wish } = body;
  return sha256(canonicalJson({ name, ...wish })).slice(0, LENGTH);
}

/**
 * The key under which the queue remembers the answer of a command whose client names it again by `key`: the fingerprint
 * goes with it, so that another wish under the same name is seen as such, also after a restart.
 *
 * @param key visible signs without blanks
 */
export function rememberedKey(key: string, fingerprint: string): string {
  return `${key} ${fingerprint}`;
}

/**
 * The fingerprint of what a client has asked for under this key before; null when nothing of it is remembered.
 *
 * @param state after the last committed event
 */
export function rememberedWish(state: Readonly<QueueState>, source: string, key: string): string | null {
  const found = state.answers.get(source)?.find((answer) => answer.key.startsWith(`${key} `));
  return found ? found.key.slice(key.length + 1) : null;
}

import { existsSync } from 'node:fs';
import type { Millis } from './clock.ts';

/** What makes the wall clock believable. */
export type TrustRule =
  /** While this file exists: the time service makes it once the clock is set. */
  | { readonly kind: 'synchronised'; readonly file: string }
  /** Also while this clock exists and the wall clock is ahead of the journal. */
  | { readonly kind: 'hardware-clock'; readonly file: string; readonly device: string }
  /** Another machine keeps the clock. */
  | { readonly kind: 'always' };

/** How long an answer is believed: the rule is asked on the hot path, the file system is not. */
const LOOK_EVERY: Millis = 1_000;

/**
 * Makes the question "is the wall clock trusted" for `systemClock`.
 *
 * @param lastWall wall time of the journal's last trusted record, Unix ms: a hardware clock behind it has lost its battery
 */
export function clockTrust(
  rule: TrustRule,
  lastWall: () => Millis,
  monotonic: () => Millis,
  wall: () => Millis,
  exists: (path: string) => boolean = existsSync,
): () => boolean {
  let answer = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = monotonic();
    if (now - askedAt >= LOOK_EVERY) {
      askedAt = now;
      answer = ask(rule, lastWall, wall, exists);
    }
    return answer;
  };
}

function ask(rule: TrustRule, lastWall: () => Millis, wall: () => Millis, exists: (path: string) => boolean): boolean {
  switch (rule.kind) {
    case 'always':
      return true;
    case 'synchronised':
      return exists(rule.file);
    case 'hardware-clock':
      return exists(rule.file) || (exists(rule.device) && wall() >= lastWall());
  }
}

import type { Clock, Millis, Timer } from '../clock.ts';

/** Beyond how many numbers in a row a kiosk has its customers wait. */
export interface LockOutRules {
  readonly presses: number;
  /** So many within this time are still several customers. */
  readonly within: Millis;
  /** How long nothing is issued. */
  readonly for: Millis;
}

/** One person presses again and again: the kiosk issues nothing for a while. */
export interface LockOut {
  /** Whether it stands: no press asks for a number. */
  stands(): boolean;
  /** Somebody asks for a number: whether that is one too many, or the lock-out stands already. */
  isBeyond(): boolean;
  /** Whoever asked last gets no number: it counts for nothing. */
  forgive(): void;
  stop(): void;
}

const NEVER: LockOut = { stands: () => false, isBeyond: () => false, forgive: () => {}, stop: () => {} };

/**
 * Counts who asks for numbers. A press during the lock-out does not make it longer: somebody else may stand there by now.
 *
 * @param rules null: a kiosk without a lock-out
 * @param changed called when one is over
 */
export function openLockOut(clock: Clock, rules: LockOutRules | null, changed: () => void): LockOut {
  if (!rules) return NEVER;
  let asked: readonly Millis[] = [];
  let until: Millis | null = null;
  let timer: Timer | null = null;
  const stands = (): boolean => until !== null && clock.monotonic() < until;
  return {
    stands,
    isBeyond() {
      if (stands()) return true;
      const now = clock.monotonic();
      asked = [...asked.filter((at) => now - at < rules.within), now];
      if (asked.length <= rules.presses) return false;
      asked = [];
      until = now + rules.for;
      timer?.cancel();
      timer = clock.after(rules.for, changed);
      return true;
    },
    forgive() {
      asked = asked.slice(0, -1);
    },
    stop: () => timer?.cancel(),
  };
}

import type { Clock } from '../clock.ts';

/** Work that may wait a moment, a piece in each turn of the event loop: what comes in meanwhile waits for one piece, not for all. */
export interface Turns {
  /** Does it in a turn after this one, in the order of asking. What it throws stops no other piece. */
  later(work: () => void): void;
}

/** Opens {@link Turns}. */
export function openTurns(clock: Clock): Turns {
  const waiting: (() => void)[] = [];
  let isSet = false;
  const set = (): void => {
    if (isSet || waiting.length === 0) return;
    isSet = true;
    clock.after(0, next);
  };
  const next = (): void => {
    isSet = false;
    const work = waiting.shift();
    set();
    work?.();
  };
  return {
    later(work) {
      waiting.push(work);
      set();
    },
  };
}

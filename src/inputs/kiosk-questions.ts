import type { Reply } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import type { Rules } from '../queue/rules.ts';

/** The question of a kiosk, whether a number is worth the wait: the same button once more says yes. */
export interface Questions {
  /** Buttons at which a question stands: at most one. */
  asked(): readonly number[];
  /** Whether a press on the button says yes. */
  isAnswered(button: number): boolean;
  /** An answer came to a press: it asks, or it ends what was asked. */
  came(button: number, reply: Reply, rules: Rules | null): void;
  stop(): void;
}

/**
 * No question stands yet. One stands for `limits.insistWithin`; a press on another button ends it.
 *
 * @param changed called when one is over by time
 */
export function openQuestions(clock: Clock, changed: () => void): Questions {
  let standing: { readonly button: number; readonly until: Millis } | null = null;
  let timer: Timer | null = null;
  const now = (): number | null => (standing && clock.monotonic() < standing.until ? standing.button : null);
  const end = (): void => {
    timer?.cancel();
    standing = null;
  };
  return {
    asked() {
      const button = now();
      return button === null ? [] : [button];
    },
    isAnswered: (button) => now() === button,
    came(button, reply, rules) {
      end();
      if (reply.kind !== 'refused' || reply.refusal.code !== 'confirm-needed') return;
      const within = rules?.limits?.insistWithin ?? 0;
      standing = { button, until: clock.monotonic() + within };
      timer = clock.after(within, changed);
    },
    stop: end,
  };
}

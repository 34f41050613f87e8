import { type Clock, type Millis, seconds } from '../clock.ts';
import type { TicketPrinter } from '../devices/kinds.ts';

/** How long a press waits for the first word of a printer before it is taken to be gone. */
export const FIRST_WORD_WITHIN: Millis = seconds(3);

/** Whether a printer is known yet: after a start it is neither ready nor gone until it was asked. */
export interface FirstWord {
  isAwaited(): boolean;
  /** Resolves when the printer has said how it is, when it has not for too long, or at the stop. */
  readonly come: Promise<void>;
  stop(): void;
}

/**
 * Waits for the first word of a printer.
 *
 * @param printer null: there is none to wait for
 */
export function firstWord(printer: TicketPrinter | null, clock: Clock): FirstWord {
  let isAwaited = printer?.readiness().kind === 'not-ready';
  let resolve = (): void => {};
  const come = new Promise<void>((done) => {
    resolve = done;
  });
  const end = (): void => {
    isAwaited = false;
    timer.cancel();
    unsubscribe?.();
    resolve();
  };
  const timer = clock.after(isAwaited ? FIRST_WORD_WITHIN : 0, () => end());
  const unsubscribe = printer?.onReadiness(() => end());
  if (!isAwaited) end();
  return { isAwaited: () => isAwaited, come, stop: end };
}

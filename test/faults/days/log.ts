import type { Clock } from '../../../src/clock.ts';
import type { Log } from '../../../src/devices/log.ts';

/** What the log says that a judge wants to know. */
export interface DayLog {
  readonly log: Log;
  /** Warnings and errors that have a code. */
  readonly complaints: readonly { readonly at: number; readonly code: string }[];
  /** Presses that got no ticket. */
  turnedAway(): number;
  /** When those of these were for which the printer was the reason, ms. */
  readonly unprintedAt: readonly number[];
}

/** A log of which only that is kept. */
export function dayLog(clock: Clock): DayLog {
  const complaints: { at: number; code: string }[] = [];
  let turnedAway = 0;
  const unprintedAt: number[] = [];
  const said = (_fields: object, message: string): void => {
    if (/^a press (?:was turned away|from before an outage)/.test(message)) turnedAway += 1;
    if (message.startsWith('a press was turned away')) unprintedAt.push(clock.monotonic());
  };
  const complained = (fields: object, message: string): void => {
    said(fields, message);
    if ('code' in fields) complaints.push({ at: clock.monotonic(), code: String(fields.code) });
    else if ('err' in fields) complaints.push({ at: clock.monotonic(), code: message });
  };
  return {
    log: { debug() {}, info: said, warn: complained, error: complained },
    complaints,
    turnedAway: () => turnedAway,
    unprintedAt,
  };
}

import { type Millis, minutes } from './clock.ts';
import type { Log } from './devices/log.ts';
import type { FaultCode } from './errors.ts';

/** Complaints logged within a minute; the rest are counted. */
export const COMPLAINTS_A_MINUTE = 20;

/**
 * Warnings that somebody else causes: a client that sends rubbish fills neither the log nor the card.
 *
 * @param withheldCode of the line that counts the rest
 * @param now any time in ms that does not go back
 */
export function complaints(
  log: Log,
  withheldCode: FaultCode,
  now: () => Millis,
): (fields: object, message: string) => void {
  let since = Number.NEGATIVE_INFINITY;
  let logged = 0;
  let withheld = 0;
  return (fields, message) => {
    if (now() - since >= minutes(1)) {
      if (withheld > 0) log.warn({ code: withheldCode, withheld }, `${withheld} more complaints were not logged`);
      since = now();
      logged = 0;
      withheld = 0;
    }
    if (logged >= COMPLAINTS_A_MINUTE) {
      withheld += 1;
      return;
    }
    logged += 1;
    log.warn(fields, message);
  };
}

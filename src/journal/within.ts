import type { Clock, Millis } from '../clock.ts';
import type { LobbydError } from '../errors.ts';

/**
 * Waits for a promise, but not for ever. What it waited for goes on; its late end is nobody's any more.
 *
 * @param fault what to reject with after `limit`
 */
export function within<T>(clock: Clock, limit: Millis, promise: Promise<T>, fault: () => LobbydError): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(limit, () => reject(fault()));
    promise.then(resolve, reject).finally(() => timer.cancel());
  });
}

import { type Clock, type Millis, seconds, systemClock } from '../../src/clock.ts';

/** The real clock: tests of the real process wait for what happens, with a limit only for what never comes. */
export const clock: Clock = systemClock(() => true);

/** How long a test waits for something that has to come. Generous: a loaded machine is no failure. */
export const PATIENCE: Millis = seconds(120);

/** Rings whenever anything changed that a test may wait for. */
export interface Bell {
  ring(): void;
  /**
   * Resolves with what `look` gives once it gives something; looks again at each ring, never at fixed times.
   *
   * @param what it waits for, for the message when it never came
   * @param limit after which it fails
   */
  until<T>(what: string, look: () => T | null | undefined | false, limit?: Millis): Promise<T>;
}

/**
 * Makes a bell.
 *
 * @param tell what there is to see, for the message of a failure
 */
export function openBell(tell: () => string): Bell {
  const listeners = new Set<() => void>();
  const until = <T>(what: string, look: () => T | null | undefined | false, limit: Millis = PATIENCE): Promise<T> => {
    const { stack } = new Error(what);
    return new Promise<T>((resolve, reject) => {
      const end = (): void => {
        timer.cancel();
        listeners.delete(check);
      };
      const fail = (why: string): void => {
        end();
        const fault = new Error(`${why}\n${tell()}`);
        fault.stack = `${fault.message}\n${stack?.split('\n').slice(2).join('\n')}`;
        reject(fault);
      };
      const check = (): void => {
        try {
          const seen = look();
          if (seen === null || seen === undefined || seen === false) return;
          end();
          resolve(seen);
        } catch (caught) {
          fail(`${what}: ${caught instanceof Error ? caught.message : String(caught)}`);
        }
      };
      const timer = clock.after(limit, () => fail(`did not come within ${limit} ms: ${what}`));
      listeners.add(check);
      check();
    });
  };
  return {
    ring() {
      for (const listener of [...listeners]) listener();
    },
    until,
  };
}

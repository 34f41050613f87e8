import type { Clock } from '../clock.ts';

/**
 * A clock whose timers cannot hurt anybody but their owner.
 *
 * @param fault told of what a timer threw
 */
export function guardedClock(clock: Clock, fault: (caught: unknown, where: string) => void): Clock {
  return {
    monotonic: () => clock.monotonic(),
    wall: () => clock.wall(),
    isWallTrusted: () => clock.isWallTrusted(),
    after: (delay, run) =>
      clock.after(delay, () => {
        try {
          run();
        } catch (caught) {
          fault(caught, 'timer');
        }
      }),
  };
}

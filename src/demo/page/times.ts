import type { BranchClock } from '../stage.ts';

/** Times of day in the branch's zone. */
export interface Times {
  /** `09:41`. */
  short(at: number): string;
  /** `09:41:07`. */
  long(at: number): string;
}

const known = new Map<string, Times>();

/** Times of day as the branch reads them; the same for both languages: 24 hours. */
export function timesIn(timeZone: string): Times {
  const made = known.get(timeZone) ?? makeTimes(timeZone);
  known.set(timeZone, made);
  return made;
}

function makeTimes(timeZone: string): Times {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const short = new Intl.DateTimeFormat('en-GB', options);
  const long = new Intl.DateTimeFormat('en-GB', { ...options, second: '2-digit' });
  return { short: (at) => short.format(at), long: (at) => long.format(at) };
}

/**
 * What to add to a wall time of this machine, taken `speed` times, for the branch's: the same all the time, to the second.
 *
 * @param at when the branch's clock was told, Unix ms
 */
export const branchOffset = (clock: BranchClock, at: number): number =>
  Math.round((clock.at - clock.speed * at) / 1_000) * 1_000;

/**
 * The branch's wall time now.
 *
 * @param clock as it was told
 * @param age how long ago, ms
 */
export const branchNow = ({ at, speed }: BranchClock, age: number): number => at + speed * age;

import { wallText } from '../../journal/wall-text.ts';
import type { WallTime } from '../../queue/rules.ts';

/** Half an hour of the clock in the hall. */
export interface HalfHour {
  /** When it begins, Unix ms: told apart by it are the two hours that the end of summer time shows alike. */
  readonly start: WallTime;
  /** `2026-01-05`. */
  readonly date: string;
  /** `09:30`. */
  readonly from: string;
  /** False: something in it was written while the wall clock was not trusted. */
  isTrusted: boolean;
}

/** No zone changes its clocks but at a quarter of an hour. */
const QUARTER = 900_000;
const MINUTE = 60_000;

/** Finds the half-hour of a wall time; each is one object. */
export class HalfHours {
  readonly #text: (wall: WallTime) => string;
  readonly #byQuarter = new Map<number, HalfHour>();
  readonly #byStart = new Map<WallTime, HalfHour>();

  /** @param zone IANA time zone; undefined: the machine's */
  constructor(zone?: string) {
    this.#text = wallText(zone);
  }

  /** The half-hour in which something was written. */
  at(wall: WallTime, isTrusted: boolean): HalfHour {
    const quarter = Math.floor(wall / QUARTER);
    const known = this.#byQuarter.get(quarter) ?? this.#found(quarter);
    if (!isTrusted) known.isTrusted = false;
    return known;
  }

  #found(quarter: number): HalfHour {
    const [date = '', time = ''] = this.#text(quarter * QUARTER).split(' ');
    const [hour = '', minute = '0'] = time.split(':');
    const start = quarter * QUARTER - (Number(minute) % 30) * MINUTE;
    const from = `${hour}:${Number(minute) < 30 ? '00' : '30'}`;
    const halfHour = this.#byStart.get(start) ?? { start, date, from, isTrusted: true };
    this.#byStart.set(start, halfHour);
    this.#byQuarter.set(quarter, halfHour);
    return halfHour;
  }
}

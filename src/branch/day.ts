import { isDeepStrictEqual } from 'node:util';
import { type Clock, type Millis, ms, type Timer } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import type { Command, ScheduledInstant } from '../queue/commands.ts';
import type { Day, QueueState } from '../queue/state.ts';
import type { Reply } from './port.ts';
import type { BranchTime, WallLabel } from './time.ts';

/** The business day that a wall time belongs to. */
export interface BusinessDay {
  /** ISO date in the branch's zone. */
  readonly date: string;
  /** Wall time at which the next one starts, Unix ms. */
  readonly nextStartsAt: Millis;
}

export interface DayKeeperParts {
  readonly clock: Clock;
  readonly time: BranchTime;
  readonly log: Log;
  /** How often the wall clock is compared with its label: the kernel tells nobody that it was set. */
  readonly lookEvery: Millis;
  businessDayOf(wall: Millis): BusinessDay;
  /** What happens at a time of day on a business day, in order; `at` is wall time, Unix ms. */
  instantsOn(date: string): readonly ScheduledInstant[];
  /** SHA-256 of the canonical JSON of the state's snapshot. */
  openingHash(state: Readonly<QueueState>): string;
  newest(): Readonly<QueueState>;
  submit(command: Command): Promise<Reply>;
}

/**
 * Keeps the label of branch time right and opens business days. While the wall clock is not trusted no day rolls over:
 * a first day without a date is opened, and the dated one follows when the clock is right. A day never goes back. What its
 * hours come to is looked at again with the clock: a day that is open follows a new configuration.
 *
 * @returns `look`, to be awaited at the start and when the hours of the configuration are others, and `stop`
 */
export function keepDays(parts: DayKeeperParts): { look(): Promise<void>; stop(): void } {
  let timer: Timer | null = null;
  let isStopped = false;
  let warnedOf: string | null = null;

  let looking: Promise<void> = Promise.resolve();

  /** One look at a time: a reload asks for one beside those of the timer. */
  const look = (): Promise<void> => {
    looking = looking.then(lookOnce, lookOnce);
    return looking;
  };
  const lookOnce = async (): Promise<void> => {
    timer?.cancel();
    const correction = parts.time.correction() ?? unrecorded(parts.newest().clock, parts.time.label());
    if (correction) await parts.submit({ type: 'set-clock', ...correction, id: null, actor: { kind: 'daemon' } });
    const label = parts.time.label();
    const wall = label.isTrusted ? parts.time.now() + label.offset : null;
    const business = wall === null ? null : parts.businessDayOf(wall);
    await open(business?.date ?? null);
    if (business) await plan(business.date);
    if (isStopped) return;
    const untilNext = business && wall !== null ? business.nextStartsAt - wall : parts.lookEvery;
    timer = parts.clock.after(Math.max(ms(1), Math.min(parts.lookEvery, untilNext)), () => void look());
  };
  const open = async (date: string | null): Promise<void> => {
    const state = parts.newest();
    if (!state.rules || !isDue(state.day, date)) return warnOfPast(state.day, date);
    const reply = await parts.submit({
      type: 'open-day',
      day: date,
      instants: date === null ? [] : instantsOn(date),
      openingHash: parts.openingHash(state),
      id: null,
      actor: { kind: 'schedule' },
    });
    if (reply.kind === 'done') parts.log.info({ day: date }, `business day ${date ?? 'without a date'} opened`);
  };
  /** The day that is open may have other hours since it was opened: a reload, or a clock that was put right. */
  const plan = async (date: string): Promise<void> => {
    const { rules, day } = parts.newest();
    if (!rules || day?.date !== date) return;
    const instants = instantsOn(date);
    if (isDeepStrictEqual(instants, day.instants)) return;
    const reply = await parts.submit({ type: 'plan-day', instants, id: null, actor: { kind: 'schedule' } });
    if (reply.kind === 'done') parts.log.info({ day: date }, 'the rest of the business day has other hours');
  };
  const instantsOn = (date: string): readonly ScheduledInstant[] => {
    const { offset } = parts.time.label();
    return parts.instantsOn(date).map((instant) => ({ ...instant, at: instant.at - offset }));
  };
  const warnOfPast = (day: Day | null, date: string | null): void => {
    if (!day?.date || !date || date >= day.date || warnedOf === date) return;
    warnedOf = date;
    parts.log.warn(
      { day: day.date, code: 'branch/clock-behind' },
      `the wall clock says ${date} but ${day.date} is open: it stays open until the clock has passed it; check the clock`,
    );
  };
  return {
    look,
    stop() {
      isStopped = true;
      timer?.cancel();
    },
  };
}

/** The label in force when it is not the one that the queue was told last: at the first start, and after one that lost trust. */
function unrecorded(told: WallLabel | null, label: WallLabel): WallLabel | null {
  return told?.offset === label.offset && told.isTrusted === label.isTrusted ? null : label;
}

function isDue(day: Day | null, date: string | null): boolean {
  if (!day) return true;
  if (date === null) return false;
  return day.date === null || date > day.date;
}

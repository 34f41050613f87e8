import type { ScheduledInstant } from './commands.ts';
import type { CounterId, Instant } from './rules.ts';

/** An instant of the day at which the schedule opens a counter or ends its work. A day may know none. */
interface CounterTurn {
  readonly at: Instant;
  readonly what: 'counter';
  readonly counter: CounterId;
  readonly isOpen: boolean;
  /** `teller`: nobody opens it before somebody sits down there, and nobody knows when that is. */
  readonly by: 'schedule' | 'teller';
}

const kept = new WeakMap<readonly ScheduledInstant[], Shifts>();

/** What the schedule says of counters on one day. */
export type Shifts = ReadonlyMap<CounterId, readonly CounterTurn[]>;

/** When the schedule opens a counter next, branch time; null: not any more today. */
export function opensAt(shifts: Shifts, counter: CounterId, now: Instant): Instant | null {
  return shifts.get(counter)?.find(({ at, isOpen, by }) => at > now && isOpen && by === 'schedule')?.at ?? null;
}

/** When the work of a counter ends that is at work at an instant, branch time; null: not by any schedule. */
export function endsAt(shifts: Shifts, counter: CounterId, from: Instant): Instant | null {
  return shifts.get(counter)?.find(({ at, isOpen }) => at > from && !isOpen)?.at ?? null;
}

/** The shifts of a day by its instants, which are never changed in place. */
export function shiftsOf(instants: readonly ScheduledInstant[]): Shifts {
  let shifts = kept.get(instants);
  if (!shifts) {
    shifts = sorted(instants);
    kept.set(instants, shifts);
  }
  return shifts;
}

function sorted(instants: readonly { readonly what: string }[]): ReadonlyMap<CounterId, readonly CounterTurn[]> {
  const turns = new Map<CounterId, CounterTurn[]>();
  for (const turn of instants.filter(isCounterTurn))
    turns.set(turn.counter, [...(turns.get(turn.counter) ?? []), turn]);
  return turns;
}

function isCounterTurn(instant: { readonly what: string }): instant is CounterTurn {
  return instant.what === 'counter';
}

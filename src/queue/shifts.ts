import type { ScheduledInstant } from './commands.ts';
import type { CounterId, Instant } from './rules.ts';

/** The schedule opens a counter, or ends its work. */
type CounterTurn = Extract<ScheduledInstant, { readonly what: 'counter' }>;

const kept = new WeakMap<readonly ScheduledInstant[], Shifts>();

/** What the schedule says of counters on one day. */
type Shifts = ReadonlyMap<CounterId, readonly CounterTurn[]>;

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
    shifts = byCounter(instants);
    kept.set(instants, shifts);
  }
  return shifts;
}

function byCounter(instants: readonly ScheduledInstant[]): Shifts {
  const turns = new Map<CounterId, CounterTurn[]>();
  for (const turn of instants) {
    if (turn.what !== 'counter') continue;
    const own = turns.get(turn.counter);
    if (own) own.push(turn);
    else turns.set(turn.counter, [turn]);
  }
  return turns;
}

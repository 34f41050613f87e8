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

const NONE: readonly CounterTurn[] = [];

/** By the instants of a day, which are never changed in place. */
const kept = new WeakMap<readonly ScheduledInstant[], ReadonlyMap<CounterId, readonly CounterTurn[]>>();

/** When the schedule opens a counter next, branch time; null: not any more today. */
export function opensAt(instants: readonly ScheduledInstant[], counter: CounterId, now: Instant): Instant | null {
  return turnsOf(instants, counter).find(({ at, isOpen, by }) => at > now && isOpen && by === 'schedule')?.at ?? null;
}

/** When the work of a counter ends that is at work at an instant, branch time; null: not by any schedule. */
export function endsAt(instants: readonly ScheduledInstant[], counter: CounterId, from: Instant): Instant | null {
  return turnsOf(instants, counter).find(({ at, isOpen }) => at > from && !isOpen)?.at ?? null;
}

function turnsOf(instants: readonly ScheduledInstant[], counter: CounterId): readonly CounterTurn[] {
  let turns = kept.get(instants);
  if (!turns) {
    turns = sorted(instants);
    kept.set(instants, turns);
  }
  return turns.get(counter) ?? NONE;
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

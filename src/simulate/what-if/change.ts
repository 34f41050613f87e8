import type { ScheduledInstant } from '../../queue/instants.ts';
import type { CounterId, ProfileId, Rules } from '../../queue/rules.ts';

/** A counter that was not there, and the one that it is a copy of. */
export interface Extra {
  readonly id: CounterId;
  readonly like: CounterId;
}

/** What is otherwise than it was. */
export interface Change {
  /** All counters follow it, whatever clock, switches and people said; null: as it was. */
  readonly profile: ProfileId | null;
  readonly extras: readonly Extra[];
  /** Counters that were there, and are not here. */
  readonly gone: readonly CounterId[];
}

/** Nothing is. */
export const NO_CHANGE: Change = { profile: null, extras: [], gone: [] };

/** The rules of the day as they would have been. */
export function changedRules(all: Rules, { profile, extras, gone }: Change): Rules {
  const rules = gone.length === 0 ? all : without(all, gone);
  const numbers = rules.counters.map(({ number }) => number);
  const more = extras.flatMap(({ id, like }, index) => {
    const model = rules.counters.find((each) => each.id === like);
    return model ? [{ ...model, id, number: Math.max(0, ...numbers) + 1 + index }] : [];
  });
  const counters = [...rules.counters, ...more];
  if (profile === null) return more.length === 0 ? rules : { ...rules, counters };
  const { switches: _, ...rest } = rules;
  return { ...rest, counters: counters.map((counter) => ({ ...counter, profile })) };
}

function without(rules: Rules, gone: readonly CounterId[]): Rules {
  const isHere = (id: CounterId): boolean => !gone.includes(id);
  const { switches, ...rest } = rules;
  const left = switches
    ?.map((each) => ({ ...each, counters: each.counters.filter(isHere) }))
    .filter(({ counters }) => counters.length > 0);
  const counters = rules.counters.filter(({ id }) => isHere(id));
  return { ...rest, counters, ...(left === undefined ? {} : { switches: left }) };
}

/** What the clock would have brought. */
export function changedInstants(
  instants: readonly ScheduledInstant[],
  { profile, extras, gone }: Change,
): readonly ScheduledInstant[] {
  const here = gone.length === 0 ? instants : instants.flatMap((instant) => stillThere(instant, gone));
  const kept = profile === null ? here : here.filter(({ what }) => what !== 'profile');
  if (extras.length === 0) return kept;
  return kept.flatMap((instant): ScheduledInstant[] => {
    if (instant.what === 'counter') {
      const copies = extras
        .filter(({ like }) => like === instant.counter)
        .map(({ id }) => ({ ...instant, counter: id }));
      return [instant, ...copies];
    }
    if (instant.what !== 'profile') return [instant];
    const copies = extras.filter(({ like }) => instant.counters.includes(like)).map(({ id }) => id);
    return [{ ...instant, counters: [...instant.counters, ...copies] }];
  });
}

function stillThere(instant: ScheduledInstant, gone: readonly CounterId[]): readonly ScheduledInstant[] {
  if (instant.what === 'counter') return gone.includes(instant.counter) ? [] : [instant];
  if (instant.what !== 'profile') return [instant];
  const counters = instant.counters.filter((id) => !gone.includes(id));
  return counters.length === 0 ? [] : [{ ...instant, counters }];
}

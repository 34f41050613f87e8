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
}

/** Nothing is. */
export const NO_CHANGE: Change = { profile: null, extras: [] };

/** The rules of the day as they would have been. */
export function changedRules(rules: Rules, { profile, extras }: Change): Rules {
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

/** What the clock would have brought. */
export function changedInstants(
  instants: readonly ScheduledInstant[],
  { profile, extras }: Change,
): readonly ScheduledInstant[] {
  const kept = profile === null ? instants : instants.filter(({ what }) => what !== 'profile');
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

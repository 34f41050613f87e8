import type { Rules, ServiceRules } from '../queue/rules.ts';
import type { Spread } from './chance.ts';
import type { CustomerKind, Patience } from './scenario.ts';
import type { PatienceEntry, ServiceTimeEntry, TimeEntry } from './schema-times.ts';

/** Whether an entry is about customers of a kind. */
export function fits(
  { services, segments }: Pick<ServiceTimeEntry, 'services' | 'segments'>,
  kind: CustomerKind,
): boolean {
  return (services?.includes(kind.service) ?? true) && (segments?.includes(kind.segment) ?? true);
}

/**
 * How long each kind of customer is served. A service whose steps are others' work in part has a time for each step; a
 * time of the whole service is parted by the standards of the steps.
 */
export function serviceTimes(
  rules: Rules,
  entries: readonly ServiceTimeEntry[],
): (kind: CustomerKind) => readonly Spread[] {
  return remembered((kind) => {
    const service = rules.services.find(({ id }) => id === kind.service);
    if (!service) return [];
    const whole = entries.find((entry) => entry.step === undefined && fits(entry, kind));
    if (!isParted(service)) return whole ? [spreadOf(whole, service.standardTime)] : [];
    const sum = service.steps.reduce((all, { standard }) => all + standard, 0);
    return service.steps.flatMap(({ id, standard }) => {
      const own = entries.find((entry) => entry.step === id && fits(entry, kind));
      if (own) return [spreadOf(own, standard)];
      return whole ? [scaled(spreadOf(whole, sum), standard / sum)] : [];
    });
  });
}

/** How long each kind of customer waits; null: for ever. */
export function patienceTimes(entries: readonly PatienceEntry[]): (kind: CustomerKind) => Patience | null {
  return remembered((kind) => {
    const entry = entries.find((each) => fits(each, kind));
    return entry ? { spread: spreadOf(entry, 1), cancels: entry.leaves === 'cancels' } : null;
  });
}

/** Whether some of a service is others' work, so that each step has a time of its own. */
export function isParted({ steps }: ServiceRules): boolean {
  return steps.some(({ isElsewhere }) => isElsewhere === true);
}

/** A distribution as the scenario says it. */
export function spreadOf({ kind, mean, variation = 1, values = [] }: TimeEntry, standard: number): Spread {
  if (kind === 'empirical') return { kind, values };
  const own = mean ?? standard;
  return kind === 'lognormal' ? { kind, mean: own, variation } : { kind, mean: own };
}

function scaled(spread: Spread, by: number): Spread {
  const part = (value: number): number => Math.max(1, Math.round(value * by));
  if (spread.kind === 'empirical') return { ...spread, values: spread.values.map(part) };
  return { ...spread, mean: part(spread.mean) };
}

/** There are few kinds, and many customers of each. */
function remembered<T>(of: (kind: CustomerKind) => T): (kind: CustomerKind) => T {
  const known = new WeakMap<CustomerKind, { readonly of: T }>();
  return (kind) => {
    const found = known.get(kind);
    if (found) return found.of;
    const made = of(kind);
    known.set(kind, { of: made });
    return made;
  };
}

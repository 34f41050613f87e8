import { nameIn } from './names.ts';
import type { SimulationResult } from './result-schema.ts';
import type { Scenario } from './scenario.ts';

/** Rules under which a day or a long run does not end by itself. */
export interface Endless {
  /** What the rules are called, in English. */
  readonly rules: string;
  /** Ids of services of which somebody was never served. */
  readonly services: readonly string[];
  /** How many of them nobody served, of how many who came, on average. */
  readonly unserved: number;
  readonly customers: number;
}

/**
 * Where customers still waited when the hall was left alone, two days after the last had come: more work than there is time for, or
 * customers whom the rules never come to, because others who give up leave no time for them. Where hours close the hall, it ends by them.
 */
export function endlessIn({ arrivals, compare }: Scenario, { rules }: SimulationResult): readonly Endless[] {
  return rules.flatMap(({ id, names, groups }) => {
    const closes = compare.find((each) => each.id === id)?.instants.some(({ what }) => what === 'closes');
    const [all] = groups;
    if (closes || !all || (all.unserved.mean ?? 0) === 0) return [];
    const some = groups.filter(
      ({ service, segment, unserved }) => service !== null && segment === null && (unserved.mean ?? 0) > 0,
    );
    // Those of one service are not told apart from all.
    const told = some.length > 0 ? some : [all];
    const sum = (of: 'unserved' | 'customers'): number => told.reduce((sums, group) => sums + (group[of].mean ?? 0), 0);
    const only = arrivals.flatMap(({ of }) => of.map(({ service }) => service));
    const services = told.flatMap(({ service }) => (service === null ? only : [service]));
    const counts = { unserved: sum('unserved'), customers: sum('customers') };
    return [{ rules: nameIn(names, 'en') ?? id, services: [...new Set(services)], ...counts }];
  });
}

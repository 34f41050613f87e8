import type { Problem } from '../config/problems.ts';
import type { Source } from '../config/yaml.ts';
import type { CounterRules } from '../queue/rules.ts';
import { isThereFor } from './checks-arrivals.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioDocument } from './schema.ts';
import { stagesOf } from './stages.ts';

/** Work of one kind, of customers who stay until they are called, and the counters' time that it takes: 1 keeps one counter busy. */
interface Load {
  /** A service, or a step that others do: `settlement/review`. */
  readonly name: string;
  /** Those who do it, by their places among the counters. */
  readonly reach: readonly number[];
  readonly load: number;
  /** Of the entry that brings them. */
  readonly index: number;
}

/**
 * A steady scenario whose queues would grow for ever: some customers together, or a step of theirs that others do, take more time than all counters that serve
 * them have. Those who lose patience keep no queue growing.
 */
export function* checkLoad(source: Source, document: ScenarioDocument, scenario: Scenario): Generator<Problem> {
  if (!document.steady) return;
  // Whose teller is ill serves nobody.
  const counters = (scenario.compare[0]?.rules.counters ?? []).filter(({ id }) => scenario.staff.get(id)?.length !== 0);
  const worst = overloaded(loadsOf(scenario, counters), counters, scenario);
  if (!worst) return;
  const { some, load, places } = worst;
  const names = [...new Set(some.map(({ name }) => name))].join(', ');
  const what = `unstable: ${names} bring a load of ${load.toFixed(2)} to ${places} ${places === 1 ? 'counter' : 'counters'}, so the queue grows for ever`;
  const [first] = some;
  const expected =
    places === 0
      ? 'a teller at a counter that serves them'
      : `a load below ${places}: fewer customers, shorter services, or more counters`;
  yield source.problem('error', ['arrivals', first?.index ?? 0], what, expected);
}

function loadsOf(scenario: Scenario, counters: readonly CounterRules[]): readonly Load[] {
  const [first] = scenario.compare;
  if (!first) return [];
  return scenario.arrivals.flatMap(({ of, when }, index) => {
    const rate = when.kind === 'steady' ? when.rate : 0;
    const shares = of.reduce((sum, { share }) => sum + share, 0);
    return of.flatMap((kind): Load[] => {
      if (scenario.patienceOf(kind)) return [];
      // What they come for besides may be another counter's work, and so may a step.
      return [kind.service, ...kind.more].flatMap((service) => {
        const own = { ...kind, service };
        return stagesOf(scenario, first.rules, counters, own).map(({ away, work }): Load => {
          const does = (counter: CounterRules): boolean => away?.doers.includes(counter) ?? isThereFor(counter, own);
          return {
            name: away ? `${service}/${away.step}` : service,
            reach: counters.flatMap((counter, place) => (does(counter) ? [place] : [])),
            index,
            load: ((rate * kind.share) / shares) * work,
          };
        });
      });
    });
  });
}

interface Overload {
  readonly some: readonly Load[];
  readonly load: number;
  readonly places: number;
}

/**
 * The customers who together bring most to the counters that serve any of them, when that is too much. By Hall's theorem
 * it is enough to look at customers of whom each is served within one set of counters; the sets that counters make of
 * customers are few.
 */
function overloaded(loads: readonly Load[], counters: readonly CounterRules[], { pace }: Scenario): Overload | null {
  const unions = unionsOf(loads.map(({ reach }) => reach));
  let worst: (Overload & { readonly over: number }) | null = null;
  for (const union of unions) {
    const some = loads.filter(({ reach }) => reach.every((counter) => union.has(counter)));
    const load = some.reduce((sum, each) => sum + each.load, 0);
    // A counter that takes twice as long does half of the work.
    const room = [...union].reduce((sum, index) => sum + 1 / (pace.get(counters[index]?.id ?? '') ?? 1), 0);
    const over = load / room;
    if (over >= 1 - 1e-9 && over > (worst?.over ?? 0)) worst = { some, load, places: union.size, over };
  }
  return worst;
}

/** Most sets of counters that are looked at. */
const MOST_UNIONS = 5_000;

function unionsOf(sets: readonly (readonly number[])[]): readonly ReadonlySet<number>[] {
  const found = new Map<string, ReadonlySet<number>>();
  const put = (union: ReadonlySet<number>): void => void found.set([...union].sort((a, b) => a - b).join(), union);
  for (const set of sets) {
    for (const union of [...found.values()]) if (found.size < MOST_UNIONS) put(new Set([...union, ...set]));
    put(new Set(set));
  }
  return [...found.values()];
}

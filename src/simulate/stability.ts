import type { Problem } from '../config/problems.ts';
import type { Source } from '../config/yaml.ts';
import type { CounterRules } from '../queue/rules.ts';
import { meanOf } from './chance.ts';
import { isThereFor } from './checks-arrivals.ts';
import type { CustomerKind, Scenario } from './scenario.ts';
import type { ScenarioDocument } from './schema.ts';

/** Customers of one kind who stay until they are called, and the counters' time that they take: 1 keeps one counter busy. */
interface Load {
  readonly kind: CustomerKind;
  readonly load: number;
  /** Of the entry that brings them. */
  readonly index: number;
}

/**
 * A steady scenario whose queues would grow for ever: some customers together take more time than all counters that serve
 * them have. Those who lose patience keep no queue growing.
 */
export function* checkLoad(source: Source, document: ScenarioDocument, scenario: Scenario): Generator<Problem> {
  if (!document.steady) return;
  // Whose teller is ill serves nobody.
  const counters = (scenario.compare[0]?.rules.counters ?? []).filter(({ id }) => scenario.staff.get(id)?.length !== 0);
  const loads = loadsOf(scenario);
  const served = counters.map((_, index) => index);
  const worst = overloaded(loads, counters, served, scenario);
  if (!worst) return;
  const { some, load, places } = worst;
  const names = [...new Set(some.map(({ kind }) => kind.service))].join(', ');
  const what = `unstable: ${names} bring a load of ${load.toFixed(2)} to ${places} ${places === 1 ? 'counter' : 'counters'}, so the queue grows for ever`;
  const [first] = some;
  const expected =
    places === 0
      ? 'a teller at a counter that serves them'
      : `a load below ${places}: fewer customers, shorter services, or more counters`;
  yield source.problem('error', ['arrivals', first?.index ?? 0], what, expected);
}

function loadsOf(scenario: Scenario): readonly Load[] {
  return scenario.arrivals.flatMap(({ of, when }, index) => {
    const rate = when.kind === 'steady' ? when.rate : 0;
    const shares = of.reduce((sum, { share }) => sum + share, 0);
    return of.flatMap((kind): Load[] => {
      if (scenario.patienceOf(kind)) return [];
      const { comes, between } = scenario.tellers;
      // What they come for besides may be another counter's work.
      return [kind.service, ...kind.more].map((service) => {
        const own = { ...kind, service };
        const work = scenario.timesOf(own).reduce((sum, spread) => sum + meanOf(spread), 0);
        return { kind: own, index, load: ((rate * kind.share) / shares) * (work + comes + between) };
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
function overloaded(
  loads: readonly Load[],
  counters: readonly CounterRules[],
  all: readonly number[],
  { pace }: Scenario,
): Overload | null {
  const reach = loads.map(({ kind }) => all.filter((index) => isThere(counters[index], kind)));
  const unions = unionsOf(reach);
  let worst: (Overload & { readonly over: number }) | null = null;
  for (const union of unions) {
    const some = loads.filter((_, index) => reach[index]?.every((counter) => union.has(counter)) === true);
    const load = some.reduce((sum, each) => sum + each.load, 0);
    // A counter that takes twice as long does half of the work.
    const room = [...union].reduce((sum, index) => sum + 1 / (pace.get(counters[index]?.id ?? '') ?? 1), 0);
    const over = load / room;
    if (over >= 1 - 1e-9 && over > (worst?.over ?? 0)) worst = { some, load, places: union.size, over };
  }
  return worst;
}

function isThere(counter: CounterRules | undefined, kind: CustomerKind): boolean {
  return counter !== undefined && isThereFor(counter, kind);
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

import type { CounterRules, Duration, Rules } from '../../queue/rules.ts';
import { isThereFor } from '../checks-arrivals.ts';
import type { Comparison, CustomerKind, Scenario, Stream } from '../scenario.ts';
import { stagesOf } from '../stages.ts';
import { fewestCounters } from './erlang.ts';
import { type Frame, Plan, type Slot } from './slots.ts';
import type { Target } from './target.ts';

/** Customers of a kind in a slot. */
interface Load {
  readonly kind: CustomerKind;
  /** Counters that they keep busy. */
  readonly load: number;
  readonly mean: Duration;
}

/**
 * The plan to begin with: in each slot as many counters as Erlang's formula asks for, those first that serve most of what
 * nobody serves yet.
 */
export function startPlan(scenario: Scenario, { rules }: Comparison, frame: Frame, targets: readonly Target[]): Plan {
  const [strictest] = [...targets].sort((a, b) => b.share - a.share);
  const open = frame.cells.map(() => false);
  for (const [index, slot] of frame.slots.entries()) {
    const loads = loadsIn(scenario, rules, slot);
    const a = loads.reduce((sum, { load }) => sum + load, 0);
    const mean = a === 0 ? 1 : loads.reduce((sum, each) => sum + each.load * each.mean, 0) / a;
    const within = strictest?.within ?? rules.services[0]?.targetWait ?? 0;
    const cells = frame.cells.flatMap((cell, place) => (cell.slot === index ? [{ ...cell, place }] : []));
    const many = fewestCounters(a, strictest?.share ?? 0, within / mean, cells.length);
    const left = new Map(loads.map((each) => [each, each.load]));
    for (let taken = 0; taken < many; taken += 1) {
      const free = cells.filter(({ place }) => !open[place]);
      const worth = free.map(({ counter }) =>
        servedBy(
          rules.counters.find(({ id }) => id === counter),
          left,
        ),
      );
      const best = free[worth.indexOf(Math.max(...worth))];
      if (!best) break;
      open[best.place] = true;
      take(
        rules.counters.find(({ id }) => id === best.counter),
        left,
      );
    }
  }
  return new Plan(frame, open);
}

/** How many windows each kind of customer keeps busy in a slot: steps that others do are not theirs. */
export function loadsIn(scenario: Scenario, rules: Rules, slot: Slot): readonly Load[] {
  const counters = rules.counters.filter(({ id }) => scenario.staff.get(id)?.length !== 0);
  return scenario.arrivals.flatMap((stream) => {
    const shares = stream.of.reduce((sum, { share }) => sum + share, 0);
    return stream.of.map((kind) => {
      const stages = stagesOf(scenario, rules, counters, kind).filter(({ away }) => !away);
      const mean = stages.reduce((sum, { work }) => sum + work, 0);
      const count = (comingIn(stream, slot) * kind.share) / shares;
      return { kind, mean, load: (count * mean) / (slot.to - slot.from) };
    });
  });
}

function comingIn({ when }: Stream, { from, to }: Slot): number {
  switch (when.kind) {
    case 'people':
      return when.people.reduce((sum, { at, count }) => (at >= from && at < to ? sum + count : sum), 0);
    case 'slots':
      return when.means.reduce((sum, mean, index) => {
        const start = when.from + index * when.every;
        const part = Math.min(to, start + when.every) - Math.max(from, start);
        return part > 0 ? sum + (mean * part) / when.every : sum;
      }, 0);
    case 'steady':
      return when.rate * (to - from);
  }
}

function servedBy(counter: CounterRules | undefined, left: ReadonlyMap<Load, number>): number {
  return [...left].reduce((sum, [{ kind }, load]) => (counter && isThereFor(counter, kind) ? sum + load : sum), 0);
}

/** A counter serves as much as one can, of each kind its part. */
function take(counter: CounterRules | undefined, left: Map<Load, number>): void {
  const all = servedBy(counter, left);
  if (all === 0) return;
  const part = Math.min(1, 1 / all);
  for (const [each, load] of left) if (counter && isThereFor(counter, each.kind)) left.set(each, load * (1 - part));
}

import { describe, expect, it } from 'vitest';
import { decide } from '../queue/decide.ts';
import { evolve } from '../queue/evolve.ts';
import type { Engine } from './hall.ts';
import { isAsProved, meanOver, played, waitOf } from './proof.fake.ts';
import type { Played } from './simulate.ts';
import { erlangA, erlangC, waitMMc, withinMMc } from './theory.fake.ts';

/** Mean service of all that follows. */
const SERVICE = 6 * 60_000;
const ALL = '[null,null]';

interface Row {
  readonly counters: number;
  /** Load: customers who come in a mean service. */
  readonly load: number;
  /** Customers of each of ten long days. */
  readonly customers: number;
  readonly patience?: string;
}

function hall({ counters, load, customers, patience }: Row): string {
  const hours = Math.ceil(customers / (load * 10));
  return `
names: { en: Proof }
seed: 7
replications: 10
services: [{ id: any, complexity: simple, targetWait: 5min, standardTime: 6min }]
counters: [${Array.from({ length: counters }, (_, n) => `{ id: c${n + 1}, services: [any] }`).join(', ')}]
profiles: [{ id: longest-wait, kind: longest-wait, cap: none }]
steady: { lasts: ${hours}h, warmUp: ${Math.ceil(hours / 5)}h }
arrivals: [{ service: any, perHour: ${load * 10} }]
serviceTimes: [{ kind: exponential }]
${patience === undefined ? '' : `patience: [{ kind: exponential, mean: ${patience}, leaves: cancels }]`}
`;
}

const daysOf = (row: Row, engine?: Engine): Played['days'] => played(hall(row), engine)[0]?.days ?? [];

/** Mean number of people in a queue over a picture. */
const meanIn = (picture: readonly number[]): number => picture.reduce((sum, each) => sum + each, 0) / picture.length;

// Counters, load, C, mean wait in mean services, mean number in the queue: as computed elsewhere.
const ROWS = [
  [1, 0.5, 0.5, 1, 0.5],
  [2, 1, 0.333333, 0.333333, 0.333333],
  [3, 2, 0.444444, 0.444444, 0.888889],
  [5, 4, 0.554113, 0.554113, 2.21645],
  [8, 6, 0.356981, 0.178491, 1.070943],
  [10, 8, 0.40918, 0.20459, 1.636721],
  [11, 10, 0.682118, 0.682118, 6.821182],
  [14, 10, 0.174132, 0.043533, 0.43533],
  [50, 45, 0.363864, 0.072773, 3.27478],
  [100, 95, 0.506457, 0.101291, 9.62268],
] as const;

describe('M/M/c', () => {
  it.each(ROWS)('%s counters under a load of %s: the formula gives what the table says', (c, a, share, wait, queue) => {
    expect(erlangC(c, a)).toBeCloseTo(share, 5);
    expect(waitMMc(c, a)).toBeCloseTo(wait, 5);
    expect(a * waitMMc(c, a)).toBeCloseTo(queue, 4);
  });

  it.each(ROWS)(
    '%s counters under a load of %s: waits, queue and service level are those of Erlang',
    (counters, load) => {
      const days = daysOf({ counters, load, customers: counters < 20 ? 1_200 : 1_800 });
      const wait = waitMMc(counters, load);
      expect(meanOver(days, waitOf())).toSatisfy((seen: Seen) => isAsProved(seen, wait * SERVICE));
      expect(meanOver(days, ({ waiting }) => meanIn(waiting))).toSatisfy((seen: Seen) => isAsProved(seen, load * wait));
      const within = withinMMc(counters, load, 5 / 6);
      expect(meanOver(days, ({ groups }) => groups.get(ALL)?.withinTarget ?? 0)).toSatisfy((seen: Seen) =>
        isAsProved(seen, within),
      );
    },
  );

  it('is found out where an idle counter is not told of who comes', () => {
    const days = daysOf({ counters: 3, load: 2, customers: 1_200 }, deaf);
    expect(isAsProved(meanOver(days, waitOf()), waitMMc(3, 2) * SERVICE)).toBe(false);
  });
});

describe('staffing by the square root of the load', () => {
  // Share who wait with so many roots of the load more counters than the load (Halfin and Whitt).
  it.each([
    [38, 0.5, 0.5045],
    [41, 1, 0.2234],
    [44, 1.5, 0.0847],
  ])('%s counters for a load of 35: has them wait as it promises', (counters, roots, share) => {
    const load = 35;
    expect(counters).toBe(Math.ceil(load + roots * Math.sqrt(load)));
    expect(Math.abs(erlangC(counters, load) - share)).toBeLessThan(0.03);
    const wait = meanOver(daysOf({ counters, load, customers: 1_200 }), waitOf());
    expect(wait).toSatisfy((seen: Seen) => isAsProved(seen, waitMMc(counters, load) * SERVICE));
  });
});

describe('customers who lose patience after 20 minutes on average', () => {
  it.each([
    [3, 0.16073, 3.2146],
    [4, 0.06217, 1.2434],
    [5, 0.02223, 0.4447],
  ])('leave %s counters, and wait, as Erlang A says', (counters, share, minutes) => {
    const proved = erlangA(counters, 3, 20 / 6);
    expect(proved.leave).toBeCloseTo(share, 4);
    expect(proved.wait * 6).toBeCloseTo(minutes, 3);
    const days = daysOf({ counters, load: 3, customers: 1_200, patience: '20min' });
    const left = meanOver(days, ({ groups }) => {
      const { walkedOut = 0, customers = 1 } = groups.get(ALL) ?? {};
      return walkedOut / customers;
    });
    expect(left).toSatisfy((seen: Seen) => isAsProved(seen, proved.leave));
    const queue = meanOver(days, ({ waiting }) => meanIn(waiting));
    expect(queue).toSatisfy((seen: Seen) => isAsProved(seen, 3 * proved.wait));
  });
});

type Seen = ReturnType<typeof meanOver>;

/** A queue whose standing requests do not hear of new customers. */
const deaf: Engine = {
  evolve,
  decide(state, command, now) {
    const decision = decide(state, command, now);
    if (command.type !== 'issue' || decision.kind !== 'decided') return decision;
    return { ...decision, events: decision.events.filter(({ type }) => type !== 'called') };
  },
};

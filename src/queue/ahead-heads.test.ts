import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headsOf, lineByHeads, lookAnew, moveOn } from './ahead-heads.ts';
import { type LineAhead, pass } from './ahead-leaps.ts';
import { lineByArrival, numbersOf } from './line-by-arrival.ts';
import type { Place } from './rules.ts';

const NOW = 100;
const CAPS = [Number.POSITIVE_INFINITY, 50, 0];
const KINDS = [true, false, null];

function lineOf(isSimple: boolean, queue: readonly Place[]): LineAhead {
  const worth = { headStart: 0, targetWait: 1, worth: 1, worthTold: 1 };
  const traits = { service: '', isSimple, ...worth, isIn: [], line: '' };
  const [first] = queue;
  const stands = { queue, first, ...numbersOf(first), waiting: queue.length, passed: 0, passedOver: 0 };
  return { traits, isSimple, ...stands, ours: 0, end: queue.length, last: undefined, stops: [] };
}

/** Lines in which nobody stands, and people who came in one moment, are among them. */
const lines = fc
  .array(fc.tuple(fc.boolean(), fc.array(fc.nat({ max: NOW }), { maxLength: 6 })), { minLength: 1, maxLength: 6 })
  .map((all) => {
    let id = 0;
    return all.map(([isSimple, times]) =>
      lineOf(
        isSimple,
        [...times].sort((a, b) => a - b).map((queuedAt) => ({ queuedAt, id: ++id })),
      ),
    );
  });

test('whom a plain profile calls from the heads of the lines it calls from the lines, until nobody is left, and after calls were taken back', () => {
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom(...CAPS), fc.boolean()), { maxLength: 40 }),
      (all, calls) => {
        // Two groups of counters: the second has nothing to do with the first line.
        const groups = [all, all.slice(1)].map((own) => ({ own, heads: headsOf(own) }));
        const heads = groups.map((group) => group.heads);
        for (const [prefersSimple, cap, isTakenBack] of calls) {
          for (const { own, heads: mine } of groups) {
            const line = lineByHeads({ prefersSimple, cap }, mine, NOW);
            expect(line).toBe(lineByArrival({ prefersSimple, cap }, own, NOW));
            if (!line) continue;
            pass(line, 1);
            if (isTakenBack) pass(line, -1);
            if (isTakenBack) lookAnew(heads);
            else moveOn(heads, line);
          }
        }
      },
    ),
  );
});

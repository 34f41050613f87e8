import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/runs.ts';
import { pollCycle, quietRound, type UnitLoad } from './bus-load.ts';
import { POLLING } from './bus-polling.ts';
import { choose, openingSchedule, settled } from './bus-schedule.ts';
import { LINE } from './spec.ts';

const PAD: UnitLoad = {
  quiet: { sent: 12, answered: 12, turnRound: 4, pause: 0 },
  news: { sent: 12, answered: 24, turnRound: 4, pause: 0 },
  show: { sent: 48, answered: 24, turnRound: 4, pause: 0 },
};
const SIGN: UnitLoad = { quiet: null, news: null, show: { sent: 24, answered: 0, turnRound: 0, pause: 5 } };

describe('the load of a bus', () => {
  // A character of ten bits takes 1.0417 ms at 9600 baud, the silence between frames 3.6458 ms.
  test('is what its units say on the wire, with the pauses between', () => {
    expect(pollCycle([PAD], LINE)).toBeCloseTo(100 + 10 + (24 + 12 + 24 + 48 + 24) * 1.041_67 + 3 * (4 + 3.645_8), 1);
    expect(pollCycle([PAD, SIGN, SIGN], LINE) - pollCycle([PAD], LINE)).toBeCloseTo(3 * (24 * 1.041_67 + 5), 1);
    expect(quietRound([PAD, PAD, PAD, PAD, SIGN], LINE)).toBeCloseTo(4 * (24 * 1.041_67 + 4 + 3.645_8), 1);
  });

  test('of one keypad: it is asked every 100 ms; of signs alone: nobody is asked', () => {
    expect(quietRound([PAD], LINE)).toBe(100);
    expect(quietRound([SIGN], LINE)).toBe(0);
  });

  test('shrinks with the speed, but not below the pauses', () => {
    const units = [PAD, PAD, SIGN];
    const cycles = [9_600, 19_200, 38_400, 115_200].map((baud) => pollCycle(units, { ...LINE, baud }));
    expect(cycles.toSorted((one, other) => other - one)).toEqual(cycles);
    expect(Math.min(...cycles)).toBeGreaterThan(100 + 10 + 4 * (4 + 1.75) + 5);
  });
});

/** Time from a press on the first keypad until its answer stands on it, while the others do what `urgencies` says. */
function answerAfter(options: {
  readonly pads: number;
  readonly signs: number;
  readonly pressedAt: number;
  readonly urgencies: readonly (readonly boolean[])[];
  readonly times: { readonly ask: number; readonly show: number; readonly sign: number };
}): number {
  const { pads, signs, pressedAt, urgencies, times } = options;
  let schedule = openingSchedule([...Array<boolean>(pads).fill(true), ...Array<boolean>(signs).fill(false)], 0);
  let isHeard = false;
  let awaitedAt = Number.NEGATIVE_INFINITY;
  for (let now = 0, slot = 0; slot < 10_000; slot += 1) {
    const wishes = urgencies[slot % urgencies.length] ?? [];
    const urgent = schedule.units.map((_, index) => (index === 0 ? isHeard : wishes[index % wishes.length] === true));
    const isAwaited = wishes[0] === true && schedule.turns > awaitedAt + 2 * (pads + signs);
    if (isAwaited) awaitedAt = schedule.turns;
    if (isAwaited) now += POLLING.answerWithin;
    const choice = choose(schedule, urgent, now, isAwaited ? { unit: 0, until: now + 1 } : null);
    if (choice.kind !== 'slot') {
      now = choice.kind === 'wait' ? Math.max(choice.until, now + 1) : now + 1;
      continue;
    }
    const speaks = choice.unit < pads ? times.show : times.sign;
    const begin = now;
    now += choice.isUrgent || urgent[choice.unit] ? speaks : times.ask;
    schedule = settled(schedule, choice.unit, choice.isUrgent, slot % 3 === 0 ? 'active' : 'well', now, POLLING);
    if (choice.unit !== 0 || begin < pressedAt) continue;
    if (isHeard) return now - pressedAt;
    isHeard = true;
  }
  return Number.POSITIVE_INFINITY;
}

test('a press is answered within one poll cycle, whatever the other units of the bus do', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 0, max: 9 }),
      fc.integer({ min: 0, max: 5_000 }),
      fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 20 }),
      (pads, signs, pressedAt, urgencies) => {
        const times = { ask: 50, show: 95, sign: 35 };
        const awaited = POLLING.answerWithin + Math.min(1, signs) * times.sign;
        const cycle = POLLING.idleEvery + times.ask + awaited + pads * (times.ask + times.show) + signs * times.sign;
        expect(answerAfter({ pads, signs, pressedAt, urgencies, times })).toBeLessThanOrEqual(cycle);
      },
    ),
    { numRuns: runs(2_000), examples: [[1, 1, 961, [[false, true, false], [false], [false]]]] },
  );
});

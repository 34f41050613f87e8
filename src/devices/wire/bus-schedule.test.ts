import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/runs.ts';
import { POLLING } from './bus-polling.ts';
import { type Choice, choose, openingSchedule, type Schedule, type SlotOutcome, settled } from './bus-schedule.ts';

interface Served {
  readonly unit: number;
  readonly isUrgent: boolean;
  readonly at: number;
}

/** Plays a bus: each slot takes `slotTime`, outcomes and urgencies as asked. */
function play(options: {
  readonly quietEvery?: number;
  /** When it is opened. */
  readonly from?: number;
  readonly isPolled: readonly boolean[];
  readonly until: number;
  readonly slotTime: number;
  readonly outcome: (unit: number, at: number) => SlotOutcome;
  readonly urgent?: (unit: number, at: number) => boolean;
}): { readonly served: Served[]; readonly schedule: Schedule } {
  let now = options.from ?? 0;
  let schedule = openingSchedule(options.isPolled, now);
  const served: Served[] = [];
  while (now < options.until) {
    const urgent = options.isPolled.map((_, unit) => options.urgent?.(unit, now) ?? false);
    const choice: Choice = choose(schedule, urgent, now);
    if (choice.kind === 'idle') break;
    if (choice.kind === 'wait') {
      expect(choice.until).toBeGreaterThan(now);
      now = choice.until;
      continue;
    }
    served.push({ unit: choice.unit, isUrgent: choice.isUrgent, at: now });
    now += options.slotTime;
    schedule = settled(schedule, choice.unit, choice.isUrgent, options.outcome(choice.unit, now), now, {
      ...POLLING,
      quietEvery: options.quietEvery ?? POLLING.quietEvery,
    });
  }
  return { served, schedule };
}

const gaps = (served: readonly Served[], unit: number): number[] => {
  const times = served.filter((slot) => slot.unit === unit).map((slot) => slot.at);
  return times.slice(1).map((at, index) => at - (times[index] ?? 0));
};

/** The longest time without a slot; for ever when there were fewer than two. */
const longestGap = (served: readonly Served[], unit: number): number => {
  const all = gaps(served, unit);
  return all.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...all);
};

describe('the slots of a bus', () => {
  test('a quiet bus asks each keypad every 100 ms', () => {
    const { served } = play({ isPolled: [true, true], until: 5_000, slotTime: 5, outcome: () => 'well' });
    for (const unit of [0, 1]) for (const gap of gaps(served, unit)) expect(gap).toBeLessThanOrEqual(110);
    expect(served.length).toBeLessThan(110);
  });

  test('a bus whose round takes longer asks each keypad once a round while nobody presses, and as fast as it can after a press', () => {
    const round = { isPolled: Array.from({ length: 8 }, () => true), slotTime: 40, quietEvery: 400 };
    const quiet = play({ ...round, until: 20_000, outcome: () => 'well' }).served;
    for (const unit of [0, 3, 7]) expect(longestGap(quiet, unit)).toBeLessThanOrEqual(440);
    expect(quiet.length).toBeLessThanOrEqual((20_000 / 400 + 1) * 8);
    const pressed = play({
      ...round,
      until: 20_000,
      outcome: (unit, at) => (unit === 0 && at < 1_000 ? 'active' : 'well'),
    }).served;
    expect(longestGap(pressed, 7)).toBeLessThanOrEqual(400);
    expect(pressed.length).toBe(500);
  });

  test('two quiet buses that are alike ask in the same moments, whenever each of them was opened', () => {
    const options = { isPolled: [true, false, true, true], slotTime: 30, quietEvery: 150, until: 10_000 };
    const moments = (from: number): number[] =>
      play({ ...options, from, outcome: () => 'well' })
        .served.map(({ at }) => at)
        .filter((at) => at > 5_000);
    expect(moments(0).length).toBeGreaterThan(95);
    expect(moments(1_237)).toEqual(moments(0));
  });

  test('after a press that keypad is asked every 25 ms for 30 s, then every 100 ms again', () => {
    const { served } = play({
      isPolled: [true, true],
      until: 60_000,
      slotTime: 5,
      outcome: (unit, at) => (unit === 0 && at < 1_000 ? 'active' : 'well'),
    });
    const count = (unit: number, from: number, to: number): number =>
      served.filter((slot) => slot.unit === unit && slot.at >= from && slot.at < to).length;
    expect(count(0, 2_000, 12_000)).toBeGreaterThan(300);
    expect(count(1, 2_000, 12_000)).toBeLessThanOrEqual(100);
    expect(count(0, 40_000, 50_000)).toBeLessThanOrEqual(100);
  });

  test('nothing polled and nothing urgent: the bus sleeps', () => {
    expect(choose(openingSchedule([false, false], 0), [false, false], 0)).toEqual({ kind: 'idle' });
  });

  test('a display that always has something to show keeps no keypad from being heard', () => {
    const { served } = play({
      isPolled: [true, true, false],
      until: 10_000,
      slotTime: 10,
      outcome: (unit) => (unit === 2 ? 'unsure' : 'well'),
      urgent: (unit) => unit === 2,
    });
    for (const unit of [0, 1]) expect(longestGap(served, unit)).toBeLessThan(200);
  });

  test('a dead unit is tried less and less, at last every 10 s', () => {
    const { served } = play({
      isPolled: [true, true],
      until: 120_000,
      slotTime: 5,
      outcome: (unit) => (unit === 0 ? 'ill' : 'well'),
    });
    const last = gaps(served, 0).slice(-5);
    for (const gap of last) expect(gap).toBeGreaterThanOrEqual(9_999);
    expect(served.filter((slot) => slot.unit === 0).length).toBeLessThan(25);
  });

  test('when all are dead there is nobody to slow down, and they are tried every second', () => {
    const { served } = play({ isPolled: [true, true], until: 60_000, slotTime: 50, outcome: () => 'ill' });
    for (const gap of gaps(served, 1).slice(-20)) expect(gap).toBeLessThanOrEqual(1_200);
  });

  test('when one dead unit answers, the others are tried at once', () => {
    const { served } = play({
      isPolled: [true, true, true],
      until: 70_000,
      slotTime: 5,
      outcome: (unit, at) => (unit === 2 || at > 60_000 ? 'well' : 'ill'),
    });
    const back = [0, 1].map((unit) => served.find((slot) => slot.unit === unit && slot.at > 60_000)?.at ?? 0);
    expect(Math.abs((back[0] ?? 0) - (back[1] ?? 0))).toBeLessThanOrEqual(110);
  });

  test('every urgent unit is served within one round, whatever the others want', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(11), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (isPolled, urgencies, slotTime) => {
          let schedule = openingSchedule(isPolled, 0);
          const waiting = new Map<number, number>();
          let now = 0;
          for (let slot = 0; slot < 200; slot += 1) {
            const unit = urgencies[slot % urgencies.length] ?? 0;
            if (unit < isPolled.length && !waiting.has(unit)) waiting.set(unit, 0);
            const urgent = isPolled.map((_, index) => waiting.has(index));
            const choice = choose(schedule, urgent, now);
            if (choice.kind !== 'slot') {
              now = choice.kind === 'wait' ? choice.until : now + 10;
              continue;
            }
            waiting.delete(choice.unit);
            for (const [index, slots] of waiting) waiting.set(index, slots + 1);
            const round = 2 * isPolled.length;
            for (const slots of waiting.values()) expect(slots).toBeLessThanOrEqual(round);
            now += slotTime;
            schedule = settled(schedule, choice.unit, choice.isUrgent, 'well', now, POLLING);
          }
        },
      ),
    );
  });

  test('no living unit starves, and a dead one costs at most its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isPolled: fc.boolean(), isIll: fc.boolean(), isChatty: fc.boolean() }), {
          minLength: 1,
          maxLength: 9,
        }),
        fc.integer({ min: 5, max: 40 }),
        (units, slotTime) => {
          const { served } = play({
            isPolled: units.map((unit) => unit.isPolled),
            until: 45_000,
            slotTime,
            outcome: (unit) => (units[unit]?.isIll ? 'ill' : 'well'),
            urgent: (unit) => units[unit]?.isChatty === true,
          });
          const round = 2 * units.length * slotTime + 2 * POLLING.idleEvery;
          const hasLiving = units.some((unit) => unit.isPolled && !unit.isIll);
          units.forEach((unit, index) => {
            if (unit.isPolled && !unit.isIll) expect(longestGap(served, index)).toBeLessThanOrEqual(round);
            if (unit.isIll && hasLiving) {
              const late = served.filter((slot) => slot.unit === index && slot.at > 20_000);
              expect(late.length).toBeLessThanOrEqual(4);
            }
          });
        },
      ),
      { numRuns: runs(25) },
    );
  });
});

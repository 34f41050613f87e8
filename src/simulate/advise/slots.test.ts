import { describe, expect, it } from 'vitest';
import { fewestCounters, waitingShare, withinShare } from './erlang.ts';
import { scenarioOf } from './scenario.fake.ts';
import { frameOf } from './slots.ts';

const SLOT = 1_800_000;

describe('slots', () => {
  const crowd = (at: string) =>
    scenarioOf(`names: { en: A crowd }
services: [{ id: cash, complexity: simple, targetWait: 10min, standardTime: 5min }]
counters: [{ id: c1, services: [cash] }]
arrivals: [{ service: cash, people: [{ at: "09:00", count: 5 }, ${at}] }]
serviceTimes: [{ kind: fixed }]
`);

  it.each([
    ['{ at: "09:00" }', 1],
    ['{ at: "09:29" }', 1],
    ['{ at: "09:30" }', 2],
  ])('without hours they are whole ones, until the last customer has come: %s', (at, count) => {
    const { slots } = frameOf(crowd(at), SLOT);
    expect(slots.map(({ from, to }) => to - from)).toEqual(Array.from({ length: count }, () => SLOT));
  });
});

describe('erlang', () => {
  it('is the formula of the books', () => {
    expect(waitingShare(5, 4)).toBeCloseTo(0.554113, 6);
    expect(withinShare(55, 48, 0.0625)).toBeCloseTo(0.84588, 4);
    expect(fewestCounters(3, 0.9, 5 / 6, 10)).toBe(5);
    expect([fewestCounters(0, 0.9, 1, 10), fewestCounters(8, 0.9, 1, 3)]).toEqual([0, 3]);
  });
});

import { describe, expect, it } from 'vitest';
import { decide } from '../queue/decide.ts';
import { evolve } from '../queue/evolve.ts';
import type { Engine } from './hall.ts';
import { isAsProved, meanOver, played, waitOf } from './proof.fake.ts';
import type { Played } from './simulate.ts';
import { type Class, waitMG1, waitsByAccumulation, waitsByPriority } from './theory.fake.ts';

const MINUTE = 60_000;

/** One counter, two services: short ones that come often, long ones that vary more. Times in minutes. */
const SHORT: Class = { rate: 8 / 60, mean: 3, square: 2 * 9 };
/** Lognormal with a variation of 0.5: the second moment is the square of the mean times 1.25. */
const LONG: Class = { rate: 2 / 60, mean: 12, square: 144 * 1.25 };

const RULES = ['by-arrival', 'short-first', 'long-first', 'cost', 'accumulating'];
const hallOf = (rules: readonly string[]) => `
names: { en: Proof }
seed: 11
replications: 10
services:
  - { id: short, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: long, complexity: complex, targetWait: 10min, standardTime: 12min }
counters: [{ id: c1, services: [short, long] }]
profiles:
  - { id: by-arrival, kind: longest-wait, cap: none }
  - { id: short-first, kind: simple-first, cap: none }
  - { id: long-first, kind: complex-first, cap: none }
  - { id: cost, kind: score, exponent: 0, cap: none }
  - { id: accumulating, kind: score, exponent: 1, cap: none }
steady: { lasts: 160h, warmUp: 16h }
arrivals: [{ service: short, perHour: 8 }, { service: long, perHour: 2 }]
serviceTimes:
  - { services: [short], kind: exponential }
  - { services: [long], kind: lognormal, variation: 0.5 }
compare:
${rules.map((id) => `  - { id: ${id}, profile: ${id} }`).join('\n')}
`;

const all = played(hallOf(RULES));
const daysOf = (id: string, of: readonly Played[] = all): Played['days'] =>
  of.find(({ comparison }) => comparison.id === id)?.days ?? [];

/** Mean waits of the short and of the long, in minutes. */
const PROVED: Readonly<Record<string, readonly [number, number]>> = {
  'by-arrival': [waitMG1([SHORT, LONG]), waitMG1([SHORT, LONG])],
  'short-first': pair(waitsByPriority([SHORT, LONG])),
  'long-first': swapped(waitsByPriority([LONG, SHORT])),
  // Weight by standard time: the short ones cost more a minute of work.
  cost: pair(waitsByPriority([SHORT, LONG])),
  // Wait by target and standard time: the short ones gather four times as fast.
  accumulating: swapped(waitsByAccumulation([LONG, SHORT], [1, 4])),
};

describe('one counter with two classes of customers', () => {
  it.each(Object.entries(PROVED))('%s: both wait as long as theory says', (id, [short, long]) => {
    expect(isAsProved(meanOver(daysOf(id), waitOf('short')), short * MINUTE), `short ${id}`).toBe(true);
    expect(isAsProved(meanOver(daysOf(id), waitOf('long')), long * MINUTE), `long ${id}`).toBe(true);
  });

  it('moves waits, and takes none away: load times wait is the same under every rule', () => {
    const [rho1, rho2] = [SHORT.rate * SHORT.mean, LONG.rate * LONG.mean];
    const conserved = (rho1 + rho2) * waitMG1([SHORT, LONG]) * MINUTE;
    for (const id of Object.keys(PROVED)) {
      const seen = meanOver(daysOf(id), (day) => rho1 * waitOf('short')(day) + rho2 * waitOf('long')(day));
      expect(isAsProved(seen, conserved), id).toBe(true);
    }
  });

  it('has nobody wait less on average than where the shorter go first', () => {
    const means = Object.keys(PROVED).map((id) => [id, meanOver(daysOf(id), waitOf()).mean] as const);
    const least = Math.min(...means.map(([, mean]) => mean));
    expect(means.filter(([, mean]) => mean === least).map(([id]) => id)).toEqual(['short-first', 'cost']);
  });

  it('is found out where the rule of a counter is not obeyed', () => {
    const days = daysOf('short-first', played(hallOf(['short-first']), blind));
    expect(days).toHaveLength(10);
    const [short] = PROVED['short-first'] ?? [0, 0];
    expect(isAsProved(meanOver(days, waitOf('short')), short * MINUTE)).toBe(false);
  });
});

function pair([first = 0, second = 0]: readonly number[]): readonly [number, number] {
  return [first, second];
}

function swapped([first = 0, second = 0]: readonly number[]): readonly [number, number] {
  return [second, first];
}

/** A queue that calls whoever has waited longest, whatever the profile says. */
const blind: Engine = {
  evolve,
  decide(state, command, now) {
    if (command.type !== 'apply-rules') return decide(state, command, now);
    const profiles = command.rules.profiles.map(({ id, cap }) => ({ id, cap, kind: 'longest-wait' as const }));
    return decide(state, { ...command, rules: { ...command.rules, profiles } }, now);
  },
};

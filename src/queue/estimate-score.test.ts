import { describe, expect, it } from 'vitest';
import {
  exponential,
  type HallPlan,
  lognormal,
  playHall,
  type Score,
  type Stream,
  scoreOf,
  type Told,
} from './estimate-hall.fake.ts';
import type { Duration, ProfileRules, Rules, SegmentRules } from './rules.ts';
import { MINUTE, RULES } from './spec.ts';

const FIVE = 5 * MINUTE;
const counters = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n + 1}`);

function rulesOf(count: number, profile?: ProfileRules, segments: readonly SegmentRules[] = RULES.segments): Rules {
  const services = RULES.services.map((each) => ({ ...each, numbers: { ...each.numbers, last: 9_999 } }));
  return {
    ...RULES,
    services,
    segments,
    profiles: profile ? [profile] : RULES.profiles,
    counters: counters(count).map((id) => ({
      id,
      number: Number(id),
      services: services.map((each) => each.id),
      profile: 'fair',
    })),
    endedKept: 10,
    estimates: { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null },
  };
}

const stream = (every: Duration, over: Partial<Stream> = {}): Stream => ({
  service: 'cash',
  segment: 'ordinary',
  every,
  serving: exponential(FIVE),
  ...over,
});

type Plan = Omit<HallPlan, 'seed' | 'open' | 'customers'> & { readonly count: number };

const SEEDS = [11, 12, 13];

/** Everybody who had to wait in three halls, but those of the first hours, who were told what the standard says. */
function told({ count, ...plan }: Plan, judge: (each: Told) => Told = (each) => each): Score {
  const all = SEEDS.flatMap((seed) => {
    const hall = playHall({ ...plan, seed, open: counters(count), customers: 1_500 });
    return hall.told.slice(150).map(judge);
  });
  return scoreOf(all);
}

/** One hall of four counters where arrivals keep nine tenths of the tellers busy. */
const FOUR: Plan = { count: 4, rules: rulesOf(4), streams: [stream(FIVE / 4 / 0.9)] };

describe('how often the true wait lies between P10 and P90', () => {
  it('is eight times in ten where customers come and are served at random', () => {
    const score = told(FOUR);
    expect(score.customers).toBeGreaterThan(2_000);
    expect(Math.abs(score.coverage - 0.8)).toBeLessThanOrEqual(0.03);
    expect(Math.abs(score.early - 0.5)).toBeLessThanOrEqual(0.06);
    expect(score.below).toBeLessThanOrEqual(0.14);
    expect(score.above).toBeLessThanOrEqual(0.14);
  });

  it.each<[string, Plan]>([
    [
      'times that vary as in a real bank',
      { ...FOUR, streams: [stream(FIVE / 4 / 0.9, { serving: lognormal(FIVE, 1.28) })] },
    ],
    [
      'a standard that is three times too short',
      { ...FOUR, streams: [stream((15 * MINUTE) / 4 / 0.9, { serving: exponential(15 * MINUTE) })] },
    ],
    ['customers who walk out', { ...FOUR, streams: [stream(FIVE / 4 / 1.05, { patience: exponential(25 * MINUTE) })] }],
    [
      'seniors with a head start',
      {
        count: 4,
        rules: rulesOf(4, undefined, [{ id: 'ordinary' }, { id: 'senior', headStart: 15 * MINUTE }]),
        streams: [stream(FIVE / 4 / 0.63), stream(FIVE / 4 / 0.27, { segment: 'senior' })],
      },
    ],
    [
      'a score that lets seniors age twice as fast',
      {
        count: 4,
        rules: rulesOf(4, { id: 'fair', kind: 'score', exponent: 1, cap: 90 * MINUTE }, [
          { id: 'ordinary' },
          { id: 'senior', weight: 2 },
        ]),
        streams: [stream(FIVE / 4 / 0.63), stream(FIVE / 4 / 0.27, { segment: 'senior' })],
      },
    ],
    [
      'simple work first, and walk-outs',
      {
        count: 4,
        rules: rulesOf(4, { id: 'fair', kind: 'simple-first', cap: 60 * MINUTE }),
        streams: [
          stream(FIVE / 4 / 0.5, { patience: exponential(60 * MINUTE) }),
          stream((8 * MINUTE) / 4 / 0.32, {
            service: 'wealth',
            serving: exponential(8 * MINUTE),
            patience: exponential(60 * MINUTE),
          }),
        ],
      },
    ],
  ])('is three times in four at least, and nine in ten at most, with %s', (_, plan) => {
    const score = told(plan);
    expect(score.customers).toBeGreaterThan(1_500);
    expect(score.coverage).toBeGreaterThanOrEqual(0.75);
    expect(score.coverage).toBeLessThanOrEqual(0.9);
    expect(Math.abs(score.early - 0.5)).toBeLessThanOrEqual(0.1);
  });

  it('falls to next to nothing for estimates that see one counter of four', () => {
    const scaled = ({ p10, p50, p90, ...each }: Told): Told => ({ ...each, p10: 4 * p10, p50: 4 * p50, p90: 4 * p90 });
    expect(told(FOUR, scaled).coverage).toBeLessThan(0.3);
  });
});

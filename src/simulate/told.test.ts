import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadScenario } from './load.ts';
import { meanOver, played } from './proof.fake.ts';
import { resultOf } from './result.ts';
import { BRANCH_ENGINE, simulate } from './simulate.ts';
import { scoreOf, type ToldFigures, type Truth } from './told.ts';

const MINUTE = 60_000;

/** Some 3,000 customers at equal counters who serve them for five minutes, exponential. */
const equal = (counters: number, load: number): string => {
  const ids = Array.from({ length: counters }, (_, n) => `{ id: c${n}, services: [cash] }`);
  const perHour = 12 * counters * load;
  const [lasts, warmUp] = [Math.round(3_000 / perHour), Math.round(300 / perHour)];
  return `
names: { en: Equal counters }
replications: 6
seed: 1
services: [{ id: cash, complexity: simple, targetWait: 5min, standardTime: 5min }]
counters: [${ids.join(', ')}]
profiles: [{ id: fifo, kind: longest-wait, cap: none }]
steady: { lasts: ${lasts}h, warmUp: ${warmUp}h }
estimates: told
arrivals: [{ service: cash, perHour: ${perHour} }]
serviceTimes: [{ kind: exponential }]
`;
};

/** The branch's own, but what it tells is by so much nearer to the middle. */
const narrowed = (by: number): typeof BRANCH_ENGINE => ({
  ...BRANCH_ENGINE,
  decide: (...all) => {
    const decision = BRANCH_ENGINE.decide(...all);
    if (decision.kind !== 'decided') return decision;
    const events = decision.events.map((event) => {
      if (event.type !== 'issued' || !event.estimate) return event;
      const { p10, p50, p90 } = event.estimate;
      return { ...event, estimate: { p10: p50 - by * (p50 - p10), p50, p90: p50 + by * (p90 - p50) } };
    });
    return { ...decision, events };
  },
});

const told = (text: string, engine = BRANCH_ENGINE) => {
  const [first] = played(text, engine);
  return (of: (figures: ToldFigures) => number): number =>
    meanOver(first?.days ?? [], ({ groups }) => {
      const all = groups.get('[null,null]');
      return all ? of(all.told) : Number.NaN;
    }).mean;
};

describe('the range that customers are told, where they come and are served at random', () => {
  it.each([
    [1, 0.8],
    [1, 0.9],
    [2, 0.9],
    [4, 0.9],
    [4, 0.95],
    [10, 0.95],
  ])('holds 80 ± 3 of a hundred true waits at %i counters, at a load of %f', (counters, load) => {
    const of = told(equal(counters, load));
    expect(of((each) => each.of)).toBeGreaterThan(1_000);
    expect(Math.abs(of(({ inside }) => inside) - 0.8)).toBeLessThanOrEqual(0.03);
    expect(Math.abs(of(({ early }) => early) - 0.1)).toBeLessThanOrEqual(0.03);
    expect(Math.abs(of(({ late }) => late) - 0.1)).toBeLessThanOrEqual(0.03);
    expect(of(({ estimate }) => estimate.pinball)).toBeLessThan(0.85 * of(({ plain }) => plain.pinball));
  });

  it('would be found out if it were a tenth too narrow', () => {
    const of = told(equal(4, 0.9), narrowed(0.9));
    expect(Math.abs(of(({ inside }) => inside) - 0.8)).toBeGreaterThan(0.03);
  });
});

/** Needs more days than others for what is asked of it below. */
const LONG_LINE = 'teller-ill';
const playedOnce = new Map<string, ReturnType<typeof playedOf>>();
const shipped = (name: string) => {
  const known = playedOnce.get(name) ?? playedOf(name, name === LONG_LINE ? 20 : 8);
  playedOnce.set(name, known);
  return known;
};

function playedOf(name: string, replications: number) {
  const loaded = loadScenario(`config/scenarios/${name}.yaml`, [], catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable();
  const scenario = { ...loaded.scenario, replications };
  return resultOf(scenario, simulate(scenario)).rules.map(({ id, groups: [all] }) => ({ id, told: all?.told }));
}

describe('the range that customers are told on the shipped days', () => {
  it('holds three of four true waits at least on the example day, under all rules', () => {
    for (const { told: figures } of shipped('example-day')) {
      expect(figures?.of.mean).toBeGreaterThan(100);
      expect(figures?.inside.mean).toBeGreaterThanOrEqual(0.75);
    }
  });

  it.each(['example-day', 'payday', LONG_LINE, 'broken-machine', 'two-stage-settlement'])(
    'costs less than the rule of thumb on %s, and is off by less than three minutes on the mean',
    (name) => {
      for (const { told: figures } of shipped(name)) {
        expect(figures?.estimate.pinball.mean).toBeLessThan(0.8 * (figures?.plain.pinball.mean ?? 0));
        expect(Math.abs(figures?.estimate.bias.mean ?? Number.NaN)).toBeLessThan(3 * 60);
      }
    },
  );
});

describe('a long line before one window, whose customers give up', () => {
  it('is told nearer to the truth than by a rule of thumb that knows the true mean', () => {
    for (const { told: figures } of shipped(LONG_LINE)) {
      expect(figures?.estimate.rmse.mean).toBeLessThan(figures?.plain.rmse.mean ?? 0);
      expect(figures?.inside.mean).toBeGreaterThanOrEqual(0.78);
    }
  });
});

describe('a score', () => {
  const one = (p10: number, p50: number, p90: number, plain: number | null, waited: number): Truth => ({
    told: { p10: p10 * MINUTE, p50: p50 * MINUTE, p90: p90 * MINUTE, plain: plain === null ? null : plain * MINUTE },
    waited: waited * MINUTE,
  });

  it('counts who was called within the range, before and after it, and by how much it was off', () => {
    const score = scoreOf([one(2, 5, 9, 4, 6), one(2, 5, 9, 4, 1), one(2, 5, 9, 4, 12)]);
    expect([score.of, score.inside, score.early, score.late]).toEqual([3, 1 / 3, 1 / 3, 1 / 3]);
    expect(score.estimate.bias).toBeCloseTo((4 / 3) * MINUTE);
    expect(score.estimate.rmse).toBeCloseTo(Math.sqrt((1 + 16 + 49) / 3) * MINUTE);
    expect(score.plain.bias).toBeCloseTo((7 / 3) * MINUTE);
  });

  it('makes each quantile cost on the side on which it is seldom off', () => {
    const { estimate } = scoreOf([one(2, 5, 9, null, 12)]);
    expect(estimate.pinball).toBeCloseTo(((0.1 * 10 + 0.5 * 7 + 0.9 * 3) / 3) * MINUTE);
  });

  it('leaves out who was told that there was no wait and had none, and asks no rule of thumb that says nothing', () => {
    const score = scoreOf([one(0, 0, 0, 0, 0), one(0, 0, 0, null, 2)]);
    expect([score.of, score.late]).toEqual([1, 1]);
    expect(score.plain.rmse).toBeNaN();
  });
});

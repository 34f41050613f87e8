import { expect, test } from 'vitest';
import { chooseLine } from './profile.ts';
import { indexOf } from './rule-index.ts';
import type { ProfileRules, Rules } from './rules.ts';
import { and, ask, given, issued, later, MINUTE, opened, RULES, type Step } from './spec.ts';

/** Cases of the literature, played through the queue: what a rule does to the mean wait is known exactly. */

const NEVER = 1_000 * MINUTE;
const WORK: Readonly<Record<string, number>> = { cash: 3 * MINUTE, wealth: 10 * MINUTE };

function branch(counters: number, profile: ProfileRules): Rules {
  return {
    ...RULES,
    services: RULES.services
      .filter(({ id }) => WORK[id] !== undefined)
      .map((service) => ({ ...service, standardTime: WORK[service.id] ?? MINUTE })),
    counters: Array.from({ length: counters }, (_, n) => ({
      id: `${n + 1}`,
      number: n + 1,
      services: ['cash', 'wealth'],
      profile: profile.id,
    })),
    profiles: [profile],
  };
}

/** Ten customers of three minutes and ten of ten, all there when the counters open: mean wait and end, minutes. */
function playPaper(counters: number, profile: ProfileRules, people: readonly string[]): { mean: number; end: number } {
  const rules = branch(counters, profile);
  let past = given(
    ...opened(
      rules.counters.map(({ id }) => id),
      rules,
    ),
    ...people.map(issued),
  );
  const opening = past.now;
  const free = new Map(rules.counters.map(({ id }) => [id, opening]));
  let waits = 0;
  for (let calls = 0; calls < people.length; calls += 1) {
    const [counter = '', at = opening] = [...free].sort(([, a], [, b]) => a - b)[0] ?? [];
    const steps: Step[] = [later(at - past.now), ask({ type: 'call-next', counter })];
    past = and(past, ...steps);
    const called = past.events.at(-1);
    if (called?.type !== 'called') return expect.fail('nobody was called');
    waits += at - opening;
    free.set(counter, at + (WORK[called.service] ?? 0));
  }
  return { mean: waits / people.length / MINUTE, end: (Math.max(...free.values()) - opening) / MINUTE };
}

const mixed = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? 'cash' : 'wealth'));
const longFirst = [...mixed].sort().reverse();

test.each([
  ['shortest class first', { kind: 'score', exponent: 0 }, 44.25],
  ['simple first', { kind: 'simple-first' }, 44.25],
  ['one and one in turns', { kind: 'cycle', parts: [part('simple'), part('complex')] }, 60],
  ['complex first', { kind: 'complex-first' }, 79.25],
] as const)('the case of the paper at one counter, %s', (_name, order, mean) => {
  const profile = { id: 'p', cap: NEVER, ...order } as ProfileRules;
  expect(playPaper(1, profile, longFirst)).toEqual({ mean, end: 130 });
});

test('the case of the paper at ten counters: simple first halves the wait to 1.5 minutes, where long first gives 5', () => {
  expect(playPaper(10, { id: 'p', kind: 'simple-first', cap: NEVER }, mixed)).toEqual({ mean: 1.5, end: 13 });
  expect(playPaper(10, { id: 'p', kind: 'complex-first', cap: NEVER }, mixed)).toEqual({ mean: 5, end: 13 });
});

function part(complexity: 'simple' | 'complex') {
  return { id: complexity, times: 1, of: { complexity } };
}

/** Chance with a seed (mulberry32), 0 to 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((again ^ (again >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Mean waits of two classes at one counter, Poisson arrivals and exponential work of one minute; minutes. */
function playTwoClasses(rules: Rules, rates: readonly [number, number], people: number): readonly number[] {
  const random = chance(20_261_129);
  const after = (rate: number): number => -Math.log(1 - random()) / rate;
  const index = indexOf(rules);
  const profile = index.profiles.get('p') ?? expect.fail('no profile');
  const lines = ['cash', 'wealth'].map((service) => ({
    traits: index.traits.traitsOf({ service, segment: 'ordinary' }),
    queue: [] as { queuedAt: number; id: number }[],
    passed: 0,
    first: undefined as { queuedAt: number; id: number } | undefined,
    waiting: 0,
    passedOver: 0,
    waits: 0,
  }));
  let [arrival, now] = [0, 0];
  const [first] = rates;
  const total = rates[0] + rates[1];
  for (let id = 1; id <= people; id += 1) {
    arrival += after(total);
    lines[random() < first / total ? 0 : 1]?.queue.push({ queuedAt: arrival * MINUTE, id });
  }
  for (let served = 0; served < people; served += 1) {
    const next = Math.min(...lines.map(({ queue, passed }) => queue[passed]?.queuedAt ?? Number.POSITIVE_INFINITY));
    now = Math.max(now, next);
    for (const line of lines) {
      const candidate = line.queue[line.passed];
      line.first = candidate && candidate.queuedAt <= now ? candidate : undefined;
    }
    const line = chooseLine(profile, lines, now)?.line;
    if (!line?.first) return expect.fail('nobody was called');
    line.waits += now - line.first.queuedAt;
    line.passed += 1;
    now += after(1) * MINUTE;
  }
  return lines.map(({ waits, queue }) => waits / queue.length / MINUTE);
}

test('k = 1 gives the mean waits of the accumulating priority queue (Kleinrock), and all together wait as by arrival', () => {
  // W0 = load · 1 minute; b1 : b2 = 2 : 1 by the targets.
  const [r1, r2] = [0.4, 0.4];
  const rules: Rules = {
    ...branch(1, { id: 'p', kind: 'score', exponent: 1, cap: NEVER * 100 }),
    services: RULES.services
      .filter(({ id }) => WORK[id] !== undefined)
      .map((service) => ({
        ...service,
        standardTime: MINUTE,
        targetWait: service.id === 'cash' ? MINUTE : 2 * MINUTE,
      })),
  };
  const [w1 = 0, w2 = 0] = playTwoClasses(rules, [r1, r2], 400_000);
  const w0 = r1 + r2;
  const fifo = w0 / (1 - w0);
  const slow = fifo / (1 - r1 * (1 - 1 / 2));
  const quick = fifo - r2 * slow * (1 - 1 / 2);
  expect(w2 / slow).toBeCloseTo(1, 1);
  expect(w1 / quick).toBeCloseTo(1, 1);
  expect((r1 * w1 + r2 * w2) / (w0 * fifo)).toBeCloseTo(1, 1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLine, type Line, scoreOf } from './profile.ts';
import { indexProfile } from './profile-index.ts';
import type { ProfileRules, Rules } from './rules.ts';
import { MINUTE, RULES } from './spec.ts';
import { traitsBook } from './traits.ts';

const NOW = 24 * 60 * MINUTE;
const NEVER = 2 * NOW;

/** A service that somebody waits for: weight, target and standard time, and since when. */
interface Queue {
  readonly weight: number;
  readonly targetWait: number;
  readonly standardTime: number;
  readonly wait: number;
}

const minutes = (from: number, until: number) => fc.integer({ min: from, max: until }).map((each) => each * MINUTE);
const queue: fc.Arbitrary<Queue> = fc.record({
  weight: fc.constantFrom(0.5, 1, 2, 10),
  targetWait: minutes(1, 60),
  standardTime: minutes(1, 60),
  wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: NOW })),
});
const queues = fc.array(queue, { minLength: 1, maxLength: 8 });

interface NumberedLine extends Line {
  readonly number: number;
}

function linesOf(all: readonly Queue[]): NumberedLine[] {
  const [example] = RULES.services;
  const rules: Rules = {
    ...RULES,
    services: all.flatMap((each, n) => (example ? [{ ...example, ...each, id: `${n}` }] : [])),
  };
  const book = traitsBook(rules);
  return all.map(({ wait }, n) => ({
    number: n,
    traits: book.traitsOf({ service: `${n}`, segment: 'ordinary' }),
    // The later line has the older ticket: order among the lines must not be what decides.
    first: { queuedAt: NOW - wait, id: all.length - n },
    waiting: 1,
    passedOver: 0,
  }));
}

function profileOf(exponent: number) {
  const rules: ProfileRules = { id: 'p', kind: 'score', exponent, cap: NEVER };
  return indexProfile(rules, traitsBook(RULES));
}

function chosen(exponent: number, lines: readonly NumberedLine[]): number {
  return chooseLine(profileOf(exponent), lines, NOW)?.line.number ?? expect.fail('nobody was called');
}

/** The first line of which a value is greatest; of equal ones the earlier arrival, then the older ticket. */
function greatest(lines: readonly NumberedLine[], all: readonly Queue[], value: (queue: Queue) => number): number {
  const values = lines.map(({ number, first }) => {
    const each = all[number];
    return { number, value: each ? value(each) : 0, queuedAt: first?.queuedAt ?? 0, id: first?.id ?? 0 };
  });
  values.sort((a, b) => b.value - a.value || a.queuedAt - b.queuedAt || a.id - b.id);
  return values[0]?.number ?? -1;
}

test('k = 0 calls the shortest class first, however long others wait', () => {
  fc.assert(
    fc.property(queues, (all) => {
      const equal = all.map((each) => ({ ...each, weight: 1 }));
      const lines = linesOf(equal);
      expect(chosen(0, lines)).toBe(greatest(lines, equal, ({ standardTime }) => -standardTime));
    }),
  );
});

test('k = 1 is the accumulating priority queue: who has gathered most by the wait and the rate of its class', () => {
  fc.assert(
    fc.property(queues, (all) => {
      const lines = linesOf(all);
      const gathered = ({ weight, targetWait, standardTime, wait }: Queue): number =>
        (((weight * MINUTE) / standardTime) * wait) / targetWait;
      expect(chosen(1, lines)).toBe(greatest(lines, all, gathered));
    }),
  );
});

test('large k calls who has used up most of the target', () => {
  const used = ({ wait, targetWait }: Queue): number => wait / targetWait;
  fc.assert(
    fc.property(queues, (all) => {
      const [most = 0, next = 0] = all.map(used).sort((a, b) => b - a);
      // Weights and rates differ by 20 · 60 at most: 1.5 to the twentieth outweighs them.
      fc.pre(most > 1.5 * next);
      const lines = linesOf(all);
      expect(chosen(20, lines)).toBe(greatest(lines, all, used));
    }),
  );
});

test('equal weights, targets and times give the order of arrival, whatever k', () => {
  fc.assert(
    fc.property(queues, fc.constantFrom(0.5, 1, 2, 3.7, 20), (all, exponent) => {
      const alike = all.map(({ wait }) => ({ wait, weight: 3, targetWait: 10 * MINUTE, standardTime: 7 * MINUTE }));
      const lines = linesOf(alike);
      expect(chosen(exponent, lines)).toBe(greatest(lines, alike, ({ wait }) => wait));
    }),
  );
});

test('k = 0 of equal classes is the order of arrival too, and of two that came at once the older ticket goes', () => {
  const alike = [5, 9, 9, 2].map((wait) => ({ wait, weight: 1, targetWait: MINUTE, standardTime: MINUTE }));
  expect(chosen(0, linesOf(alike))).toBe(2);
});

test('the order of the lines changes nothing, and every score is a number', () => {
  fc.assert(
    fc.property(queues, fc.constantFrom(0, 0.5, 1, 2, 7, 20), fc.nat(), (all, exponent, turn) => {
      const lines = linesOf(all);
      const at = turn % lines.length;
      const turned = [...lines.slice(at), ...lines.slice(0, at)].reverse();
      expect(chosen(exponent, turned)).toBe(chosen(exponent, lines));
      for (const { traits, first } of lines) {
        if (first) expect(Number.isFinite(scoreOf(profileOf(exponent), traits, first, NOW))).toBe(true);
      }
    }),
  );
});

test('a score says what it is in six digits: ten minutes of a target of fifteen, five minutes of work, twice as dear', () => {
  const [line] = linesOf([{ weight: 2, targetWait: 15 * MINUTE, standardTime: 5 * MINUTE, wait: 10 * MINUTE }]);
  if (!line?.first) return expect.unreachable();
  const score = (exponent: number) =>
    scoreOf(profileOf(exponent), line.traits, line.first ?? { queuedAt: 0, id: 0 }, NOW);
  expect([0, 1, 2].map(score)).toEqual([0.4, 0.266667, 0.177778]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineByArrival, numbersOf } from './line-by-arrival.ts';
import { chooseLine, type Line } from './profile.ts';
import { indexProfile } from './profile-index.ts';
import type { ProfileRules } from './rules.ts';
import { RULES } from './spec.ts';
import { traitsBook } from './traits.ts';

const NOW = 100_000;
const BOOK = traitsBook(RULES);

interface NamedLine extends Line {
  readonly name: string;
}

function line(name: string, queuedAt: number, id: number, isSimple = true): NamedLine {
  const traits = BOOK.traitsOf({ service: isSimple ? 'cash' : 'wealth', segment: 'ordinary' });
  return { name, traits, first: { queuedAt, id }, waiting: 1, passedOver: 0 };
}

const empty: NamedLine = { ...line('empty', 0, 0), first: undefined, waiting: 0 };

function chosen(
  kind: 'longest-wait' | 'simple-first',
  cap: number,
  ...lines: readonly NamedLine[]
): readonly [string, string] | null {
  const profile: ProfileRules = { id: 'p', kind, cap };
  const choice = chooseLine(indexProfile(profile, BOOK), lines, NOW);
  return choice && [choice.line.name, choice.rule];
}

test('longest wait takes the earliest arrival, and of two that came at once the older ticket', () => {
  expect(chosen('longest-wait', NOW, line('a', 50, 2), line('b', 40, 3), empty)).toEqual(['b', 'longest-wait']);
  expect(chosen('longest-wait', NOW, line('a', 50, 3), line('b', 50, 2))).toEqual(['b', 'longest-wait']);
  expect(chosen('longest-wait', NOW, line('a', 50, 2), line('b', 50, 3))).toEqual(['a', 'longest-wait']);
});

test('simple first takes the earliest simple arrival, and is freed when none waits', () => {
  const complex = line('complex', 10, 1, false);
  expect(chosen('simple-first', NOW, complex, line('a', 50, 2), line('b', 60, 3))).toEqual([
    'a',
    'simple-first/simple',
  ]);
  expect(chosen('simple-first', NOW, complex, empty)).toEqual(['complex', 'simple-first/freed']);
});

test('the cap is reached at its instant, and the oldest goes before everything', () => {
  const complex = line('complex', NOW - 500, 9, false);
  const simple = line('simple', NOW - 400, 1);
  expect(chosen('simple-first', 501, complex, simple)).toEqual(['simple', 'simple-first/simple']);
  expect(chosen('simple-first', 500, complex, simple)).toEqual(['complex', 'cap']);
  expect(chosen('simple-first', 400, simple, complex)).toEqual(['complex', 'cap']);
});

test('where nobody stands nobody is called', () => {
  expect(chosen('longest-wait', 0, empty)).toBeNull();
  expect(chosen('simple-first', 0)).toBeNull();
});

test('where the kind and the arrivals alone choose, the short way finds the same line', () => {
  const lines = fc.array(
    fc
      .tuple(fc.nat({ max: 20 }), fc.boolean(), fc.boolean())
      .map(([at, isSimple, isEmpty]) => ({ at, isSimple, isEmpty })),
    { maxLength: 8 },
  );
  const kinds = fc.constantFrom('longest-wait', 'simple-first', 'complex-first');
  fc.assert(
    fc.property(lines, kinds, fc.nat({ max: 25 }), (each, kind, cap) => {
      const all = each.map(({ at, isSimple, isEmpty }, id) => {
        const named = line(`${id}`, NOW - at, id, isSimple);
        const own = isEmpty ? { ...named, first: undefined } : named;
        return { ...own, isSimple, ...numbersOf(own.first) };
      });
      const profile = indexProfile({ id: 'p', kind, cap }, BOOK);
      expect(profile.isPlain).toBe(true);
      expect(lineByArrival(profile, all, NOW)).toBe(chooseLine(profile, all, NOW)?.line ?? null);
    }),
  );
});

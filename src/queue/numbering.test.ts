import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveBack, labelOf, nextNumber } from './numbering.ts';
import type { NumberRange, ServiceRules } from './rules.ts';
import { emptyState } from './snapshot.ts';
import { RULES } from './spec.ts';

function service(numbers: Partial<NumberRange>): ServiceRules {
  const [cash] = RULES.services as readonly [ServiceRules, ...ServiceRules[]];
  return { ...cash, numbers: { ...cash.numbers, ...numbers } };
}

function next(numbers: Partial<NumberRange>, last: number | null, live: readonly string[] = []): string | null {
  const state = emptyState();
  if (last !== null) state.lastNumbers.set('cash', last);
  for (const label of live) state.labels.set(label, 1);
  return nextNumber(state, service(numbers))?.label ?? null;
}

test('numbers run from the first to the last of the range, padded, without the skipped ones', () => {
  expect(next({ first: 12 }, null)).toBe('C012');
  expect(next({}, 3)).toBe('C005');
  expect(next({}, 12)).toBe('C014');
  expect(next({ digits: 1 }, 1)).toBe('C2');
});

test('after the last number comes the first that is free', () => {
  expect(next({}, 999)).toBe('C001');
  expect(next({}, 999, ['C001', 'C002', 'C003'])).toBe('C005');
});

test('a live number is never issued again, and when all are live there is none', () => {
  expect(next({ last: 3 }, 1, ['C002'])).toBe('C003');
  expect(next({ last: 3 }, 3, ['C001', 'C002', 'C003'])).toBeNull();
  expect(next({ first: 4, last: 4 }, null)).toBeNull();
});

test('where none was free, the number of a visit that is over is issued, and no other', () => {
  const state = emptyState();
  const cash = service({ last: 3 });
  for (const label of ['C001', 'C002', 'C003']) state.labels.set(label, 1);
  expect([nextNumber(state, cash), nextNumber(state, cash)]).toEqual([null, null]);
  // Another range, as after a change of the rules, has been searched by nobody.
  expect(nextNumber(state, service({ last: 5 }))?.label).toBe('C005');
  giveBack(state, 'C002');
  expect(nextNumber(state, cash)?.label).toBe('C002');
});

test('a crowd that finds no free number is told so at once, each of them', () => {
  const state = emptyState();
  const cash = service({ last: 9_999, digits: 4 });
  let searched = 0;
  const live = new Map<string, number>();
  live.has = () => {
    searched += 1;
    return true;
  };
  for (let customer = 0; customer < 1_000; customer += 1) {
    expect(nextNumber({ ...state, labels: live }, cash)).toBeNull();
  }
  expect(searched).toBe(9_999);
});

test('a range that has moved starts at its first number', () => {
  expect(next({ first: 100, last: 200 }, 7)).toBe('C100');
  expect(next({ first: 1, last: 20 }, 150)).toBe('C001');
});

test('whatever is live, the next number is the first free one round the range', () => {
  const range = fc.record({
    first: fc.integer({ min: 0, max: 20 }),
    size: fc.integer({ min: 1, max: 12 }),
    skip: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }),
    last: fc.option(fc.integer({ min: 0, max: 40 })),
    live: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(range, ({ first, size, skip, last, live }) => {
      const numbers = { prefix: 'C', digits: 3, first, last: first + size - 1, skip };
      const round = Array.from({ length: size }, (_, index) => first + index);
      const start = last === null ? -1 : round.indexOf(last);
      const ordered = [...round.slice(start + 1), ...round.slice(0, start + 1)];
      const free = ordered.find((number) => !skip.includes(number) && !live.includes(number));
      const expected = free === undefined ? null : labelOf(numbers, free);
      expect(
        next(
          numbers,
          last,
          live.map((number) => labelOf(numbers, number)),
        ),
      ).toBe(expected);
    }),
  );
});

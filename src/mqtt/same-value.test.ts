import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameValue } from './same-value.ts';

const text = (value: unknown): string => JSON.stringify(value);
/** As JSON brings it: no negative zero, no name that objects have by birth. */
const values = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(text(value)) as unknown)
  .filter((value) => !text(value).includes('__proto__'));

describe('two values that go into JSON', () => {
  it('are the same when they hold the same', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(isSameValue(value, JSON.parse(text(value)))).toBe(true);
      }),
    );
  });

  it('are the same when another comparison says so, and then only', () => {
    const near = values.chain((value) => fc.tuple(fc.constant(value), fc.oneof(values, fc.constant([value]))));
    fc.assert(
      fc.property(near, ([one, other]) => {
        expect(isSameValue(one, other)).toBe(isDeepStrictEqual(one, other));
      }),
    );
  });

  it.each([
    [{ a: 1, b: null }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: 1 }, { b: 1 }],
    [[1, 2], [1]],
    [[1], [1, 2]],
    [[], {}],
    [{}, []],
    [{}, null],
    [null, {}],
    [{ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }],
    [{ a: undefined }, {}],
    ['1', 1],
  ])('are others: %j and %j', (one, other) => {
    expect(isSameValue(one, other)).toBe(false);
  });
});

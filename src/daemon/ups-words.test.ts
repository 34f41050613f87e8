import { describe, expect, it } from 'vitest';
import { isLow } from './power.ts';

describe('the words of a UPS', () => {
  it.each([
    ['OB LB', true],
    ['ob discharging lb', true],
    ['{"ups.status":"OB DISCHRG LB"}', true],
    ['OB', false],
    ['OL CHRG', false],
    ['OBLB', false],
    ['', false],
  ])('"%s" says that the battery is nearly empty: %s', (text, is) => {
    expect(isLow(text, 'OB LB')).toBe(is);
  });

  it('that nobody gave are in no message', () => {
    expect(isLow('anything', '--')).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { lockOutSchema } from './lock-out.ts';

describe('the lock-out of a kiosk', () => {
  it('is three numbers within ten seconds, then twenty seconds of none, where nothing else is said', () => {
    expect(lockOutSchema.parse({})).toEqual({ presses: 3, within: 10_000, for: 20_000 });
    expect(lockOutSchema.parse({ presses: 5, within: '30s', for: '1min' })).toEqual({
      presses: 5,
      within: 30_000,
      for: 60_000,
    });
  });

  it.each([{ presses: 0 }, { for: '10min' }, { within: '1s' }, { press: 3 }])('is not %o', (wrong) => {
    expect(lockOutSchema.safeParse(wrong).success).toBe(false);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calmAt, calmed, disturbed, type NoiseState, QUIET } from './bus-noise.ts';

const play = (times: readonly number[]): NoiseState => times.reduce(disturbed, QUIET);
const every = (period: number, until: number): number[] =>
  Array.from({ length: Math.floor(until / period) + 1 }, (_, index) => index * period);

test('a glitch now and then is no noise', () => {
  expect(play([0, 5, 900, 1_800, 2_700]).isRaised).toBe(false);
});

test.each([1, 20, 100, 300, 600])('bytes out of turn every %d ms are noise within 5 s', (period) => {
  expect(play(every(period, 5_000)).isRaised).toBe(true);
});

test('noise is over less than a second after the last of it, not sooner', () => {
  const noisy = play(every(100, 1_000));
  expect(calmAt(noisy)).toBe(1_900);
  expect(calmed(noisy, 1_899).isRaised).toBe(true);
  expect(calmed(noisy, 1_900)).toMatchObject({ isRaised: false, marks: [] });
  expect(calmAt(calmed(noisy, 1_900))).toBeNull();
});

test('a steady drip does not flicker: what raises it keeps it raised', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), (period) => {
      let state = QUIET;
      let changes = 0;
      for (const at of every(period, 60_000)) {
        const before = state.isRaised;
        state = disturbed(calmed(state, at), at);
        if (state.isRaised !== before) changes += 1;
      }
      expect(changes).toBeLessThanOrEqual(1);
    }),
  );
});

test('whatever comes, the same step twice gives the same answer and few marks are kept', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 100 }), (gaps) => {
      let state = QUIET;
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const next = disturbed(Object.freeze(state), now);
        expect(disturbed(state, now)).toEqual(next);
        expect(next.marks.length).toBeLessThanOrEqual(5);
        state = next;
      }
    }),
  );
});

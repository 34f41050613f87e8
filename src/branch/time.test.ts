import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { fakeClock } from '../clock.fake.ts';
import { minutes, ms, seconds } from '../clock.ts';
import { startBranchTime } from './time.ts';

const NOON = Date.UTC(2026, 4, 4, 12);
const DAY = 24 * 60 * minutes(1);

describe('branch time', () => {
  it('starts a new journal at the wall clock, labelled with it', () => {
    const time = startBranchTime(fakeClock(NOON), null);
    expect(time.now()).toBe(NOON);
    expect(time.wallOf(time.now())).toBe(NOON);
    expect(time.correction()).toBeNull();
  });

  it('goes on after a night: the time that a trusted clock saw pass has passed', () => {
    const last = { at: NOON, offset: 0, isTrusted: true };
    const time = startBranchTime(fakeClock(NOON + DAY), last);
    expect(time.now()).toBe(NOON + DAY);
  });

  it('keeps the offset of an earlier correction when it starts again', () => {
    const last = { at: NOON - DAY, offset: DAY, isTrusted: true };
    const time = startBranchTime(fakeClock(NOON + minutes(5)), last);
    expect(time.now()).toBe(NOON - DAY + minutes(5));
    expect(time.wallOf(time.now())).toBe(NOON + minutes(5));
    expect(time.correction()).toBeNull();
  });

  it('goes on where it stopped when the wall clock is not trusted at the start, and shows no time of day', () => {
    const clock = fakeClock(Date.UTC(1970, 0, 1));
    clock.setTrusted(false);
    const time = startBranchTime(clock, { at: NOON, offset: 0, isTrusted: true });
    expect(time.now()).toBe(NOON);
    expect(time.wallOf(time.now())).toBeNull();
  });

  it('asks for the right label once an untrusted clock has been set', async () => {
    const clock = fakeClock(Date.UTC(1970, 0, 1));
    clock.setTrusted(false);
    const time = startBranchTime(clock, { at: NOON, offset: 0, isTrusted: true });
    await clock.advance(seconds(30));
    clock.setWall(NOON + DAY);
    clock.setTrusted(true);
    const correction = time.correction();
    expect(correction).toEqual({ offset: DAY - seconds(30), isTrusted: true });
    if (correction) time.relabel(correction);
    expect(time.now()).toBe(NOON + seconds(30));
    expect(time.wallOf(time.now())).toBe(NOON + DAY);
    expect(time.correction()).toBeNull();
  });

  it.each([DAY, -DAY])('does not move when somebody sets the clock by %i ms: only the label does', async (jump) => {
    const clock = fakeClock(NOON);
    const time = startBranchTime(clock, null);
    await clock.advance(seconds(10));
    clock.setWall(clock.wall() + jump);
    expect(time.now()).toBe(NOON + seconds(10));
    expect(time.correction()).toEqual({ offset: jump, isTrusted: true });
  });

  it.each([1, -1])('lets a clock keep its label that is off by 1.9 s, not one that is off by 2.1 s (%i)', (sign) => {
    const clock = fakeClock(NOON);
    const time = startBranchTime(clock, null);
    clock.setWall(NOON + sign * ms(1_900));
    expect(time.correction()).toBeNull();
    clock.setWall(NOON + sign * ms(2_100));
    expect(time.correction()).toEqual({ offset: sign * 2_100, isTrusted: true });
  });

  it('says so when the clock is no longer trusted', () => {
    const clock = fakeClock(NOON);
    const time = startBranchTime(clock, null);
    clock.setTrusted(false);
    expect(time.correction()).toEqual({ offset: 0, isTrusted: false });
  });

  it('gives no time of day from the moment at which the clock is no longer trusted, also under an older label', () => {
    const clock = fakeClock(NOON);
    const time = startBranchTime(clock, null);
    expect(time.wallOf(NOON)).toBe(NOON);
    clock.setTrusted(false);
    time.relabel({ offset: 0, isTrusted: true });
    expect(time.wallOf(NOON)).toBeNull();
    expect(time.label()).toEqual({ offset: 0, isTrusted: false });
  });

  it('never goes back, whatever the wall clock and the starts do', async () => {
    const step = fc.record({
      wall: fc.integer({ min: 0, max: NOON * 2 }),
      isTrusted: fc.boolean(),
      passes: fc.integer({ min: 0, max: DAY }),
      restarts: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        let clock = fakeClock(NOON);
        let time = startBranchTime(clock, null);
        let before = time.now();
        for (const { wall, isTrusted, passes, restarts } of steps) {
          if (restarts) {
            const last = { at: time.now(), ...time.label() };
            clock = fakeClock(wall);
            clock.setTrusted(isTrusted);
            time = startBranchTime(clock, last);
          } else {
            clock.setWall(wall);
            clock.setTrusted(isTrusted);
            const correction = time.correction();
            if (correction) time.relabel(correction);
          }
          await clock.advance(passes);
          expect(time.now()).toBeGreaterThanOrEqual(before);
          before = time.now();
        }
      }),
      { numRuns: runs(50) },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { minutes, ms, seconds } from '../clock.ts';
import { startTicker } from './ticker.ts';

function stand(due: number | null) {
  const clock = fakeClock(0);
  const state = { due, ticks: [] as number[], goesThrough: true };
  const ticker = startTicker({
    clock,
    now: () => clock.monotonic(),
    nextDue: () => state.due,
    tick: async () => {
      state.ticks.push(clock.monotonic());
      if (state.goesThrough) state.due = null;
      return state.goesThrough;
    },
  });
  return { clock, state, ticker };
}

describe('the one timer of the queue', () => {
  it('ticks when the first thing falls due, and not before', async () => {
    const { clock, state } = stand(seconds(3));
    await clock.advance(seconds(3) - ms(1));
    expect(state.ticks).toEqual([]);
    await clock.advance(ms(1));
    expect(state.ticks).toEqual([seconds(3)]);
  });

  it('moves when something earlier comes up', async () => {
    const { clock, state, ticker } = stand(minutes(5));
    state.due = seconds(2);
    ticker.arm();
    await clock.advance(seconds(2));
    expect(state.ticks).toEqual([seconds(2)]);
  });

  it('reaches what is due beyond its longest sleep', async () => {
    const { clock, state } = stand(minutes(7));
    await clock.advance(minutes(7));
    expect(state.ticks).toEqual([minutes(7)]);
  });

  it('tries again each second while the disk takes nothing', async () => {
    const { clock, state } = stand(seconds(1));
    state.goesThrough = false;
    await clock.advance(seconds(4));
    expect(state.ticks).toEqual([1, 2, 3, 4].map(seconds));
    state.goesThrough = true;
    await clock.advance(seconds(5));
    expect(state.ticks).toHaveLength(5);
  });

  it('sets no timer when nothing will ever be due, and none after it was stopped', async () => {
    const { clock, state, ticker } = stand(null);
    expect(clock.pending()).toBe(0);
    state.due = seconds(1);
    ticker.arm();
    ticker.stop();
    await clock.advance(minutes(1));
    expect(state.ticks).toEqual([]);
  });
});

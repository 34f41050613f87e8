import { describe, expect, it } from 'vitest';
import { heardSequence } from './sequence.ts';

describe('the events of a branch, as they are heard', () => {
  it('count once each, however often they are told, and begin wherever the listener came in', () => {
    const heard = heardSequence();
    expect([40, 41, 41, 40, 42].map((seq) => heard.isNew('e1', seq))).toEqual([true, true, false, false, true]);
    expect(heard.newest).toBe(42);
    expect(heard.missing()).toBeNull();
  });

  it('show a hole until what was missed is told', () => {
    const heard = heardSequence();
    for (const seq of [1, 2, 5, 6]) heard.isNew('e1', seq);
    expect(heard.missing()).toEqual({ from: 3, epoch: 'e1' });
    expect(heard.newest).toBe(6);
    expect(heard.isNew('e1', 3)).toBe(true);
    expect(heard.missing()).toEqual({ from: 4, epoch: 'e1' });
    expect(heard.isNew('e1', 5)).toBe(false);
    expect(heard.isNew('e1', 4)).toBe(true);
    expect(heard.missing()).toBeNull();
    expect(heard.newest).toBe(6);
  });

  it('miss what a state was told of and nobody heard, in the journal that is heard and in no other', () => {
    const heard = heardSequence();
    heard.isThere('e1', 9);
    expect(heard.missing()).toBeNull();
    heard.isNew('e1', 7);
    heard.isThere('e1', 7);
    heard.isThere('e2', 50);
    expect(heard.missing()).toBeNull();
    heard.isThere('e1', 9);
    expect(heard.missing()).toEqual({ from: 8, epoch: 'e1' });
    for (const seq of [8, 9]) heard.isNew('e1', seq);
    expect(heard.missing()).toBeNull();
    heard.isThere('e1', 30);
    heard.isNew('e2', 1);
    expect(heard.missing()).toBeNull();
  });

  it('begin anew with a new journal', () => {
    const heard = heardSequence();
    for (const seq of [100, 101]) heard.isNew('e1', seq);
    expect(heard.isNew('e2', 1)).toBe(true);
    expect(heard.newest).toBe(1);
    expect(heard.missing()).toBeNull();
  });

  it('give up a hole that nobody fills: what is remembered beyond it is bounded', () => {
    const heard = heardSequence();
    heard.isNew('e1', 1);
    for (let seq = 3; seq <= 5_003; seq += 1) heard.isNew('e1', seq);
    expect(heard.missing()).toBeNull();
    expect(heard.isNew('e1', 5_004)).toBe(true);
  });
});

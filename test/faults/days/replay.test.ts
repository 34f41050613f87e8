import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { areUsesPlayed, nthDay } from './nth.ts';
import { HOWS } from './nth-store.ts';
import { replayNth, replayWords, useOf } from './replay.ts';

/** What a shell and the campaign make of the words. */
function understood(words: string): unknown {
  const args = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args: args.slice(args.indexOf('days') + 1),
    options: { seed: option, nth: option, how: option },
  });
  return [values.seed, useOf(values)];
}

describe('short days in which a use of the disk goes wrong', () => {
  it('are played when they are asked for, or nobody has said how many whole days', () => {
    expect(areUsesPlayed({})).toBe(true);
    for (const bound of [{ runs: '200' }, { runs: '1' }, { minutes: '5' }]) {
      expect([bound, areUsesPlayed(bound)]).toEqual([bound, false]);
      expect([bound, areUsesPlayed({ ...bound, uses: true })]).toEqual([bound, true]);
    }
  });
});

describe('the replay of a short day whose n-th use of the disk goes wrong', () => {
  it.each(HOWS)('has words that lead back to it: %s', (how) => {
    expect(understood(replayWords(712, { n: 31, how }))).toEqual(['712', { kind: 'use', n: 31, how }]);
  });

  it('is asked for by both words or by none', () => {
    expect(useOf({})).toEqual({ kind: 'campaign' });
    for (const nth of ['0', '1.5', '-3', 'x']) expect(useOf({ nth, how: 'fails' }).kind).toBe('strange');
    expect(useOf({ how: 'fails' })).toMatchObject({ kind: 'strange', why: expect.stringContaining('--nth') });
    for (const asked of [{ nth: '3' }, { nth: '3', how: 'explodes' }]) {
      expect(useOf(asked)).toMatchObject({
        kind: 'strange',
        why: expect.stringContaining("'cut before', 'cut after'"),
      });
    }
  });

  it('says how that day went, and when it has no such use', async () => {
    const use = { n: 7, how: 'cut before' } as const;
    expect((await nthDay(7, use)).use).toBe('went wrong');
    expect(await replayNth(7, use)).toEqual({
      exitCode: 0,
      lines: ['operation 7 of the disk, cut before, seed 7: 0 wrong'],
    });
    expect(await replayNth(7, { ...use, n: 100_000 })).toEqual({
      exitCode: 2,
      lines: ['operation 100000 of the disk, cut before, seed 7: that day uses the disk less often'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { seedOf } from '../../stand/chance.ts';
import { lacks } from '../../tools.ts';
import { cutPower, told } from './campaign.ts';

/** More for a night: `npm run faults -- cuts --runs 10000`. */
const CUTS = Number(process.env.LOBBYD_RUNS ?? 300);
/** Far more than a cut takes. */
const LIMIT_PER_CUT = 200;

const clock = systemClock(() => true);

describe.skipIf(lacks('strace'))('a power cut at any step of a journal', () => {
  it(
    'costs no answer, makes no record up, and stops no branch',
    async () => {
      const seed = seedOf('power cuts');
      const begin = clock.monotonic();
      const tally = await cutPower(seed, CUTS);
      const rate = Math.round(tally.cuts / ((clock.monotonic() - begin) / 1_000));
      process.stderr.write(
        `${tally.cuts} power cuts at ${tally.steps} steps, ${rate}/s: ${JSON.stringify(tally.refused)}\n`,
      );
      expect(told(tally)).toEqual([]);
      expect(tally.refused.whole).toEqual({});
      expect(tally.cuts).toBeGreaterThanOrEqual(CUTS);
    },
    60_000 + CUTS * LIMIT_PER_CUT,
  );

  it('costs answers where the disk confirms what it does not have: the judge finds them', async () => {
    const isWord = (kind: string): boolean => kind === 'synced' || kind === 'names-synced';
    const tally = await cutPower(1, 50, (steps) => steps.filter(({ kind }) => !isWord(kind)));
    expect(
      tally.wrong.filter(({ what }) => /place \d+ was answered, the journal is at/.test(what)).length,
    ).toBeGreaterThan(5);
  }, 600_000);
});

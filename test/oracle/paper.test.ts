import { describe, expect, it } from 'vitest';
import { type AlarmEvidence, type Injected, judgeUncertain } from './alarms.ts';
import type { JournalRecord } from './evidence.ts';
import { Hall } from './hall.ts';
import { judgePaper, type Smudged } from './paper.ts';

const NOISE: Injected = {
  ...{ what: 'noise on printer1', devices: ['printer1'], causes: [], raises: [], codes: [], isSmudging: true },
  ...{ from: 10_000, to: 20_000 },
};
const UNREAD: Smudged = { labels: [], tickets: 1 };

/** Tickets that were issued, begun and printed, one after the other at these times, ms. */
function judged(times: readonly number[], slips: readonly string[], smudged: readonly Smudged[]): readonly string[] {
  const records = times.flatMap((_at, index): readonly JournalRecord[] =>
    ['issued', 'print-started', 'print-ended'].map((type, step) => ({
      ...{ seq: 3 * index + step + 1, stream: 'queue', type },
      body: { ticket: index + 1, label: `A00${index + 1}`, handover: 'paper' as const },
    })),
  );
  const hall = new Hall();
  for (const record of records) hall.take(record);
  const alarms: AlarmEvidence = {
    ...{ injected: [NOISE], outages: [], complaints: [] },
    writtenAt: times.flatMap((at) => [at, at, at]),
  };
  return judgePaper(records, hall, { journal: [], messages: [], delivery: null, slips, smudged, told: [], alarms });
}

describe('the judge of paper', () => {
  it('takes a slip that nobody can read for one that was printed in noise', () => {
    expect(judged([1_000, 15_000], ['A001'], [UNREAD])).toEqual([]);
    expect(judged([1_000, 15_000], ['A001'], [{ labels: ['A009'], tickets: 1 }])).toEqual([]);
    expect(judged([1_000, 15_000], ['A001'], [{ labels: ['A002'], tickets: 1 }])).toEqual([]);
  });

  it('takes a slip for one that cannot be read where noise made it the number of somebody who has a slip', () => {
    expect(judged([1_000, 15_000], ['A001'], [{ labels: ['A001'], tickets: 1 }])).toEqual([]);
  });

  it('takes two tickets on one slip for two: a cut is lost in noise too', () => {
    expect(judged([15_000, 16_000], [], [{ labels: ['A001'], tickets: 2 }])).toEqual([]);
  });

  it.each<[string, readonly number[], readonly string[], readonly Smudged[], RegExp]>([
    ['no slip at all', [15_000], [], [], /1 more slips were printed in noise, but 0 smudged ones came out/],
    ['one slip for two tickets', [15_000, 16_000], [], [UNREAD], /2 more slips .* but 1 smudged/],
    [
      'a slip that tells of another ticket',
      [15_000, 16_000],
      [],
      [{ labels: ['A001'], tickets: 1 }],
      /1 more slips .* 0/,
    ],
    ['a print outside the noise', [1_000], [], [UNREAD], /A001 was printed, but no slip came out/],
  ])('sees %s', (_what, times, slips, smudged, sentence) => {
    expect(judged(times, slips, smudged).join('\n')).toMatch(sentence);
  });
});

describe('the judge of prints without an end', () => {
  it('wants a trouble of the printer, the journal or the daemon at that time', () => {
    const record: JournalRecord = {
      ...{ seq: 1, stream: 'queue', type: 'print-unknown' },
      body: { ticket: 1, label: 'A001', device: 'printer1' },
    };
    const at = (time: number, injected = NOISE): readonly string[] =>
      judgeUncertain([record], { injected: [injected], outages: [], complaints: [], writtenAt: [time] });
    expect(at(15_000)).toEqual([]);
    expect(at(60_000)).toEqual([]);
    expect(at(70_000)).toEqual(['record 1: print-unknown of A001, though nothing was wrong with printer1']);
    expect(at(15_000, { ...NOISE, devices: ['keypad1'] })).toHaveLength(1);
    expect(at(15_000, { ...NOISE, devices: ['journal'] })).toEqual([]);
  });
});

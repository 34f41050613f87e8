import { describe, expect, it } from 'vitest';
import type { AlarmEvidence } from './alarms.ts';
import type { JournalRecord } from './evidence.ts';
import { judgeSigns, type Shown } from './signs.ts';

const TIMES: readonly number[] = [0, 1_000, 2_000, 60_000, 80_000];
const A1 = { ticket: 1, label: 'A001', counter: 'c1' };
const RECORDS: readonly JournalRecord[] = [
  ['counter-opened', { counter: 'c1' }],
  ['issued', { ...A1, counter: null, service: 'cash' }],
  ['called', A1],
  ['recalled', A1],
  ['finished', A1],
].map(([type, body], index) => ({
  ...{ seq: index + 1, stream: 'queue', type: type as string, body: body as JournalRecord['body'] },
}));

const QUIET: AlarmEvidence = { injected: [], outages: [], writtenAt: TIMES, complaints: [] };
const at = (time: number, text: string, isBlinking = false): Shown => ({ at: time, text, isBlinking });
/** A little after the journal, as bytes need time. */
const GOOD: readonly Shown[] = [
  at(100, '----'),
  at(2_100, 'A001'),
  at(2_300, 'A001', true),
  at(10_100, 'A001'),
  at(60_100, 'A001', true),
  at(68_100, 'A001'),
  at(80_100, '----'),
];
const wrongIn = (shown: readonly Shown[], alarms: Partial<AlarmEvidence> = {}): readonly string[] =>
  judgeSigns(
    RECORDS,
    { blinkFor: 8_000, signs: { c1: { device: 'display1', shown } }, until: 100_000 },
    { ...QUIET, ...alarms },
  );
const trouble = (device: string, from: number, to: number) => ({
  ...{ what: 'noise', devices: [device], causes: [], raises: [], codes: [], from, to },
});

describe('the judge of signs', () => {
  it('finds nothing wrong where a sign follows the journal', () => {
    expect(wrongIn(GOOD)).toEqual([]);
  });

  it.each<[string, readonly Shown[], string]>([
    [
      'a number that came late',
      GOOD.map((face) => (face.at < 5_000 && face.at > 2_000 ? { ...face, at: face.at + 4_000 } : face)),
      'display1 shows "A001" until 6 s, the journal says "A001" blinking since 2 s',
    ],
    [
      'a recall that does not blink',
      GOOD.filter(({ at: time }) => time < 60_000 || time > 68_000),
      'display1 shows "A001" until 68 s, the journal says "A001" blinking since 60 s',
    ],
    [
      'a call that blinks on',
      GOOD.filter(({ at: time }) => time !== 10_100),
      'display1 shows "A001" blinking until 60 s, the journal says "A001" since 10 s',
    ],
    [
      'a number that stays when nobody is there',
      GOOD.slice(0, -1),
      'display1 shows "A001" until 100 s, the journal says "----" since 80 s',
    ],
    [
      'a sign that is dark for a while',
      [...GOOD.slice(0, 4), at(20_000, ''), at(25_000, 'A001'), ...GOOD.slice(4)],
      'display1 shows "" until 25 s, the journal says "A001" since 20 s',
    ],
  ])('sees %s', (_, shown, sentence) => {
    expect(wrongIn(shown)).toEqual([sentence]);
  });

  it('lets a sign be wrong while something is wrong with it, with the disk or the daemon, and no other', () => {
    const stays = GOOD.slice(0, -1);
    expect(wrongIn(stays, { injected: [trouble('display1', 70_000, 85_000)] })).toEqual([]);
    expect(wrongIn(stays, { injected: [trouble('journal', 79_000, 81_000)] })).toEqual([]);
    expect(wrongIn(stays, { outages: [{ from: 79_000, to: 81_000 }] })).toEqual([]);
    expect(wrongIn(stays, { injected: [trouble('display2', 70_000, 85_000)] })).toHaveLength(1);
  });
});

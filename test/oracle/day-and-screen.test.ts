import { describe, expect, it } from 'vitest';
import type { AlarmEvidence, Injected } from './alarms.ts';
import { judgeDays, startOfDay } from './business-day.ts';
import type { JournalRecord } from './evidence.ts';
import { Hall } from './hall.ts';
import { judgeScreen } from './screen.ts';

const ZONE = 8 * 3_600_000;
/** 12:00 in Shanghai, where the new day begins. */
const NOON = Date.UTC(2026, 0, 5, 4);
const RULE = { startsAt: startOfDay('12:00'), zone: ZONE };
const QUIET: AlarmEvidence = { injected: [], outages: [], writtenAt: [], complaints: [] };

function record(seq: number, type: string, body: JournalRecord['body'], at = 0): JournalRecord {
  return { seq, stream: 'queue', type, at, offset: NOON, isTrusted: true, body };
}
function trouble(device: string, from: number, to: number): Injected {
  return { what: 'trouble', devices: [device], from, to, causes: [], raises: [], codes: [] };
}
const issued = (seq: number, label: string, at = 0): JournalRecord =>
  record(seq, 'issued', { ticket: seq, label, service: 'cash', handover: 'paper' }, at);

describe('the judge of business days', () => {
  const opened = (seq: number, day: string, at = 0): JournalRecord => record(seq, 'day-opened', { day }, at);

  it('lets a ticket be issued in the day that it is, and up to some seconds later', () => {
    const records = [opened(1, '2026-01-04', -60_000), issued(2, 'A001', -1), issued(3, 'A002', 4_000)];
    expect(judgeDays(records, RULE, QUIET)).toEqual([]);
  });

  it('sees a ticket of a day that is over, unless the disk was in trouble', () => {
    const records = [opened(1, '2026-01-04', -60_000), issued(2, 'A001', 60_000)];
    const sentence = 'record 2: A001 was issued in the business day 2026-01-04, but it is 2026-01-05';
    expect(judgeDays(records, RULE, { ...QUIET, writtenAt: [0, 120_000] })).toEqual([sentence]);
    const ill = { ...QUIET, writtenAt: [0, 120_000], injected: [trouble('journal', 50_000, 61_000)] };
    expect(judgeDays(records, RULE, ill)).toEqual([]);
  });

  it('sees a day that goes back', () => {
    const records = [opened(1, '2026-01-05'), opened(2, '2026-01-04')];
    expect(judgeDays(records, RULE, QUIET)).toEqual(['record 2: day 2026-01-04 opened after 2026-01-05']);
  });
});

describe('the judge of numbers', () => {
  const numbers = { cash: { prefix: 'A', digits: 3, first: 1, last: 5, skip: [4] } };
  const wrongOf = (...records: readonly JournalRecord[]): readonly string[] => {
    const hall = new Hall(numbers);
    for (const each of records) hall.take(each);
    return hall.wrong;
  };

  it('wants them in turn, without those that are skipped', () => {
    expect(wrongOf(issued(1, 'A001'), issued(2, 'A002'), issued(3, 'A003'), issued(4, 'A005'))).toEqual([]);
    expect(wrongOf(issued(1, 'A001'), issued(2, 'A003'))).toEqual([
      'record 2: A003 was issued, but the turn is at A002',
    ]);
  });

  it('wants them anew with each day, without those that somebody still has', () => {
    const days = ['2026-01-04', '2026-01-05'].map((day, index) => record(10 * index + 1, 'day-opened', { day }));
    const [first, second] = days as [JournalRecord, JournalRecord];
    expect(wrongOf(first, issued(2, 'A001'), second, issued(12, 'A002'))).toEqual([]);
    const gone = record(3, 'cancelled', { ticket: 2 });
    expect(wrongOf(first, issued(2, 'A001'), gone, second, issued(12, 'A002'))).toEqual([
      'record 12: A002 was issued, but the turn is at A001',
    ]);
  });

  it('takes a day without a date and the dated one after it for the same', () => {
    const [undated, dated] = [record(1, 'day-opened', { day: null }), record(3, 'day-opened', { day: '2026-01-05' })];
    expect(wrongOf(undated, issued(2, 'A001'), dated, issued(4, 'A002'))).toEqual([]);
  });
});

describe('the judge of numbers without a slip', () => {
  const command = { source: 'panel:panel1', key: '1' };
  const records = [record(1, 'issued', { ticket: 1, label: 'A001', handover: 'screen', command })];
  const seen = {
    policy: 'screen',
    told: new Set(['A001']),
    turnedAway: 0,
    printer: 'printer1',
    panel: 'panel1',
  } as const;
  const ill = { ...QUIET, writtenAt: [1_000], injected: [trouble('printer1', 500, 2_000)] };

  it('lets a number be told while the printer has trouble', () => {
    expect(judgeScreen(records, seen, ill)).toEqual([]);
  });

  it.each([
    [
      'where nothing was wrong',
      seen,
      { ...ill, injected: [] },
      'A001 was issued without a slip, though nothing was wrong with the printer',
    ],
    [
      'that no screen told',
      { ...seen, told: new Set<string>() },
      ill,
      'A001 was issued without a slip, and no screen told it',
    ],
    [
      'where nobody may get one',
      { ...seen, policy: 'refuse' as const },
      ill,
      'A001 was issued without a slip, where that is not allowed',
    ],
    [
      'that was denied',
      { ...seen, turnedAway: 2 },
      ill,
      '2 presses were turned away for the printer, where numbers are told instead',
    ],
  ])('sees one %s', (_, evidence, alarms, sentence) => {
    expect(judgeScreen(records, evidence, alarms)).toEqual([sentence]);
  });
});

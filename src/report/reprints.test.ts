import { describe, expect, test } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { Actor } from '../queue/commands.ts';
import type { CopyEnd } from '../queue/commands-print.ts';
import { ask, given, issuedOnPaper, later, MINUTE, opened, START, type Step } from '../queue/spec.ts';
import { reprintsOf, reprintsTable } from './reprints.ts';

/** 2026-03-02 09:00 UTC at the start of branch time. */
const OFFSET = Date.UTC(2026, 2, 2, 9) - START;
const WANG: Actor = { kind: 'lobby-manager', user: 'lm-wang', through: { kind: 'mqtt', client: 'tablet7' } };
const TABLET: Actor = { kind: 'mqtt', client: 'tablet7' };
const printed = (ticket: number): Step => ask({ type: 'print-ended', ticket, device: 'printer-1' });
const copy = (ticket: number, actor: Actor): Step => ask({ type: 'reprint', ticket: { id: ticket } }, null, actor);
const ended = (ticket: number, how: CopyEnd): Step => ask({ type: 'reprint-ended', ticket, device: 'printer-1', how });

function recordsOf(...steps: readonly Step[]): readonly StoredRecord[] {
  const { events } = given(...opened(), ...steps);
  return events.map((event, index) => ({
    ...draftOf(event, { offset: OFFSET, isTrusted: true }),
    seq: index + 1,
    hash: '',
  }));
}

describe('the record of copies', () => {
  const records = recordsOf(
    ...[issuedOnPaper('cash'), printed(1), issuedOnPaper('cash'), printed(2), later(12 * MINUTE)],
    ...[copy(1, WANG), ended(1, { end: 'failed', reason: 'paper-out' }), copy(1, WANG), ended(1, { end: 'printed' })],
    ...[copy(2, TABLET)],
  );

  test('says who asked for how many, and what came of each', () => {
    const { day, by, copies } = reprintsOf(records);
    expect([day, by]).toEqual([
      '2026-03-02',
      [
        { who: 'lobby-manager lm-wang by mqtt tablet7', count: 2 },
        { who: 'mqtt tablet7', count: 1 },
      ],
    ]);
    expect(copies.map(({ label, times, end, reason }) => [label, times, end, reason])).toEqual([
      ['C001', 1, 'failed', 'paper-out'],
      ['C001', 2, 'printed', null],
      ['C002', 1, null, null],
    ]);
    expect(reprintsTable(reprintsOf(records), 'UTC').split('\n')).toEqual([
      '2026-03-02: 3 copies',
      '   2  lobby-manager lm-wang by mqtt tablet7',
      '   1  mqtt tablet7',
      '2026-03-02 09:12:00  C001  copy 1  failed paper-out      lobby-manager lm-wang by mqtt tablet7',
      '2026-03-02 09:12:00  C001  copy 2  printed               lobby-manager lm-wang by mqtt tablet7',
      '2026-03-02 09:12:00  C002  copy 1  not known             mqtt tablet7',
    ]);
  });

  test('is empty on a day without any', () => {
    expect(reprintsTable(reprintsOf(recordsOf()))).toBe('2026-03-02: 0 copies');
  });
});

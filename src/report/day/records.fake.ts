import { draftOf } from '../../journal/codec.ts';
import type { Draft, StoredRecord } from '../../journal/store.ts';
import type { QueueEvent } from '../../queue/events.ts';
import { START } from '../../queue/spec.ts';
import { dayFiguresOf } from './book.ts';
import type { DayFigures } from './figures.ts';

/** 2026-03-02 09:00 UTC at the start of branch time of a test. */
export const OFFSET = Date.UTC(2026, 2, 2, 9) - START;

/** Drafts as a journal would hold them, from record 1. */
export function stored(drafts: readonly Draft[]): readonly StoredRecord[] {
  return drafts.map((draft, index) => ({ ...draft, seq: index + 1, hash: '' }));
}

/** The days of these events, as if they were all that a journal has. */
export function daysOf(
  events: readonly QueueEvent[],
  { offset = OFFSET, zone = 'UTC', isTrusted = true }: { offset?: number; zone?: string; isTrusted?: boolean } = {},
): readonly DayFigures[] {
  const records = stored(events.map((event) => draftOf(event, { offset, isTrusted })));
  const isFirst = events.findIndex(({ type }) => type === 'day-opened') + 1;
  const read = { before: [], isFromStart: true, end: null };
  return dayFiguresOf({ ...read, records: records.filter(({ seq }) => seq >= isFirst) }, zone);
}

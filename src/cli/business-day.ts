import { eventOf } from '../journal/codec.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { StoredRecord } from '../journal/store.ts';
import { recordsFrom } from './journal-reading.ts';

/**
 * The records of one business day, its opening first.
 *
 * @param day ISO date; null: the newest day, or everything where no day was ever opened
 * @returns null when the journal has no such day
 */
export function dayRecords(reader: JournalReader, day: string | null): Iterable<StoredRecord> | null {
  const opening = openingOf(reader, day);
  if (opening === null) return day === null ? recordsFrom(reader, 1) : null;
  return untilNextDay(reader, opening);
}

function openingOf(reader: JournalReader, day: string | null): number | null {
  for (const record of reader.back('queue', reader.last())) {
    const event = record.type === 'day-opened' ? eventOf(record) : null;
    if (event?.type === 'day-opened' && (day === null || event.day === day)) return record.seq;
  }
  return null;
}

function* untilNextDay(reader: JournalReader, opening: number): Generator<StoredRecord> {
  for (const record of recordsFrom(reader, opening)) {
    if (record.type === 'day-opened' && record.seq !== opening) return;
    yield record;
  }
}

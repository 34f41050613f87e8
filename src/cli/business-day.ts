import type { JournalReader } from '../journal/reader.ts';
import type { ReadRecord } from '../journal/selection.ts';
import { type AskedDays, rangeOf } from './report-days.ts';

/** One business day, as it is asked for. */
export function askedDay(day: string | null): AskedDays {
  return day === null ? { kind: 'newest', count: 1 } : { kind: 'dates', from: day, to: day };
}

/** The records of one business day. */
export interface DayRecords {
  /** The opening first. */
  readonly records: readonly ReadRecord[];
  /** Branch time of the last record, or of the opening that comes next. */
  readonly horizon: number;
}

/**
 * The records of one business day, all of them proved; everything where no day was ever opened and none is named.
 *
 * @param day ISO date; null: the newest day
 * @returns null when the journal has no such day, or no record
 * @throws LobbydError at a record that is damaged
 */
export function dayRecords(reader: JournalReader, day: string | null): DayRecords | null {
  const range = rangeOf(reader.openings(), askedDay(day));
  if (range === null) return null;
  const { from, end } = range;
  // With the opening that comes next, which proves the last of them.
  const proved = [...reader.proved({ from, to: end ?? reader.last() })];
  const last = proved.at(-1);
  return last ? { records: proved.filter(({ seq }) => seq !== end), horizon: last.at } : null;
}

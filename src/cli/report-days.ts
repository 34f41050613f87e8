import type { JournalReader } from '../journal/reader.ts';
import type { Opening } from '../journal/selection.ts';
import { REPORT_TYPES, type ReportRecords } from '../report/day/book.ts';
import { DEVICE_TYPES } from '../report/day/devices.ts';

/** Which business days a report is about. */
export type AskedDays =
  /** So many, the newest. */
  | { readonly kind: 'newest'; readonly count: number }
  /** ISO dates, both included; null: as far as the journal goes. */
  | { readonly kind: 'dates'; readonly from: string | null; readonly to: string | null };

/**
 * Records in which devices are looked for that were lost before the first day and have said nothing since: more than a
 * week of a large branch.
 */
const LOOK_BACK = 100_000;

/**
 * What a report reads of a journal. The records of its days are proved as they are read: each that is damaged throws a
 * LobbydError before it is given.
 *
 * @returns null when the journal has no such day
 */
export function reportRecords(reader: JournalReader, asked: AskedDays): ReportRecords | null {
  const last = reader.last();
  const range = rangeOf(reader.openings(), asked);
  if (range === null) return null;
  const { from, end } = range;
  const before = Math.max(1, from - LOOK_BACK);
  return {
    before: reader.select({ types: DEVICE_TYPES, from: before, to: from - 1 }),
    isFromStart: before === 1,
    records: reader.proved({ types: REPORT_TYPES, from, to: end ?? last }),
    end,
  };
}

/** Records of business days. */
export interface DayRange {
  readonly from: number;
  /** The opening that comes next. */
  readonly end: number | null;
}

/** Where days begin and end. Days between two that are named are in it whether or not they have a date. */
export function rangeOf(newestFirst: Iterable<Opening>, asked: AskedDays): DayRange | null {
  let [from, end]: [number | null, number | null] = [null, null];
  let next: number | null = null;
  let count = 0;
  for (const { seq, day } of newestFirst) {
    count += 1;
    if (isMeant(day, asked)) {
      if (from === null) end = next;
      from = seq;
    }
    if (isEnough(day, count, asked)) break;
    next = seq;
  }
  // No day was ever opened: everything is one.
  if (count === 0 && asked.kind === 'newest') return { from: 1, end: null };
  return from === null ? null : { from, end };
}

function isMeant(day: string | null, asked: AskedDays): boolean {
  if (asked.kind === 'newest') return true;
  if (day === null) return false;
  return (asked.from === null || day >= asked.from) && (asked.to === null || day <= asked.to);
}

function isEnough(day: string | null, count: number, asked: AskedDays): boolean {
  if (asked.kind === 'newest') return count >= asked.count;
  return day !== null && asked.from !== null && day < asked.from;
}

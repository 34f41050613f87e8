import type { JournalReader } from './reader.ts';

/** Records read and written at once. */
const PAGE = 500;

/**
 * Writes records as JSON lines: one object a record, with its hash, so that whoever gets them can check the chain.
 *
 * @param from first record, 1 or more
 * @param to last record; null: the last that is committed when the export starts, so that it ends while a daemon writes
 * @param write gets some lines at once, without the last line feed
 * @returns how many records were written
 */
export function exportRecords(
  reader: JournalReader,
  from: number,
  to: number | null,
  write: (lines: string) => void,
): number {
  const last = Math.min(to ?? Number.POSITIVE_INFINITY, reader.last());
  let next = Math.max(1, from);
  while (next <= last) {
    const records = reader.read(next, Math.min(PAGE, last - next + 1));
    if (records.length === 0) break;
    write(records.map((record) => JSON.stringify(record)).join('\n'));
    next += records.length;
  }
  return next - Math.max(1, from);
}

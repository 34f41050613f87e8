import { eventOf } from '../journal/codec.ts';
import type { ReadRecord } from '../journal/selection.ts';
import { wallText } from '../journal/wall-text.ts';
import { whoOf } from '../journal/who.ts';
import type { CopyEnd } from '../queue/commands-print.ts';

/** A copy of a slip that was lost. */
export interface Reprint {
  readonly label: string;
  /** Which copy of the slip, 1 is the first. */
  readonly times: number;
  /** Wall time at which it was asked for, Unix ms, as far as it was known. */
  readonly wall: number;
  readonly isTrusted: boolean;
  readonly who: string;
  /** Null: the journal does not say. */
  readonly end: CopyEnd['end'] | null;
  readonly reason: string | null;
}

/** Copies of one business day. */
export interface Reprints {
  readonly day: string | null;
  /** In the order in which they were asked for. */
  readonly copies: readonly Reprint[];
  /** How many each has asked for, the most first. */
  readonly by: readonly { readonly who: string; readonly count: number }[];
}

/**
 * Which slips were printed again, who asked for it, and what came of it. Pure.
 *
 * @param records of one business day, its opening first
 */
export function reprintsOf(records: Iterable<ReadRecord>): Reprints {
  let day: string | null = null;
  const copies = new Map<string, Reprint>();
  for (const { at, offset, isTrusted, ...record } of records) {
    const event = eventOf({ at, offset, isTrusted, ...record });
    if (event?.type === 'day-opened') day = event.day;
    if (event?.type === 'reprint-asked') {
      const { ticket, label, times, actor } = event;
      const asked = { label, times, wall: at + offset, isTrusted, who: whoOf(actor), end: null, reason: null };
      copies.set(`${ticket} ${times}`, asked);
    }
    if (event?.type !== 'reprint-ended') continue;
    // One that was asked for yesterday is in yesterday's record.
    const key = `${event.ticket} ${event.times}`;
    const asked = copies.get(key);
    const reason = event.end === 'printed' ? null : event.reason;
    if (asked) copies.set(key, { ...asked, end: event.end, reason });
  }
  return { day, copies: [...copies.values()], by: countsOf([...copies.values()]) };
}

function countsOf(copies: readonly Reprint[]): Reprints['by'] {
  const counts = new Map<string, number>();
  for (const { who } of copies) counts.set(who, (counts.get(who) ?? 0) + 1);
  return [...counts]
    .map(([who, count]) => ({ who, count }))
    .sort((a, b) => b.count - a.count || (a.who < b.who ? -1 : 1));
}

/**
 * The copies of a day for people: how many, by whom, and one a line.
 *
 * @param zone IANA time zone of the times; undefined: the machine's
 */
export function reprintsTable({ day, copies, by }: Reprints, zone?: string): string {
  const wall = wallText(zone);
  const time = ({ wall: at, isTrusted }: Reprint): string => `${wall(at)}${isTrusted ? '' : '?'}`;
  const end = ({ end: how, reason }: Reprint): string => [how ?? 'not known', reason ?? ''].join(' ').trim();
  const lines = copies.map((copy) =>
    [time(copy), copy.label, `copy ${copy.times}`, end(copy).padEnd(20), copy.who].join('  '),
  );
  return [
    `${day ?? 'a day without a date'}: ${copies.length} ${copies.length === 1 ? 'copy' : 'copies'}`,
    ...by.map(({ who, count }) => `${String(count).padStart(4)}  ${who}`),
    ...lines,
  ].join('\n');
}

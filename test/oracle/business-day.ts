import type { AlarmEvidence } from './alarms.ts';
import type { JournalRecord } from './evidence.ts';

/** When business days begin. */
export interface DayRule {
  /** After midnight, ms. */
  readonly startsAt: number;
  /** East of UTC, ms; no summer time. */
  readonly zone: number;
}

const HOUR = 3_600_000;
/** A day may be that late: the commands that were there before it. */
const LATE = 5_000;
/** After trouble with the disk it is tried again within this. */
const TRIED_AGAIN = 11 * 60_000;

/** Business days go forward only, and no ticket is issued in a day that is over, where the clock is trusted and the disk was well. */
export function judgeDays(
  records: readonly JournalRecord[],
  rule: DayRule,
  { injected, outages, writtenAt }: AlarmEvidence,
): readonly string[] {
  const wrong: string[] = [];
  let open: string | null = null;
  for (const { seq, type, at = 0, offset, isTrusted, body } of records) {
    if (type === 'day-opened') {
      const day = body.day ?? null;
      if (open !== null && (day === null || day <= open)) wrong.push(`record ${seq}: day ${day} opened after ${open}`);
      open = day ?? open;
    }
    if (type !== 'issued' || isTrusted !== true || offset === undefined) continue;
    const due = new Date(at + offset - LATE + rule.zone - rule.startsAt).toISOString().slice(0, 'yyyy-mm-dd'.length);
    if (open !== null && open >= due) continue;
    const written = writtenAt[seq - 1] ?? Number.NaN;
    const troubles = [...outages, ...injected.filter(({ devices }) => devices.includes('journal'))];
    if (troubles.some(({ from, to }) => written >= from && written <= to + TRIED_AGAIN)) continue;
    wrong.push(`record ${seq}: ${body.label} was issued in the business day ${open}, but it is ${due}`);
  }
  return wrong;
}

/** @param time `HH:MM` */
export function startOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours + minutes / 60) * HOUR;
}

import type { HalfHourReport } from '../report-schema.ts';

/** A place of the axis of half-hours: nothing happened where there is no report. */
export interface AxisPlace {
  readonly from: string;
  readonly halfHour: HalfHourReport | null;
}

const HALF_HOUR = 1_800_000;
/** A longer silence is a night, or a clock that was put right: it is not drawn at full length. */
const LONGEST_GAP = 24;

/**
 * All half-hours of a chart, in order, those in which nothing happened too. It begins with the first customer: visits that
 * were carried over stand where the day began, hours before the doors open.
 */
export function axisOf(halfHours: readonly HalfHourReport[]): readonly AxisPlace[] {
  const drawn = halfHours.slice(Math.max(0, halfHours.findIndex(isAwake)));
  return drawn.flatMap((halfHour, index) => {
    const before = drawn[index - 1];
    const gap = before ? (placeOf(halfHour) - placeOf(before)) / HALF_HOUR - 1 : 0;
    const empty = gap > 0 && gap < LONGEST_GAP ? Math.floor(gap) : 0;
    const first = before ? minutesOf(before.from) + 30 : 0;
    const between = Array.from({ length: empty }, (_, step) => ({ from: clockOf(first + 30 * step), halfHour: null }));
    return [...between, { from: halfHour.from, halfHour }];
  });
}

function isAwake({ all }: HalfHourReport): boolean {
  return (all.visits?.came ?? 0) > 0 || all.wait.of > 0 || all.service.of > 0;
}

/** In a total of several days what the clock shows is all that is known. */
function placeOf({ at, from }: HalfHourReport): number {
  return at === null ? minutesOf(from) * 60_000 : Date.parse(at);
}

function minutesOf(from: string): number {
  return Number(from.slice(0, 2)) * 60 + Number(from.slice(3));
}

function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

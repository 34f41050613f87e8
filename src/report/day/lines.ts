import { addCell, type Cell, newCell } from '../standards-tally.ts';
import { addScore, type EstimateScore, newScore } from './estimate-score.ts';
import type { HalfHour } from './half-hours.ts';

/** By what a report is told. */
export const GROUPINGS = ['service', 'counter', 'teller', 'segment'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What became of visits, counted where they came. */
export interface VisitCounts {
  /** Numbers that were given. */
  came: number;
  /** Visits of the day before that were not over when the day began. */
  carried: number;
  served: number;
  /** Were called, and nobody came, then or later. */
  noShow: number;
  cancelled: number;
  /** The slip is known not to have been printed. */
  withdrawn: number;
  /** Nobody took care of them before the hours or the day were over. */
  expired: number;
  /** Not over when the record ends. */
  open: number;
  /** Came back after they had been called in vain: how often. */
  returned: number;
  /** Customers before whom somebody was called who came later. */
  passedOver: number;
  /** The same, of the one who was passed over most. */
  passedOverMost: number;
  /** Went to a machine, and took no number. */
  diverted: number;
}

/** Everything that is counted in one line. */
export interface Line {
  readonly cell: Cell;
  /** Of a counter and a teller: nothing, a visit may see several. */
  readonly visits: VisitCounts;
  readonly estimates: EstimateScore;
}

/** Lines of all and by each grouping. */
export interface Sheet {
  readonly all: Line;
  readonly by: { readonly [G in Grouping]: Map<string, Line> };
}

/** The lines of a day, or of several, whole and by the half-hour. */
export interface Sheets {
  readonly whole: Sheet;
  /** By its start; of several days by what the clock shows. */
  readonly halfHours: Map<number | string, { readonly halfHour: HalfHour; readonly sheet: Sheet }>;
}

/** Nothing was counted. */
export function newSheets(): Sheets {
  return { whole: newSheet(), halfHours: new Map() };
}

/** The lines of a half-hour. */
export function sheetAt(sheets: Sheets, key: number | string, halfHour: HalfHour): Sheet {
  const known = sheets.halfHours.get(key) ?? { halfHour, sheet: newSheet() };
  sheets.halfHours.set(key, known);
  return known.sheet;
}

/** The line of one id. */
export function lineOf(sheet: Sheet, grouping: Grouping, id: string): Line {
  const line = sheet.by[grouping].get(id) ?? newLine();
  sheet.by[grouping].set(id, line);
  return line;
}

/** Adds the lines of a day to those of several: half-hours by what the clock shows. */
export function addSheets(into: Sheets, { whole, halfHours }: Sheets): void {
  addSheet(into.whole, whole);
  for (const { halfHour, sheet } of halfHours.values()) addSheet(sheetAt(into, halfHour.from, halfHour), sheet);
}

function addSheet(into: Sheet, other: Sheet): void {
  addLine(into.all, other.all);
  for (const grouping of GROUPINGS) {
    for (const [id, line] of other.by[grouping]) addLine(lineOf(into, grouping, id), line);
  }
}

function addLine(into: Line, { cell, visits, estimates }: Line): void {
  addCell(into.cell, cell);
  addVisits(into.visits, visits);
  addScore(into.estimates, estimates);
}

type Sum = Exclude<keyof VisitCounts, 'passedOverMost'>;
const IS_SUM: { readonly [S in Sum]: true } = {
  came: true,
  carried: true,
  served: true,
  noShow: true,
  cancelled: true,
  withdrawn: true,
  expired: true,
  open: true,
  returned: true,
  passedOver: true,
  diverted: true,
};
const SUMS = Object.keys(IS_SUM) as Sum[];

/** Adds what was counted elsewhere. */
export function addVisits(into: VisitCounts, other: VisitCounts): void {
  for (const name of SUMS) into[name] += other[name];
  into.passedOverMost = Math.max(into.passedOverMost, other.passedOverMost);
}

/** No visits. */
export function newVisits(): VisitCounts {
  const ends = { served: 0, noShow: 0, cancelled: 0, withdrawn: 0, expired: 0, open: 0 };
  return { came: 0, carried: 0, ...ends, returned: 0, passedOver: 0, passedOverMost: 0, diverted: 0 };
}

function newLine(): Line {
  return { cell: newCell(), visits: newVisits(), estimates: newScore() };
}

function newSheet(): Sheet {
  return { all: newLine(), by: { service: new Map(), counter: new Map(), teller: new Map(), segment: new Map() } };
}

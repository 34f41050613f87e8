import type { Duration } from '../queue/rules.ts';

/** How often a time standard was kept. */
export interface Tally {
  kept: number;
  of: number;
  /** Sum of all, ms. */
  total: Duration;
  /** The longest, ms. */
  worst: Duration;
}

/** What is counted of one service, counter, teller or segment, or of all. */
export interface Cell {
  /** Issue or return to a queue → call, against the wait that the bank promises. */
  readonly wait: Tally;
  /** The whole service, against its time standard. */
  readonly service: Tally;
  noShows: number;
  recalls: number;
  /** Customers who were handed to the client manager. */
  referrals: number;
  /** Services of messengers with many slips, whose time stands in no mean. */
  readonly bulk: BulkTally;
  /** How often each mark was given; index 0 is mark 1. */
  readonly marks: number[];
}

/** Bulk visits by themselves. */
export interface BulkTally {
  visits: number;
  slips: number;
  /** Sum of all, ms. */
  total: Duration;
}

/** One time that is held against a standard, or that of so many slips. */
export type Measured =
  | { readonly what: 'wait' | 'service'; readonly took: Duration; readonly standard: Duration }
  | { readonly what: 'bulk'; readonly took: Duration; readonly slips: number };

/** Nothing has happened. */
export function newCell(): Cell {
  return { wait: newTally(), service: newTally(), noShows: 0, recalls: 0, referrals: 0, bulk: newBulk(), marks: [] };
}

function newBulk(): BulkTally {
  return { visits: 0, slips: 0, total: 0 };
}

/** Nothing was measured. */
export function newTally(): Tally {
  return { kept: 0, of: 0, total: 0, worst: 0 };
}

/** A cell of its own with the same figures. */
export function copyCell({ wait, service, noShows, recalls, referrals, bulk, marks }: Cell): Cell {
  // Name by name: a record of the day has hundreds of cells, and is copied every minute.
  return {
    wait: copyTally(wait),
    service: copyTally(service),
    noShows,
    recalls,
    referrals,
    bulk: { ...bulk },
    marks: [...marks],
  };
}

function copyTally({ kept, of, total, worst }: Tally): Tally {
  return { kept, of, total, worst };
}

/** Counts one time. */
export function count(cell: Cell, measured: Measured): void {
  const { what, took } = measured;
  if (what === 'bulk') {
    cell.bulk.visits += 1;
    cell.bulk.slips += measured.slips;
    cell.bulk.total += took;
    return;
  }
  countTime(cell[what], took, measured.standard);
}

/** Counts one time, ms, against its standard. */
export function countTime(tally: Tally, took: Duration, standard: Duration): void {
  tally.of += 1;
  tally.total += took;
  tally.worst = Math.max(tally.worst, took);
  if (took <= standard) tally.kept += 1;
}

/** Adds what was counted elsewhere. */
export function addTally(tally: Tally, { kept, of, total, worst }: Tally): void {
  tally.kept += kept;
  tally.of += of;
  tally.total += total;
  tally.worst = Math.max(tally.worst, worst);
}

/** Adds what was counted elsewhere. */
export function addCell(cell: Cell, other: Cell): void {
  addTally(cell.wait, other.wait);
  addTally(cell.service, other.service);
  cell.noShows += other.noShows;
  cell.recalls += other.recalls;
  cell.referrals += other.referrals;
  cell.bulk.visits += other.bulk.visits;
  cell.bulk.slips += other.bulk.slips;
  cell.bulk.total += other.bulk.total;
  for (const [index, times] of other.marks.entries()) countMark(cell, index + 1, times);
}

/** Counts a mark so many times; with -1 takes one back. */
export function countMark(cell: Cell, mark: number, by: number): void {
  while (cell.marks.length < mark) cell.marks.push(0);
  cell.marks[mark - 1] = (cell.marks[mark - 1] ?? 0) + by;
}

/** By what the record can be told; `service-papers`: of each service with and without. */
export const DIMENSIONS = ['service', 'counter', 'teller', 'segment', 'papers', 'service-papers'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What was known of a customer's papers when something was counted. */
export type PapersSeen = 'ready' | 'missing' | 'not-seen';

/** What was known by what somebody has marked; null or undefined: nobody has looked. */
export function papersSeen(isReady: boolean | null | undefined): PapersSeen {
  if (isReady == null) return 'not-seen';
  return isReady ? 'ready' : 'missing';
}

/** Cells of each thing that the record can be told by. */
export type Dimensions = { readonly [D in Dimension]: Map<string, Cell> };

/** Nothing has happened anywhere. */
export function newDimensions(): Dimensions {
  const empty = DIMENSIONS.map((name) => [name, new Map<string, Cell>()] as const);
  return Object.fromEntries(empty) as Dimensions;
}

/** Cells of its own with the same figures. */
export function copyDimensions(dimensions: Dimensions): Dimensions {
  const copies = newDimensions();
  for (const name of DIMENSIONS) for (const [id, cell] of dimensions[name]) copies[name].set(id, copyCell(cell));
  return copies;
}

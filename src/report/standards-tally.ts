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
  /** How often each mark was given; index 0 is mark 1. */
  readonly marks: number[];
}

/** One time that is held against a standard. */
export interface Measured {
  readonly what: 'wait' | 'service';
  readonly took: Duration;
  readonly standard: Duration;
}

/** Nothing has happened. */
export function newCell(): Cell {
  return { wait: newTally(), service: newTally(), noShows: 0, recalls: 0, referrals: 0, marks: [] };
}

function newTally(): Tally {
  return { kept: 0, of: 0, total: 0, worst: 0 };
}

/** A cell of its own with the same figures. */
export function copyCell({ wait, service, marks, ...counts }: Cell): Cell {
  return { ...counts, wait: { ...wait }, service: { ...service }, marks: [...marks] };
}

/** Counts one time. */
export function count(cell: Cell, { what, took, standard }: Measured): void {
  const tally = cell[what];
  tally.of += 1;
  tally.total += took;
  tally.worst = Math.max(tally.worst, took);
  if (took <= standard) tally.kept += 1;
}

/** Counts a mark, or with -1 takes one back. */
export function countMark(cell: Cell, mark: number, by: 1 | -1): void {
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

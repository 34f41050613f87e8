import type { Printer } from '../process.ts';
import { NO_NAMES, type ReportNames } from '../report/report.ts';

/** A journal, and what is known beside it. */
export interface Source {
  readonly directory: string;
  /** Null: nobody says. */
  readonly zone: string | null;
  readonly names: ReportNames;
}

/** What a branch file says of a journal: null when it has problems, which are told. */
export type BranchSource = (file: string, printer: Printer) => Source | null;

/** What reading a journal at a place needs. */
export interface SourcePorts {
  readonly printer: Printer;
  /** Null: the place is no branch file. */
  readonly branch: BranchSource | null;
}

/**
 * The journal at a place: the directory of one, or a branch file that names it.
 *
 * @returns null when the branch file has problems, which are told
 */
export function sourceAt(place: string, { branch, printer }: SourcePorts): Source | null {
  return branch ? branch(place, printer) : { directory: place, zone: null, names: NO_NAMES };
}

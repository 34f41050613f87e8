import type { FaultDetails } from '../errors.ts';
import type { Row } from './chain.ts';
import type { CursorMoves, Head } from './store.ts';

/** Which journal the thread works on. It is told when it opens it: a thread may be started before anybody knows. */
export interface WorkerData {
  readonly directory: string;
  readonly limits: WorkerLimits;
}

/** Bounds of the work on the file. */
export interface WorkerLimits {
  /** Records that the start recomputes at most, unless the open month alone has more. */
  readonly checkedAtStart: number;
  /** Size of the database up to which the start goes through SQLite's own structures too, bytes. */
  readonly structureCheckedUpTo: number;
  /** Pages of -wal after which a commit checkpoints although the branch is never idle; a page has 4 KiB. */
  readonly walPages: number;
}

/** A draft is seven cells in a row: stream, type, version, at, offset, trusted (0 or 1), body as JSON. */
export const CELLS_OF_A_DRAFT = 7;
export type Cell = string | number;
/** The cells of one draft. */
export type DraftCells = [
  stream: string,
  type: string,
  version: number,
  at: number,
  offset: number,
  trusted: number,
  body: string,
];

/** What the store asks of its worker; every question gets one answer. */
export interface Questions {
  /** `since` null: the daemon starts. Else: after an unknown write, behind the head that is known to be right. */
  readonly open: WorkerData & { readonly since: Head | null };
  readonly append: { readonly cells: readonly Cell[]; readonly moves: CursorMoves; readonly expected: Head };
  readonly read: { readonly from: number; readonly limit: number };
  /** Moves what lies in -wal into the database. */
  readonly checkpoint: null;
  readonly ping: null;
  readonly close: null;
}

export interface Opened {
  readonly epoch: string;
  readonly head: Head;
  readonly cursors: CursorMoves;
  readonly newestOpening: number;
  /** False for a journal that was just made. */
  readonly isOld: boolean;
}

/** What the worker answers; `fault`s cross as plain values. */
export interface Answers {
  readonly open: Opened;
  readonly append:
    | { readonly kind: 'committed'; readonly hashes: readonly string[] }
    | { readonly kind: 'failed' | 'unknown'; readonly fault: FaultDetails }
    | { readonly kind: 'superseded'; readonly head: Head };
  readonly read: readonly Row[];
  /** Null, or why it could not be done: nothing is lost by that. */
  readonly checkpoint: FaultDetails | null;
  readonly ping: null;
  readonly close: FaultDetails | null;
}

export type QuestionKind = keyof Questions;

/** A question on its way. */
export type Asked = {
  readonly [Kind in QuestionKind]: { readonly id: number; readonly kind: Kind; readonly question: Questions[Kind] };
}[QuestionKind];

/** An answer on its way. */
export type Answered =
  | { readonly id: number; readonly answer: Answers[QuestionKind] }
  | { readonly id: number; readonly fault: FaultDetails };

/** A fault as a value that crosses threads; the cause, which may hold anything, stays behind. */
export function plainFault({ code, what, where, next }: FaultDetails): FaultDetails {
  return { code, what, where, next };
}

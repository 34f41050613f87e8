import type { DiversionFigures } from '../diversion.ts';
import type { Reprints } from '../reprints.ts';
import type { StepTally } from '../standards-book.ts';
import type { AlertEntry, Written } from './alerts.ts';
import type { Sheets } from './lines.ts';

/** Which day it is, and how much of it. */
export interface DayHead {
  /** Null: the branch did not know the date. */
  readonly day: string | null;
  /** The journal does not have its beginning: no day was ever opened. */
  readonly isRest: boolean;
  readonly from: Written;
  /** Of a day that goes on: the last that was heard of it. */
  readonly to: Written;
  readonly isOver: boolean;
  /** Whether the wall clock was trusted all day. */
  readonly isTrusted: boolean;
}

/** Everything that is known of one business day, times in ms. */
export interface DayFigures {
  readonly head: DayHead;
  readonly sheets: Sheets;
  readonly steps: readonly StepTally[];
  readonly diversions: readonly DiversionFigures[];
  readonly alerts: readonly AlertEntry[];
  readonly reprints: Reprints;
  readonly devices: { readonly starts: number; readonly isKnown: boolean };
  /** IANA time zone; undefined: the machine's. */
  readonly zone: string | undefined;
}

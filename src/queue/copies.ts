import type { CopyEnd } from './commands-print.ts';

/** Copies of a slip that was lost. Never changed in place. */
export interface Copies {
  /** How many were asked for. */
  readonly asked: number;
  /** How the newest ended; null: it is in hand. */
  readonly end: CopyEnd['end'] | null;
  /** The kiosk whose printer has the newest; left out: the branch's. */
  readonly kiosk?: string;
}

/** Whether a printer has a copy in hand. */
export function isCopyInHand(copies: Copies | undefined): boolean {
  return copies?.end === null;
}

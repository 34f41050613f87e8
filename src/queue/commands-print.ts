import type { FailedPrint, TicketRef, UnknownPrint } from './commands.ts';
import type { TicketId } from './rules.ts';

/** Why a copy is known not to have come out; `over`: the visit ended before its turn. */
export type FailedCopy = FailedPrint | 'over';

/** How a copy of a slip ended. */
export type CopyEnd =
  | { readonly end: 'printed' }
  | { readonly end: 'failed'; readonly reason: FailedCopy }
  | { readonly end: 'unknown'; readonly reason: UnknownPrint };

/** What is asked of slips that were printed before. */
export type CopyCommand =
  /** The customer has lost the slip: another one is printed. `kiosk`: at the printer of this one; left out: at the branch's. */
  | { readonly type: 'reprint'; readonly ticket: TicketRef; readonly kiosk?: string }
  /** What the printer says of the copy in hand. */
  | { readonly type: 'reprint-ended'; readonly ticket: TicketId; readonly device: string; readonly how: CopyEnd };

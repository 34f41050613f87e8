import type { FailedPrint, UnknownPrint } from './commands.ts';
import type { CopyEnd } from './commands-print.ts';
import type { TicketId, TicketLabel } from './rules.ts';

interface OfSlip {
  readonly ticket: TicketId;
  readonly label: TicketLabel;
  readonly device: string;
}

/** What becomes of a slip of paper. */
export type PrintBody =
  | ({ readonly type: 'print-started' } & OfSlip)
  | ({ readonly type: 'print-ended' } & OfSlip)
  /**
   * The slip is known not to be in anybody's hand. A ticket that waits for its first call is withdrawn; one that
   * was called meanwhile, or came back from a counter, belongs to a customer whom somebody has seen: it goes on.
   */
  | ({ readonly type: 'print-failed'; readonly reason: FailedPrint } & OfSlip)
  | ({ readonly type: 'print-unknown'; readonly reason: UnknownPrint } & OfSlip)
  /** The slip is lost: the `times`-th copy is printed, at the printer of `kiosk`; left out: at the branch's. */
  | ({ readonly type: 'reprint-asked'; readonly times: number; readonly kiosk?: string } & Omit<OfSlip, 'device'>)
  /** How that copy ended. Nothing else of the ticket changes. */
  | ({ readonly type: 'reprint-ended'; readonly times: number } & CopyEnd & OfSlip);

/** Version of each event's shape in the journal. */
export const PRINT_VERSIONS: { readonly [T in PrintBody['type']]: number } = {
  'print-started': 1,
  'print-ended': 1,
  'print-failed': 1,
  'print-unknown': 1,
  'reprint-asked': 1,
  'reprint-ended': 1,
};

import { codesOf } from './refusal-codes.ts';
import type { TicketLabel } from './rules.ts';

/** Why no copy of a slip is printed. */
export type CopyRefusal =
  /** The number was told on a screen: there was no slip to lose. */
  | { readonly code: 'no-slip'; readonly label: TicketLabel }
  /** A printer has one in hand. */
  | { readonly code: 'copy-in-hand'; readonly label: TicketLabel }
  /** No copy is in hand that could end. */
  | { readonly code: 'no-copy'; readonly label: TicketLabel };

/** Whether a refusal is one of these. */
export const isAboutCopies = codesOf<CopyRefusal>({ 'no-slip': true, 'copy-in-hand': true, 'no-copy': true });

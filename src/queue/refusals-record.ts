import type { TicketLabel } from './rules.ts';

/** Why a mark was not taken. */
export type RecordRefusal =
  /** The rules know no rating. */
  | { readonly code: 'no-rating' }
  /** Marks go from 1 to `scale`. */
  | { readonly code: 'no-such-mark'; readonly mark: number; readonly scale: number }
  /** No service has ended that could be rated. */
  | { readonly code: 'nothing-to-rate' }
  | { readonly code: 'rating-too-late'; readonly label: TicketLabel }
  | { readonly code: 'already-rated'; readonly label: TicketLabel };

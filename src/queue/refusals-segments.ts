import type { CounterId, SegmentId, TicketLabel } from './rules.ts';

/** Why a customer stays who the customer was taken for, or is not for a counter. */
export type SegmentRefusal =
  /** The rules know no upgrades. */
  | { readonly code: 'no-upgrades' }
  | { readonly code: 'unknown-upgrade-reason'; readonly reason: string }
  | { readonly code: 'segment-already'; readonly label: TicketLabel; readonly segment: SegmentId }
  /** The rules let a segment rise, not fall. */
  | { readonly code: 'no-higher-segment'; readonly label: TicketLabel; readonly segment: SegmentId }
  /** The counter is there for others, and never helps these. */
  | { readonly code: 'other-segment'; readonly label: TicketLabel; readonly counter: CounterId };

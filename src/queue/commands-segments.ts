import type { TicketRef } from './commands.ts';
import type { SegmentId } from './rules.ts';

/** What is asked about who a customer is. */
export type SegmentCommand =
  /** A person says that the customer is somebody else than the kiosk took the customer for; `reason`: a code of the rules. */
  { readonly type: 'change-segment'; readonly ticket: TicketRef; readonly segment: SegmentId; readonly reason: string };

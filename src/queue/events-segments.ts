import type { SegmentId, ServiceId, TicketId, TicketLabel } from './rules.ts';

/** What becomes known of who a customer is. */
export type SegmentBody =
  /** A person has changed it; the place in the queue is kept. */
  | {
      readonly type: 'segment-changed';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      readonly from: SegmentId;
      readonly to: SegmentId;
      readonly reason: string;
    }
  /** Somebody of an announced segment has come: for the lobby, not for the hall. */
  | {
      readonly type: 'recognized';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      readonly segment: SegmentId;
    };

/** Version of each event's shape in the journal. */
export const SEGMENT_VERSIONS: { readonly [T in SegmentBody['type']]: number } = {
  'segment-changed': 1,
  recognized: 1,
};

import type { Needs } from './care.ts';
import type { ServiceId, TicketId, TicketLabel } from './rules.ts';

interface OfTicket {
  readonly ticket: TicketId;
  readonly label: TicketLabel;
}

/** What becomes known of a customer who takes long, or needs to be called otherwise than others. */
export type CareBody =
  /** Null: an ordinary visit after all. */
  | ({ readonly type: 'bulk-marked'; readonly size: number | null } & OfTicket)
  /** Null: none any more. */
  | ({ readonly type: 'needs-set'; readonly needs: Needs | null } & OfTicket)
  /** Somebody has to hand out a pager: for the lobby, not for the hall. */
  | ({ readonly type: 'pager-needed'; readonly service: ServiceId } & OfTicket);

/** Version of each event's shape in the journal. */
export const CARE_VERSIONS: { readonly [T in CareBody['type']]: number } = {
  'bulk-marked': 1,
  'needs-set': 1,
  'pager-needed': 1,
};

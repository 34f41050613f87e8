import type { ServiceId, TicketId, TicketLabel } from './rules.ts';

/** What customers say of a service when it is over. */
export type RecordBody =
  /** At the counter, and with the teller, of the service that is rated. */
  | {
      readonly type: 'rated';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      /** Which of the services that the visit was given; 0 is the first. */
      readonly part: number;
      /** 1 is the worst, `scale` the best. */
      readonly score: number;
      readonly scale: number;
      /** The mark that this one corrects; null: it is the first. */
      readonly replaces: number | null;
    }
  /** The lobby manager is to know of it. */
  | {
      readonly type: 'low-rated';
      readonly ticket: TicketId;
      readonly label: TicketLabel;
      readonly service: ServiceId;
      readonly score: number;
      readonly scale: number;
    };

/** Version of each event's shape in the journal. */
export const RECORD_VERSIONS: { readonly [T in RecordBody['type']]: number } = { rated: 1, 'low-rated': 1 };

import type { TicketRef } from './commands.ts';
import type { CounterId } from './rules.ts';

/** What is asked for the record. */
export type RecordCommand =
  /** A mark for the service that ended last: at the counter, of the ticket, or of the ticket at the counter. */
  {
    readonly type: 'rate';
    readonly counter: CounterId | null;
    readonly ticket: TicketRef | null;
    readonly score: number;
  };

import type { Need } from './care.ts';
import type { TicketRef } from './commands.ts';
import type { CounterId } from './rules.ts';

/** What is asked for customers who take long, or who need to be called otherwise than others. */
export type CareCommand =
  /** A messenger with so many slips; null: an ordinary visit after all. `counter` when a counter asks. */
  | {
      readonly type: 'mark-bulk';
      readonly ticket: TicketRef;
      readonly size: number | null;
      readonly counter: CounterId | null;
    }
  /** All that the customer needs from now on; `pager`: the one that was handed out, null: none. */
  | {
      readonly type: 'set-needs';
      readonly ticket: TicketRef;
      readonly needs: readonly Need[];
      readonly pager: string | null;
    };

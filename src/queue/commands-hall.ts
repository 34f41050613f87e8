import type { HallOrder } from './hall-states.ts';

/** What is asked of the hall as a whole. */
export type HallCommand =
  /** A person has the hall stand so, whatever the clock says; `open`: the clock rules again. */
  { readonly type: 'set-hall'; readonly state: HallOrder };

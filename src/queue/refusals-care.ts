import { codesOf } from './refusal-codes.ts';
import type { TicketLabel } from './rules.ts';

/** Why nothing was written down of a customer. */
export type CareRefusal =
  /** Fewer or more slips than a bulk visit has. */
  | { readonly code: 'bulk-size'; readonly least: number; readonly most: number }
  /** Another customer holds it. */
  | { readonly code: 'pager-taken'; readonly pager: string; readonly label: TicketLabel };

/** Whether a refusal is one of these. */
export const isAboutCare = codesOf<CareRefusal>({ 'bulk-size': true, 'pager-taken': true });

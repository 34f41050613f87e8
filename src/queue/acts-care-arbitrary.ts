import fc from 'fast-check';
import { NEEDS, type Need } from './care.ts';
import type { Wish } from './spec.ts';

/** What becomes known of customers who take long, or need to be called otherwise, before the state says of whom. */
export type CareAct =
  | { readonly kind: 'bulk'; readonly pick: number; readonly size: number | null; readonly counter: string | null }
  | { readonly kind: 'needs'; readonly pick: number; readonly needs: readonly Need[]; readonly pager: string | null }
  /** Somebody comes of whom it is known from the beginning. */
  | {
      readonly kind: 'issue-care';
      readonly bulk: number | null;
      readonly needs: readonly Need[];
      readonly pager: string | null;
    };

const pick = fc.nat({ max: 40 });
const needs = fc.subarray([...NEEDS]);
const pager = fc.constantFrom(null, null, '7', '12');

/** Anything of the kind; few pagers, so that they meet. Sizes that are none are among them. */
export const careAct: fc.Arbitrary<CareAct> = fc.oneof(
  fc.record({
    kind: fc.constant('bulk' as const),
    pick,
    size: fc.constantFrom(null, 1, 2, 30, 999),
    counter: fc.constantFrom(null, null, '1', '3'),
  }),
  fc.record({ kind: fc.constant('needs' as const), pick, needs, pager }),
  fc.record({ kind: fc.constant('issue-care' as const), bulk: fc.constantFrom(null, 2, 30), needs, pager }),
);

/**
 * The command of an act.
 *
 * @param ticketAt the ticket that a number picks
 */
export function careWish(act: CareAct, ticketAt: (pick: number) => number): Wish {
  switch (act.kind) {
    case 'bulk':
      return { type: 'mark-bulk', ticket: { id: ticketAt(act.pick) }, size: act.size, counter: act.counter };
    case 'needs':
      return { type: 'set-needs', ticket: { id: ticketAt(act.pick) }, needs: act.needs, pager: act.pager };
    case 'issue-care': {
      const { bulk, needs: all, pager: held } = act;
      const more = { needs: all, ...(bulk === null ? {} : { bulk }), ...(held === null ? {} : { pager: held }) };
      return { type: 'issue', service: 'cash', segment: 'senior', language: 'en', handover: 'screen', ...more };
    }
  }
}

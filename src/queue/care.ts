import type { Ticket } from './state.ts';

/** What a customer may need who does not hear, or does not read small print; in this order wherever they are told. */
export const NEEDS = ['large-type', 'flash', 'pager'] as const;
export type Need = (typeof NEEDS)[number];

/** Fewest and most slips of a bulk visit. */
export const BULK = { least: 2, most: 999 } as const;

/** What one customer needs. Never changed in place. */
export interface Needs {
  /** In the order of {@link NEEDS}, none twice. */
  readonly kinds: readonly Need[];
  /** Id of the pager that the customer holds; null: none was handed out. */
  readonly pager: string | null;
}

/** What goes with a call beside the number and the voice. Left out: nothing. */
export interface Signals {
  /** A lamp at the window flashes. */
  readonly flash?: true;
  /** This pager buzzes. */
  readonly pager?: string;
}

/**
 * The needs of one customer in their order; null: none.
 *
 * @param pager one that was handed out is a need, whether it was named or not
 */
export function needsOf(named: readonly Need[], pager: string | null): Needs | null {
  const kinds = NEEDS.filter((need) => named.includes(need) || (need === 'pager' && pager !== null));
  return kinds.length === 0 ? null : { kinds, pager };
}

/** Whether a pager is still to be handed out. */
export function isPagerWanted(needs: Needs | null | undefined): boolean {
  return needs != null && needs.pager === null && needs.kinds.includes('pager');
}

const NONE: Signals = {};

/** What goes with a call of this customer. */
export function signalsOf({ needs }: { readonly needs?: Needs | null | undefined }): Signals {
  if (!needs) return NONE;
  return {
    ...(needs.kinds.includes('flash') ? { flash: true as const } : {}),
    ...(needs.pager === null ? {} : { pager: needs.pager }),
  };
}

/** What a customer needs whose pager is in another hand: one is needed still, none is held. */
export function withoutPager(needs: Needs | null): Needs | null {
  return needs && { ...needs, pager: null };
}

/** Whether somebody else has the pager since that this ticket, whose visit has ended, was given. */
export function isPagerGone(
  tickets: ReadonlyMap<number, Ticket>,
  { id, needs }: Pick<Ticket, 'id' | 'needs'>,
): boolean {
  const holder = needs?.pager == null ? undefined : holderOf(tickets, needs.pager);
  return holder !== undefined && holder.id !== id;
}

/** Who holds a pager: a live ticket. */
export function holderOf(tickets: ReadonlyMap<number, Ticket>, pager: string): Ticket | undefined {
  for (const ticket of tickets.values()) if (ticket.needs?.pager === pager) return ticket;
  return undefined;
}

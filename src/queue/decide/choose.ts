import type { PlayedLine } from '../lines.ts';
import { chooseLine, type Turns } from '../profile.ts';
import type { TicketId } from '../rules.ts';
import { visitRulesOf } from '../rules-visit.ts';
import type { Ticket } from '../state.ts';
import { firstInPools, goesBeforePool } from '../waiting-pools.ts';
import type { CallingCounter, Situation } from './situation.ts';

/** Whom a counter calls next, and why. */
interface ChosenTicket<L> {
  readonly ticket: Ticket;
  /** The line that it stands first in; null: it waits for the counter, its teller or a step. */
  readonly line: L | null;
  /** As `Choice.rule`, or `pool/<kind>`. */
  readonly rule: string;
  readonly turns: Turns | null;
}

/**
 * Whom a counter calls next: who waits for it, its teller or a step that it does goes before its lines. Not before who was
 * passed over too often, nor before who came earlier and has waited as long as the profile's cap: nobody starves.
 *
 * @param lines those that the counter may call from
 * @param gone who is called by what is being decided
 */
export function chooseTicket<L extends PlayedLine<Ticket>>(
  { state, index, now }: Situation,
  { counter, indexed, profile }: CallingCounter,
  lines: readonly L[],
  turns: Turns | null,
  gone?: ReadonlySet<TicketId>,
): ChosenTicket<L> | null {
  const choice = chooseLine(profile, lines, now, turns);
  const pooled = firstInPools(state, counter, indexed, gone);
  const first = choice?.line.first;
  if (pooled?.visit?.pool) {
    const { pools } = visitRulesOf(index.rules);
    const isPassed = choice && first && goesBeforePool(choice.rule, first, pooled, pools);
    if (!isPassed) return { ticket: pooled, line: null, rule: `pool/${pooled.visit.pool.kind}`, turns: null };
  }
  return choice && first ? { ticket: first, line: choice.line, rule: choice.rule, turns: choice.turns } : null;
}

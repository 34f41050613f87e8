import type { Ahead } from './ahead.ts';
import type { Desk } from './estimate-desks.ts';
import type { TimesBook } from './estimate-times.ts';
import { linesIn } from './lines.ts';
import { countBefore } from './places.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Duration } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** A bulk visit that is called before a ticket. */
export interface BulkBefore {
  /** So much longer it keeps its counter than an ordinary visit. */
  readonly longer: Duration;
  /** Share of the calls before the ticket that are made by then. */
  readonly share: number;
}

const NONE: readonly BulkBefore[] = [];

/** How long a bulk visit takes by its slips, ms; null: nobody knows, or it is none. */
export function bulkTime({ rules }: RuleIndex, { bulk }: Pick<Ticket, 'bulk'>): Duration | null {
  const perSlip = rules.estimates?.perSlip;
  return bulk === null || perSlip === undefined ? null : bulk * perSlip;
}

/** The bulk visits among those who are called before a ticket from a queue; one that waits for a window counts as any visit. */
export function bulksBefore(
  state: Readonly<QueueState>,
  index: RuleIndex,
  { calls }: Ahead,
  times: TimesBook,
): readonly BulkBefore[] {
  if (state.bulks.size === 0) return NONE;
  const found: BulkBefore[] = [];
  // In one order, also in a state that was made anew: sums are the same to the last bit.
  for (const ticket of [...state.bulks.values()].sort((a, b) => a.id - b.id)) {
    const time = ticket.status === 'waiting' && !ticket.visit?.pool ? bulkTime(index, ticket) : null;
    const longer = time === null ? 0 : time - times.of(ticket.service).mean;
    if (longer <= 0) continue;
    const traits = index.traits.traitsOf(ticket);
    const before = calls.find((each) => each.traits === traits)?.calls ?? 0;
    const place = countBefore(lineOf(state, index, ticket), ticket);
    if (place < before) found.push({ longer, share: (place + 1) / Math.max(before, place + 1) });
  }
  return found;
}

function lineOf(state: Readonly<QueueState>, index: RuleIndex, ticket: Ticket): readonly Ticket[] {
  const traits = index.traits.traitsOf(ticket);
  for (const queue of linesIn(state, index, 'waiting')) {
    const [first] = queue;
    if (first && index.traits.traitsOf(first) === traits) return queue;
  }
  return [];
}

/** So often it is asked anew how much of a bulk visit lies before the call. */
const ROUNDS = 16;

/**
 * Calls that counters do not make while they have bulk visits: each keeps one counter for so much longer, while the others call
 * on; what it takes after the ticket is called keeps the ticket waiting no more.
 *
 * @param wait the mean wait with so many calls more before the ticket; never shorter for more of them
 */
export function callsLost(
  bulks: readonly BulkBefore[],
  desks: readonly Desk[],
  wait: (lost: number) => Duration,
): number {
  if (bulks.length === 0) return 0;
  const each = desks.reduce((sum, desk) => sum + desk.each, 0) / desks.length;
  const plain = wait(0);
  let lost = bulks.reduce((sum, { longer }) => sum + longer, 0) / each;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mean = wait(lost);
    const time = bulks.reduce((sum, { longer, share }) => sum + Math.min(longer, Math.max(0, mean - share * plain)), 0);
    if (lost - time / each < 0.01) break;
    lost = time / each;
  }
  return lost;
}

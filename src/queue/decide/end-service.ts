import { visitRulesOf } from '../rules-visit.ts';
import type { Counter, Ticket } from '../state.ts';
import { type Progress, progressOf, visitOf } from '../visit.ts';
import type { Callable } from './called.ts';
import { handOn } from './handoff.ts';
import { type Draft, draft } from './outcome.ts';
import { placeIn } from './place.ts';
import { finished, servedFor } from './served.ts';
import type { Situation } from './situation.ts';
import { isForOthers, lastStepDone, stepOf } from './steps.ts';

/** How a customer leaves a counter, or does not. */
export interface Leaving {
  readonly drafts: readonly Draft[];
  /** The same customer goes on here, with the next step or service. */
  readonly stays: boolean;
  /** Who waits again, and may be called by others. */
  readonly moved: Callable | null;
  /** Of the service that comes next. */
  readonly visit: Progress | null;
}

const NOTHING = {};

/** Whether the visit is one service without steps, as most are: then nothing else can come of its end. */
function isPlain({ index }: Situation, { visit, service }: Ticket): boolean {
  return visit === null && (index.services.get(service)?.steps.length ?? 0) === 0;
}

interface Ending {
  /** `next` when the next call ends it, `rules` when new rules drop the counter. */
  readonly rule: 'next' | 'rules' | null;
  /** Whether the counter has time for the next service of the customer. */
  readonly mayStay: boolean;
  /** With all services that the visit still has. */
  readonly isWhole: boolean;
}

/**
 * The end of what a counter does for a customer: of a step that it does for another counter, of the service, or of the
 * visit when nothing is left to do. A next service that the counter serves too begins at once.
 */
export function endService(situation: Situation, ticket: Ticket, counter: Counter, ending: Ending): Leaving {
  const { rule, mayStay, isWhole } = ending;
  if (isPlain(situation, ticket)) {
    return { drafts: [finished(situation, ticket, counter, rule)], stays: false, moved: null, visit: null };
  }
  const { next } = stepOf(situation.index, ticket);
  // Whoever does a step for others has the papers alone: the customer sits in the hall, and is called at the end.
  if (isForOthers(ticket) && next) return handOn(situation, counter, ticket, next, rule);
  const step = lastStepDone(situation, ticket);
  const own = step ? { step } : NOTHING;
  const visit = visitOf(ticket);
  const [to] = visit.pending;
  if (to === undefined || isWhole) {
    const end = finished(situation, ticket, counter, rule);
    const drafts = step ? [draft(Object.assign({}, end.body, own), end.counter, end.rule)] : [end];
    return { drafts, stays: false, moved: null, visit: null };
  }
  const { index, state, now } = situation;
  const indexed = index.counters.get(counter.id);
  const isOwn = indexed && index.claims.of(indexed.group, index.traits.traitsOf({ ...ticket, service: to }))?.isOwn;
  const stays = mayStay && isOwn === true;
  const { id, label, service: from } = ticket;
  const { nextPlace } = visitRulesOf(index.rules);
  const queuedAt = stays ? ticket.queuedAt : placeIn(nextPlace, ticket, state.waiting.get(to) ?? [], now);
  const where = stays ? 'here' : 'queue';
  const served = servedFor(situation, ticket);
  const over = draft(
    { type: 'service-finished', ticket: id, label, from, to, where, queuedAt, served, ...own },
    counter.id,
    rule,
  );
  const after = { ...visit, done: [...visit.done, from], pending: visit.pending.slice(1), pool: null };
  const moved = stays ? null : { ...ticket, service: to, waitingSince: now, queuedAt, visit: after };
  return { drafts: [over], stays, moved, visit: progressOf({ visit: after }) };
}

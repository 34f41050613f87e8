import { strandedBy } from '../appointments.ts';
import type { CommandOf } from '../commands.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { Instant } from '../rules.ts';
import type { Counter, QueueState, Ticket } from '../state.ts';
import { type Seat, seatsOf } from '../waiting-pools.ts';
import type { Callable } from './called.ts';
import { requestEnded } from './counter.ts';
import { endService } from './end-service.ts';
import { accept, type Draft, done, draft, type Outcome } from './outcome.ts';
import { leftBehind, unparked } from './park.ts';
import { callToRequest, callToRequests } from './request.ts';
import { onward, stranded } from './requeue.ts';
import { isRefusal, type Situation, ticketAt } from './situation.ts';
import { isForOthers } from './steps.ts';

/**
 * New rules, whole. Who waits is kept and served, by any counter where no counter lists the service any more. A
 * counter that the rules drop closes: the customer whom it serves has been served, the one whom it called and who may
 * still be on the way waits again at the same place. Who has booked a service that is none any more is named. A standing request that may call somebody under the new rules does so.
 */
export function applyRules(state: Readonly<QueueState>, command: CommandOf<'apply-rules'>, now: Instant): Outcome {
  const situation: Situation = { state, index: indexOf(command.rules), now };
  const dropped = droppedCounters(state, situation.index);
  const seats = seatsOf(state).filter(({ id }) => situation.index.counters.has(id));
  const left = dropped.map((counter) => leave(situation, counter, seats));
  const parked = leftBehind(situation, (counter) => (situation.index.counters.has(counter.id) ? counter : null));
  const unparked = parked.map((ticket) => backFromPark(situation, ticket, seats));
  const others = stranded(situation, seats).map((ticket) => moveOf([], situation, ticket, seats));
  const moves = [...left, ...unparked, ...others];
  return accept(
    [
      draft({ type: 'rules-applied', rules: command.rules }),
      ...strandedBy(state, command.rules).map(([service, references]) =>
        draft({ type: 'bookings-stranded', service, references }, null, 'rules'),
      ),
      ...moves.flatMap(({ drafts }) => drafts),
      ...callsUnder(
        situation,
        moves.flatMap(({ back }) => back),
      ),
    ],
    done(null),
  );
}

/** What becomes of somebody under new rules. */
interface Move {
  readonly drafts: readonly Draft[];
  /** Who waits again, or for somebody else. */
  readonly back: readonly Callable[];
}

function droppedCounters(state: Readonly<QueueState>, index: RuleIndex): readonly Counter[] {
  const dropped = [...state.counters.values()].filter(({ id }) => !index.counters.has(id));
  return dropped.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function leave(situation: Situation, counter: Counter, seats: readonly Seat[]): Move {
  if (counter.state === 'closed') return { drafts: [], back: [] };
  const ticket = ticketAt(situation, counter);
  const { drafts, back } = isRefusal(ticket)
    ? { drafts: [], back: [] }
    : leaveTicket(situation, counter, ticket, seats);
  const closed = draft({ type: 'counter-closed' }, counter.id, 'rules');
  return { drafts: [...requestEnded(counter, 'rules'), ...drafts, closed], back };
}

function leaveTicket(situation: Situation, counter: Counter, ticket: Ticket, seats: readonly Seat[]): Move {
  const { now } = situation;
  const { id, label, service, queuedAt, visit } = ticket;
  const back = { type: 'transferred', ticket: id, label, from: service, to: service, queuedAt, served: 0 } as const;
  if (isForOthers(ticket) && visit?.pool) {
    const again = draft({ ...back, pool: visit.pool }, counter.id, 'rules');
    return moveOf([again], situation, { ...ticket, waitingSince: now }, seats);
  }
  if (ticket.status === 'serving') {
    const left = endService(situation, ticket, counter, { rule: 'rules', mayStay: false, isWhole: false });
    return { drafts: left.drafts, back: left.moved ? [left.moved] : [] };
  }
  const waiting = { ...ticket, waitingSince: now, visit: visit && { ...visit, pool: null } };
  return { drafts: [draft(back, counter.id, 'rules')], back: [waiting] };
}

function backFromPark(situation: Situation, ticket: Ticket, seats: readonly Seat[]): Move {
  return moveOf([unparked(ticket, 'rules', null)], situation, { ...ticket, waitingSince: situation.now }, seats);
}

/** Back in its queue, or where it waited; further when nobody is there any more. */
function moveOf(first: readonly Draft[], situation: Situation, ticket: Ticket, seats: readonly Seat[]): Move {
  const { drafts, ticket: back } = onward(situation, ticket, seats, 'rules');
  return { drafts: [...first, ...drafts], back: [back] };
}

/** Requests call whom the new rules let them, then who has just come back. */
function callsUnder(situation: Situation, back: readonly Callable[]): Draft[] {
  const calls = callToRequests(situation);
  const taken = new Set(calls.map(({ counter }) => counter ?? ''));
  for (const ticket of back) calls.push(...callToRequest(situation, ticket, taken));
  return calls;
}

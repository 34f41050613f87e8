import type { CommandOf } from '../commands.ts';
import { mayCallFrom } from '../pools.ts';
import type { CounterId, PoolKind } from '../rules.ts';
import type { Counter, Pool, Ticket } from '../state.ts';
import type { WaitingPool } from '../visit.ts';
import { isAttended, type Seat, seatsOf } from '../waiting-pools.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { onwardToRequest, requeued } from './requeue.ts';
import { servedFor } from './served.ts';
import { attendedCounter, isRefusal, openTicketOf, referredTicket, type Situation, wrongStatus } from './situation.ts';

/** Sets the customer at the counter aside: in no queue, called by hand from the pool, back by itself after a while. */
export function park(situation: Situation, command: CommandOf<'park'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { state, index, now } = situation;
  const rules = index.rules.parking;
  if (!rules) return refuse({ code: 'no-parking' });
  if (state.parked.size >= rules.most) return refuse({ code: 'pool-full', limit: rules.most });
  const { counter, ticket } = open;
  const { id, label, service } = ticket;
  const after = command.returnAfter ?? rules.returnAfter;
  const until = after === null ? null : now + after;
  const pool = poolOf(command.pool ?? rules.pool, counter);
  const served = servedFor(situation, ticket);
  return accept([draft({ type: 'parked', ticket: id, label, service, pool, until, served }, counter.id)], done(label));
}

/** Sends a parked customer, or one who waits for a window or a teller, back to the queue: by a counter that may call it, or by the lobby manager. */
export function unpark(situation: Situation, command: CommandOf<'unpark'>): Outcome {
  const counter = command.counter === null ? null : attendedCounter(situation, command.counter);
  if (counter && isRefusal(counter)) return refuse(counter);
  const ticket = referredTicket(situation, command.ticket);
  if (isRefusal(ticket)) return refuse(ticket);
  const own = ticket.visit?.pool;
  if (ticket.status === 'waiting' && own && own.kind !== 'step') return unpool(situation, command, ticket, own);
  if (ticket.status !== 'parked' || !ticket.parked) return refuse(wrongStatus(ticket));
  const { pool } = ticket.parked;
  if (counter && !mayCallFrom(pool, counter)) {
    return refuse({ code: 'parked-elsewhere', label: ticket.label, pool: pool.kind });
  }
  const back = { reason: 'asked', counter: command.counter } as const;
  return accept(backToQueue(situation, ticket, back, new Set()), done(ticket.label));
}

/** Whoever waits for a window or its teller waits for any window of the service instead. */
function unpool(
  situation: Situation,
  { counter: id }: CommandOf<'unpark'>,
  ticket: Ticket,
  pool: WaitingPool,
): Outcome {
  const seat = id === null ? null : situation.state.counters.get(id);
  if (seat && !isAttended(situation.index, pool, null, [seat])) {
    return refuse({ code: 'waits-for-other', label: ticket.label, pool: pool.kind });
  }
  const { draft: sent, ticket: back } = requeued(situation, ticket, [], 'asked', id);
  return accept([sent, ...callToRequest(situation, back)], done(ticket.label));
}

/**
 * Parked tickets that some counter may call now and none could any more, the oldest first: when a counter closes or another
 * teller sits down there. A teller takes the own pool along to another window.
 *
 * @param next makes of a counter that is attended now what it will be; null: closed
 */
export function leftBehind({ state }: Situation, next: (counter: Counter) => Seat | null): readonly Ticket[] {
  const now = seatsOf(state);
  const then = now.map(next).filter((seat) => seat !== null);
  const isLeft = ({ parked }: Ticket): boolean => {
    if (!parked || parked.pool.kind === 'branch') return false;
    const mayCall = (seat: Seat): boolean => mayCallFrom(parked.pool, seat);
    return now.some(mayCall) && !then.some(mayCall);
  };
  return [...state.parked.values()].filter(isLeft).sort((a, b) => a.id - b.id);
}

/**
 * Sends those back to their queues whom nobody could call any more, to standing requests where there are some.
 *
 * @param taken counters whose request ends within this command
 * @param seats where somebody sits from now on
 */
export function returnLeftBehind(
  situation: Situation,
  left: readonly Ticket[],
  taken: Set<CounterId>,
  seats: readonly Seat[],
): Draft[] {
  return left.flatMap((ticket) => backToQueue(situation, ticket, { reason: 'closed', counter: null }, taken, seats));
}

/**
 * The return of a parked ticket to its queue, and the call to a request that stands.
 *
 * @param taken counters whose request ends within this command
 * @param seats where somebody sits from now on
 */
export function backToQueue(
  situation: Situation,
  ticket: Ticket,
  { reason, counter }: { readonly reason: 'time' | 'asked' | 'closed' | 'opened'; readonly counter: CounterId | null },
  taken: Set<CounterId>,
  seats: readonly Seat[] = seatsOf(situation.state),
): Draft[] {
  const back = { ...ticket, waitingSince: situation.now };
  // Whom it waits for may have gone meanwhile.
  return [unparked(ticket, reason, counter), ...onwardToRequest(situation, back, seats, 'closed', taken)];
}

/** The return of a parked ticket to its queue. */
export function unparked(
  { id, label, service }: Ticket,
  reason: 'time' | 'asked' | 'closed' | 'rules' | 'opened',
  counter: CounterId | null,
): Draft {
  return draft({ type: 'unparked', ticket: id, label, service, reason }, counter, reason === 'rules' ? 'rules' : null);
}

/** Where nobody knows who the teller is, the window is. */
function poolOf(kind: PoolKind, { id, teller }: Counter): Pool {
  if (kind === 'branch') return { kind };
  return kind === 'teller' && teller !== null ? { kind, teller } : { kind: 'counter', counter: id };
}

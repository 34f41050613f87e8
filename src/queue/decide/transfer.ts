import type { CommandOf } from '../commands.ts';
import type { Destination } from '../commands-visit.ts';
import type { Sent } from '../events-visit.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, ServiceId } from '../rules.ts';
import { type PlaceKind, visitRulesOf } from '../rules-visit.ts';
import type { Counter, Ticket } from '../state.ts';
import { poolKey, visitOf, type WaitingPool } from '../visit.ts';
import { isAttended, seatsOf } from '../waiting-pools.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { placeIn } from './place.ts';
import { callToRequest } from './request.ts';
import { servedFor } from './served.ts';
import { isRefusal, openTicketOf, type Situation } from './situation.ts';

/** Where a customer goes. */
interface Target {
  readonly to: ServiceId;
  /** Null: the queue of the service. */
  readonly pool: WaitingPool | null;
}

/**
 * Sends the customer at the counter to another service, to a window or to a teller, within the same visit: at the place
 * that the command or the rules say, at once or after a while. A service that issues no new numbers still takes them.
 */
export function transfer(situation: Situation, command: CommandOf<'transfer'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { counter, ticket } = open;
  const target = targetOf(situation, counter, ticket, command);
  if (isRefusal(target)) return refuse(target);
  const rules = visitRulesOf(situation.index.rules);
  const sent = sentTo(situation, ticket, target, command.place ?? rules.transferPlace);
  const { id, label } = ticket;
  const after = command.after === 'by-rule' ? rules.delay : command.after;
  if (after !== undefined) {
    const until = situation.now + after;
    return accept([draft({ type: 'transferred', ticket: id, label, ...sent, until }, counter.id)], done(label));
  }
  const transferred = draft({ type: 'transferred', ticket: id, label, ...sent }, counter.id);
  return accept([transferred, ...calls(situation, ticket, sent)], done(label));
}

/** Hands the customer to the client manager, with the reason: does not queue again from the end. */
export function refer(situation: Situation, command: CommandOf<'refer'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { counter, ticket } = open;
  const rules = visitRulesOf(situation.index.rules);
  const reason = rules.reasons.find(({ id }) => id === command.reason);
  if (!reason) return refuse({ code: 'unknown-reason', reason: command.reason });
  const { service, toCounter, toTeller } = command;
  const isNamed = service !== undefined || toCounter !== undefined || toTeller !== undefined;
  const wanted = isNamed || reason.to === null ? command : { service: reason.to };
  const target = targetOf(situation, counter, ticket, wanted);
  if (isRefusal(target)) return refuse(target);
  const sent = sentTo(situation, ticket, target, rules.referralPlace);
  const { id, label } = ticket;
  const referred = draft({ type: 'referred', ticket: id, label, reason: reason.id, ...sent }, counter.id);
  return accept([referred, ...calls(situation, ticket, sent)], done(label));
}

function targetOf(situation: Situation, counter: Counter, ticket: Ticket, wanted: Destination): Target | Refusal {
  const { service, toCounter, toTeller } = wanted;
  if (service !== undefined && !situation.index.services.has(service)) return { code: 'unknown-service', service };
  const to = service ?? ticket.service;
  if (toCounter !== undefined && toTeller === undefined) return toWindow(situation, counter, to, toCounter);
  if (toTeller !== undefined && toCounter === undefined) {
    const pool: WaitingPool = { kind: 'teller', teller: toTeller };
    if (counter.teller === toTeller) return { code: 'same-counter', counter: counter.id };
    const isThere = isAttended(situation.index, pool, null, seatsOf(situation.state));
    return isThere ? { to, pool } : { code: 'teller-away', teller: toTeller };
  }
  if (service === undefined || toCounter !== undefined) return { code: 'no-destination' };
  return to === ticket.service ? { code: 'same-service', service } : { to, pool: null };
}

function toWindow({ state, index }: Situation, own: Counter, to: ServiceId, id: CounterId): Target | Refusal {
  const counter = state.counters.get(id);
  const indexed = index.counters.get(id);
  if (!counter || !indexed) return { code: 'unknown-counter', counter: id };
  if (id === own.id) return { code: 'same-counter', counter: id };
  if (indexed.rules.isBack) return { code: 'back-counter', counter: id };
  return counter.state === 'closed'
    ? { code: 'counter-closed', counter: id }
    : { to, pool: { kind: 'counter', counter: id } };
}

function sentTo(situation: Situation, ticket: Ticket, { to, pool }: Target, place: PlaceKind): Sent {
  const { state, now } = situation;
  const queue = pool ? state.pooled.get(poolKey(pool)) : state.waiting.get(to);
  const queuedAt = placeIn(place, ticket, queue ?? [], now);
  const served = servedFor(situation, ticket);
  return { from: ticket.service, to, queuedAt, served, ...(pool ? { pool } : {}) };
}

function calls(situation: Situation, ticket: Ticket, { to, queuedAt, pool }: Sent): Draft[] {
  const visit = { ...visitOf(ticket), pool: pool ?? null };
  const waitingSince = situation.now;
  return callToRequest(situation, { ...ticket, service: to, waitingSince, queuedAt, visit });
}

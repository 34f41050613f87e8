import type { TicketRef } from '../commands.ts';
import { contradictState } from '../contradiction.ts';
import { findTicket } from '../find-ticket.ts';
import { stoppedBy } from '../hall-states.ts';
import type { IndexedProfile } from '../profile-index.ts';
import type { Refusal } from '../refusals.ts';
import type { StoppedRefusal } from '../refusals-hours.ts';
import { type IndexedCounter, indexOf, type RuleIndex } from '../rule-index.ts';
import type { CounterId, Instant, ServiceId, TellerId } from '../rules.ts';
import type { Counter, QueueState, Ticket } from '../state.ts';

/** What a command is decided on: the state, the rules in force by name, branch time now. */
export interface Situation {
  readonly state: Readonly<QueueState>;
  readonly index: RuleIndex;
  readonly now: Instant;
}

/** A counter that may call: configured and open. */
export interface CallingCounter {
  readonly counter: Counter;
  readonly indexed: IndexedCounter;
  readonly profile: IndexedProfile;
}

/** The situation under the rules in force; a refusal while there are none. */
export function situationOf(state: Readonly<QueueState>, now: Instant): Situation | Refusal {
  return state.rules ? { state, index: indexOf(state.rules), now } : { code: 'no-rules' };
}

/** Tells what was looked up from the reason why it is not to be had. */
export function isRefusal(found: object): found is Refusal {
  // Asked of all kinds of records: to look the name up is faster than to ask whether it is there.
  return (found as Partial<Refusal>).code !== undefined;
}

/** A counter with a teller: open or paused. One that the rules dropped is known until its customer has gone. */
export function attendedCounter({ state }: Situation, id: CounterId): Counter | Refusal {
  const counter = state.counters.get(id);
  if (!counter) return { code: 'unknown-counter', counter: id };
  return counter.state === 'closed' ? { code: 'counter-closed', counter: id } : counter;
}

/** Why a teller cannot work at a counter: the same one works at another; null: nothing speaks against it. */
export function tellerElsewhere({ state }: Situation, teller: TellerId | null, id: CounterId): Refusal | null {
  if (teller === null) return null;
  for (const other of state.counters.values()) {
    if (other.state !== 'open' || other.teller !== teller || other.id === id) continue;
    return { code: 'teller-elsewhere', teller, counter: other.id };
  }
  return null;
}

/** Why nobody is issued or called now; null: the hall does not stand still. */
export function whyStopped({ hall }: Readonly<QueueState>, service?: ServiceId): StoppedRefusal | null {
  const stopped = stoppedBy(hall);
  if (stopped === null) return null;
  const code = stopped === 'evacuation' ? 'hall-evacuated' : 'hall-out-of-order';
  return service === undefined ? { code } : { code, service };
}

/** A counter that may call. */
export function callingCounter(situation: Situation, id: CounterId): CallingCounter | Refusal {
  const indexed = situation.index.counters.get(id);
  if (!indexed) return { code: 'unknown-counter', counter: id };
  const counter = attendedCounter(situation, id);
  if (isRefusal(counter)) return counter;
  const stopped = whyStopped(situation.state);
  if (stopped) return stopped;
  if (counter.state === 'paused') return { code: 'counter-paused', counter: id };
  return { counter, indexed, profile: profileOf(situation, counter, indexed) };
}

/** The calling rules of a counter: its own, or the configured ones when the rules no longer know its own. */
export function profileOf({ index }: Situation, counter: Counter, { rules }: IndexedCounter): IndexedProfile {
  const profile = index.profiles.get(counter.profile) ?? index.profiles.get(rules.profile);
  return profile ?? contradictState(`the rules have no profile ${rules.profile}`, `counter ${counter.id}`);
}

/** The ticket called or served at a counter. */
export function ticketAt({ state }: Situation, counter: Counter): Ticket | Refusal {
  const ticket = counter.ticket === null ? undefined : state.tickets.get(counter.ticket);
  return ticket ?? { code: 'no-open-ticket', counter: counter.id };
}

/** The called or served ticket of an attended counter. */
export function openTicketOf(situation: Situation, id: CounterId): { counter: Counter; ticket: Ticket } | Refusal {
  const counter = attendedCounter(situation, id);
  if (isRefusal(counter)) return counter;
  const ticket = ticketAt(situation, counter);
  return isRefusal(ticket) ? ticket : { counter, ticket };
}

/** The ticket that is meant: live by label, live or ended by id. */
export function referredTicket({ state }: Situation, ref: TicketRef): Ticket | Refusal {
  const id = 'id' in ref ? ref.id : state.labels.get(ref.label);
  const ticket = id === undefined ? undefined : findTicket(state, id);
  return ticket ?? { code: 'unknown-ticket', ticket: 'id' in ref ? ref.id : ref.label };
}

/** The command does not fit the ticket's status. */
export function wrongStatus({ label, status }: Ticket): Refusal {
  return { code: 'wrong-status', label, status };
}

/** Whether a ticket is called or served at another counter. */
export function isElsewhere(ticket: Ticket, counter: CounterId): ticket is Ticket & { counter: CounterId } {
  return ticket.endedAt === null && ticket.counter !== null && ticket.counter !== counter;
}

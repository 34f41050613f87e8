import { type Due, dueOf } from '../due.ts';
import type { CounterId, Instant } from '../rules.ts';
import { helpByWait } from './help.ts';
import { accept, type Draft, done, draft, type Outcome } from './outcome.ts';
import { backToQueue } from './park.ts';
import { callToRequest } from './request.ts';
import type { Situation } from './situation.ts';
import { settleProfiles } from './switch-profile.ts';

type DueAt = Extract<Due, { readonly id: unknown }> & { readonly at: Instant };

/** Of what is due at the same instant. */
const KINDS: readonly Due['kind'][] = ['ticket', 'parked', 'counter', 'appointment'];

/**
 * Everything that is due at or before now, in order: tickets whose print nobody confirmed are released, and called
 * where a request stands; parked ones return and are called likewise; requests end, appointments expire; then counters
 * that wait for others help who has waited long; last, profiles change. Of what is due at the same instant tickets come first, the oldest first.
 */
export function tick(situation: Situation): Outcome {
  const names = situation.state.due.until(situation.now);
  const due = names.flatMap(({ name, at }): DueAt[] => {
    const thing = dueOf(name);
    return 'id' in thing ? [{ ...thing, at }] : [];
  });
  const drafts: Draft[] = [];
  const taken = new Set<CounterId>();
  for (const thing of due.sort(byTime)) {
    if (thing.kind === 'ticket') drafts.push(...release(situation, thing.id, taken));
    else if (thing.kind === 'parked') drafts.push(...returnParked(situation, thing.id, taken));
    else if (thing.kind === 'appointment') drafts.push(draft({ type: 'booking-expired', reference: thing.id }));
    else if (!taken.has(thing.id)) {
      taken.add(thing.id);
      drafts.push(draft({ type: 'request-ended', reason: 'time' }, thing.id));
    }
  }
  drafts.push(...helpByWait(situation, drafts, taken));
  // Who is called or comes back by this tick moves the measures of switches too.
  if (drafts.length > 0 || due.length < names.length) drafts.push(...settleProfiles(situation, drafts));
  return accept(drafts, done(null));
}

function release(situation: Situation, id: number, taken: Set<CounterId>): Draft[] {
  const ticket = situation.state.tickets.get(id);
  if (!ticket) return [];
  const released = draft({ type: 'released', ticket: id, label: ticket.label });
  return [released, ...callToRequest(situation, ticket, taken)];
}

function returnParked(situation: Situation, id: number, taken: Set<CounterId>): Draft[] {
  const ticket = situation.state.parked.get(id);
  return ticket ? backToQueue(situation, ticket, { reason: 'time', counter: null }, taken) : [];
}

function byTime(a: DueAt, b: DueAt): number {
  if (a.at !== b.at) return a.at - b.at;
  const order = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  if (order !== 0) return order;
  return a.id < b.id ? -1 : 1;
}

import { type Due, dueOf } from '../due.ts';
import type { CounterId, Instant } from '../rules.ts';
import { settleAlerts } from './alert.ts';
import { isEmptying, settleHours } from './hall.ts';
import { helpByWait } from './help.ts';
import { accept, type Draft, done, draft, type Outcome } from './outcome.ts';
import { backToQueue } from './park.ts';
import { callToRequest } from './request.ts';
import type { Situation } from './situation.ts';
import { settleProfiles } from './switch-profile.ts';

type DueAt = Exclude<Due, { readonly kind: 'hall' | 'profiles' | 'helps' | 'alert' | 'alerts' }> & {
  readonly at: Instant;
};

/** Of what is due at the same instant. */
const KINDS: readonly Due['kind'][] = ['ticket', 'parked', 'counter', 'left', 'appointment'];

/**
 * Everything that is due at or before now, in order: alerts by how things stood until now; tickets whose print nobody
 * confirmed are released, and called where a request stands; parked ones return and are called likewise; requests end,
 * counters that are left alone pause, appointments expire; then counters that wait for others help who has waited long, and the hours of the hall, its
 * services and its counters turn; last, profiles change. Of what is due at the same instant tickets come first, the
 * oldest first.
 */
export function tick(situation: Situation): Outcome {
  const due: DueAt[] = [];
  let isOtherDue = false;
  let isHallDue = false;
  for (const { name, at } of situation.state.due.until(situation.now)) {
    const thing = dueOf(name);
    if ('id' in thing && thing.kind !== 'alert') due.push({ kind: thing.kind, id: thing.id, at } as DueAt);
    if (thing.kind === 'hall') isHallDue = true;
    if (thing.kind === 'profiles' || thing.kind === 'helps' || thing.kind === 'hall') isOtherDue = true;
  }
  const drafts: Draft[] = [];
  const taken = new Set<CounterId>();
  for (const thing of due.sort(byTime)) {
    if (thing.kind === 'ticket') drafts.push(...release(situation, thing.id, taken));
    else if (thing.kind === 'parked') drafts.push(...returnParked(situation, thing.id, taken));
    else if (thing.kind === 'appointment') drafts.push(draft({ type: 'booking-expired', reference: thing.id }));
    else if (thing.kind === 'left') drafts.push(leftAlone(thing.id));
    else if (!taken.has(thing.id)) {
      taken.add(thing.id);
      drafts.push(draft({ type: 'request-ended', reason: 'time' }, thing.id));
    }
  }
  drafts.push(...helpByWait(situation, drafts, taken));
  // Who is called by this tick may be the last for whom a counter has stayed.
  if (isHallDue || (drafts.length > 0 && isEmptying(situation))) drafts.push(...settleHours(situation, drafts, taken));
  // Who is called or comes back by this tick moves the measures of switches too.
  if (drafts.length > 0 || isOtherDue) drafts.push(...settleProfiles(situation, drafts));
  return accept([...settleAlerts(situation), ...drafts], done(null));
}

/** The teller has gone and has said nothing: whom the counter could call is not to wait for it. */
function leftAlone(id: CounterId): Draft {
  return draft({ type: 'counter-paused', reason: 'left-alone' }, id, 'left-alone');
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

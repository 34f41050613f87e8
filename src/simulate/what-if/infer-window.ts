import { placeIn } from '../../queue/decide/place.ts';
import { isForOthers } from '../../queue/decide/steps.ts';
import type { EventOf, QueueEvent } from '../../queue/events.ts';
import type { CounterId } from '../../queue/rules.ts';
import type { PlaceKind } from '../../queue/rules-visit.ts';
import type { QueueState, Ticket } from '../../queue/state.ts';
import { poolKey, type WaitingPool } from '../../queue/visit.ts';

import type { Wish } from '../commands.ts';

/** What was asked at a window, as its events say; null: they are of no window. */
export function windowWish(events: readonly QueueEvent[], state: Readonly<QueueState>): Wish | null {
  const counter = events.find((event) => event.counter !== null)?.counter ?? null;
  if (counter === null) return null;
  // Windows that it opens again are told first.
  const undone = events.find(({ type }) => type === 'undone');
  if (undone) return { type: 'undo', counter: undone.counter ?? counter };
  for (const event of events) {
    if (event.type === 'taken-over') return { type: 'take-over', counter: event.counter ?? counter, from: event.from };
    if (event.type === 'called' && event.how === 'chosen' && event.counter !== null) {
      return { type: 'call-ticket', counter: event.counter, ticket: { id: event.ticket } };
    }
  }
  const next = nextOf(events, state);
  if (next) return next;
  return events.map((event) => dutyOf(event, state) ?? workOf(event, state)).find((wish) => wish !== null) ?? null;
}

function nextOf(events: readonly QueueEvent[], state: Readonly<QueueState>): Wish | null {
  const is = (event: QueueEvent): boolean =>
    event.rule === 'next' || event.type === 'request-stands' || (event.type === 'called' && event.how === 'next');
  const event = events.find(is);
  if (!event || event.counter === null) return null;
  const { counter, at } = event;
  if (event.type !== 'no-show') return { type: 'call-next', counter };
  // How long ago the key was pressed is not told; long enough it was.
  const rules = state.rules?.counters.find(({ id }) => id === counter);
  const since = at - (state.tickets.get(event.ticket)?.calledAt ?? at);
  return { type: 'call-next', counter, heldFor: Math.max(0, since - (rules?.noShowWithin ?? 0)) };
}

/** Who sits down, leaves, or has the window follow other rules. */
function dutyOf(event: QueueEvent, state: Readonly<QueueState>): Wish | null {
  const { counter, teller } = event;
  if (counter === null) return null;
  switch (event.type) {
    case 'counter-opened':
      return event.rule === null ? { type: 'open-counter', counter, teller, profile: event.profile } : null;
    case 'counter-paused':
      return event.reason === 'teller' ? { type: 'pause-counter', counter } : null;
    case 'counter-closed':
      return event.rule === null ? { type: 'close-counter', counter } : null;
    case 'profile-switched': {
      if (event.cause.kind !== 'person') return null;
      const profile = event.changes[0]?.to ?? state.counters.get(counter)?.profile ?? null;
      return { type: 'switch-profile', counter, profile: event.cause.isHeld ? profile : null };
    }
    default:
      return null;
  }
}

/** What a teller does for the customer at the window. */
function workOf(event: QueueEvent, state: Readonly<QueueState>): Wish | null {
  const { counter } = event;
  if (counter === null || event.rule !== null) return null;
  switch (event.type) {
    case 'recalled':
      return { type: 'recall', counter };
    case 'started':
      return { type: 'start', counter };
    case 'finished':
      return { type: 'finish', counter, isWhole: true };
    case 'service-finished':
      return { type: 'finish', counter };
    case 'no-show':
      return { type: 'no-show', counter };
    case 'handed-off': {
      const ticket = state.tickets.get(event.ticket);
      const isFinish = event.step !== null && ticket !== undefined && isForOthers(ticket);
      return isFinish ? { type: 'finish', counter } : { type: 'handoff', counter };
    }
    case 'parked': {
      const returnAfter = event.until === null ? null : event.until - event.at;
      return { type: 'park', counter, pool: event.pool.kind, returnAfter };
    }
    case 'transferred':
      return transferOf(event, counter, state);
    case 'referred':
      return { type: 'refer', counter, reason: event.reason, ...destination(event) };
    default:
      return null;
  }
}

function transferOf(event: EventOf<'transferred'>, counter: CounterId, state: Readonly<QueueState>): Wish {
  const ticket = state.tickets.get(event.ticket);
  const place = ticket && placeOf(event, ticket, state);
  const after = event.until === undefined ? {} : { after: event.until - event.at };
  return { type: 'transfer', counter, ...destination(event), ...(place ? { place } : {}), ...after };
}

type Sending = EventOf<'transferred' | 'referred'>;

function destination({ from, to, pool }: Sending) {
  return { ...(from === to && pool ? {} : { service: to }), ...windowOf(pool) };
}

function windowOf(pool: WaitingPool | undefined) {
  if (pool?.kind === 'counter') return { toCounter: pool.counter };
  return pool?.kind === 'teller' ? { toTeller: pool.teller } : {};
}

const PLACES: readonly PlaceKind[] = ['original', 'last', 'first'];

/** At which place somebody was sent to a queue; of two that are the same one will do. */
function placeOf({ to, pool, queuedAt, at }: Sending, ticket: Ticket, state: Readonly<QueueState>) {
  const queue = (pool ? state.pooled.get(poolKey(pool)) : state.waiting.get(to)) ?? [];
  return PLACES.find((place) => placeIn(place, ticket, queue, at) === queuedAt);
}

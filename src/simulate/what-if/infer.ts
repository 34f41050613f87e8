import type { EventOf, QueueEvent } from '../../queue/events.ts';
import { isKey } from '../../queue/evolve/left-alone.ts';
import type { CounterId } from '../../queue/rules.ts';
import type { QueueState } from '../../queue/state.ts';
import type { Wish } from '../commands.ts';
import { windowWish } from './infer-window.ts';

/** What was asked, as the events of one command say it. */
export type Asked =
  | { readonly kind: 'wish'; readonly wish: Wish }
  /** A key that came to nothing at a counter that would have paused by itself: somebody is there. */
  | { readonly kind: 'sign'; readonly counter: CounterId }
  /** Nothing that moves a queue: marks, copies of slips, alarms, and what was refused. */
  | { readonly kind: 'aside' }
  /** Something that these events do not tell. */
  | { readonly kind: 'unknown' };

const ASIDE: Asked = { kind: 'aside' };
/** Of the daemon: everything else that it does by itself is what time brings. */
const BY_FIRST: ReadonlySet<QueueEvent['type']> = new Set(['day-opened', 'day-planned', 'rules-applied', 'clock-set']);
const NO_MATTER: ReadonlySet<QueueEvent['type']> = new Set([
  'refused',
  'rated',
  'low-rated',
  'reprint-asked',
  'reprint-ended',
  'alert-raised',
  'alert-repeated',
  'alert-acknowledged',
  'alert-cleared',
]);

/**
 * The command behind the events that it came to. The journal keeps what happened, not what was asked: what matters of it
 * follows from the events and from how the branch stood.
 *
 * @param events of one command, in order
 * @param state before them
 */
export function askedBy(events: readonly QueueEvent[], state: Readonly<QueueState>): Asked {
  const [first] = events;
  if (!first) return ASIDE;
  if (first.actor.kind === 'schedule' && !BY_FIRST.has(first.type)) return { kind: 'wish', wish: { type: 'tick' } };
  const wish = ofBranch(first, events) ?? ofTicket(first, events, state) ?? windowWish(events, state);
  if (wish) return { kind: 'wish', wish };
  return events.every(({ type }) => NO_MATTER.has(type)) ? (signOf(events, state) ?? ASIDE) : { kind: 'unknown' };
}

/** Only of a counter that stands idle: nowhere else does it matter that somebody is there. */
function signOf(events: readonly QueueEvent[], { counters }: Readonly<QueueState>): Asked | null {
  for (const event of events) {
    const counter = event.counter === null ? undefined : counters.get(event.counter);
    if (counter && counter.leftSince !== null && isKey(event, counter)) return { kind: 'sign', counter: counter.id };
  }
  return null;
}

/** What is asked of the branch as a whole. */
function ofBranch(first: QueueEvent, events: readonly QueueEvent[]): Wish | null {
  switch (first.type) {
    case 'day-opened': {
      const { day, instants, openingHash } = first;
      return { type: 'open-day', day, instants, openingHash };
    }
    case 'day-planned':
      return { type: 'plan-day', instants: first.instants };
    case 'rules-applied':
      return { type: 'apply-rules', rules: first.rules };
    case 'clock-set':
      return { type: 'set-clock', offset: first.offset, isTrusted: first.isTrusted };
    case 'machine-changed': {
      const { machine, isUsable, queue } = first;
      return { type: 'machine-state', machine, isUsable, queue };
    }
    case 'diverted':
      return { type: 'take-machine', service: first.service, machine: first.machine, how: first.how };
    case 'booked': {
      const { reference, service, segment, time } = first;
      return { type: 'book', reference, service, segment, time };
    }
    case 'booking-cancelled':
      return { type: 'cancel-appointment', reference: first.reference };
    default: {
      const set = events.find(({ type }) => type === 'hall-set');
      if (set?.type !== 'hall-set') return null;
      return { type: 'set-hall', state: set.state, ...(set.until === undefined ? {} : { until: set.until }) };
    }
  }
}

/** What is asked for a customer, wherever that one is. */
function ofTicket(first: QueueEvent, events: readonly QueueEvent[], state: Readonly<QueueState>): Wish | null {
  const { counter } = first;
  switch (first.type) {
    case 'issued':
      return issueOf(first);
    case 'checked-in': {
      const issued = events.find(({ type }) => type === 'issued');
      if (issued?.type !== 'issued') return null;
      const { language, handover } = issued;
      // Whoever was not asked then is not asked now.
      const how = issued.unasked ? ({ isUnasked: true } as const) : { insists: true };
      const { reference } = first;
      const other = state.appointments.get(reference)?.service === issued.service ? {} : { service: issued.service };
      return { type: 'check-in', reference, language, handover, ...other, ...how, ...needsOf(issued) };
    }
    case 'cancelled':
      return { type: 'cancel', ticket: { id: first.ticket }, counter, reason: first.reason };
    case 'unparked':
    case 'requeued':
      return first.reason === 'asked' ? { type: 'unpark', ticket: { id: first.ticket }, counter } : null;
    case 'returned':
      return { type: 'return-late', ticket: { id: first.ticket }, counter };
    case 'segment-changed':
      return { type: 'change-segment', ticket: { id: first.ticket }, segment: first.to, reason: first.reason };
    case 'bulk-marked':
      return { type: 'mark-bulk', ticket: { id: first.ticket }, size: first.size, counter };
    case 'needs-set': {
      const { kinds = [], pager = null } = first.needs ?? {};
      return { type: 'set-needs', ticket: { id: first.ticket }, needs: kinds, pager };
    }
    case 'service-added':
    case 'service-dropped': {
      const type = first.type === 'service-added' ? 'add-service' : 'drop-service';
      return { type, ticket: { id: first.ticket }, service: first.service, counter };
    }
    case 'papers-marked':
      return { type: 'mark-papers', ticket: { id: first.ticket }, isReady: first.isReady, counter };
    case 'print-started':
    case 'print-ended':
      return { type: first.type, ticket: first.ticket, device: first.device };
    case 'print-failed':
      return { type: first.type, ticket: first.ticket, device: first.device, reason: first.reason };
    case 'print-unknown':
      return { type: first.type, ticket: first.ticket, device: first.device, reason: first.reason };
    default:
      return null;
  }
}

/** Whoever has a number wanted it, whatever was asked first. */
function issueOf(event: EventOf<'issued'>): Wish {
  const { service, segment, language, handover, more, bulk } = event;
  return {
    ...{ type: 'issue', service, segment, language, handover, insists: true },
    ...(more ? { more } : {}),
    ...(bulk === undefined ? {} : { bulk }),
    ...needsOf(event),
  };
}

function needsOf({ needs }: EventOf<'issued'>) {
  return { ...(needs ? { needs: needs.kinds } : {}), ...(needs?.pager ? { pager: needs.pager } : {}) };
}

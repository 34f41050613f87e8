import type { CounterId, Duration, Instant, ServiceId, TellerId, TicketId } from './rules.ts';
import type { Parked, Ticket } from './state.ts';

/** For whom a ticket waits, in place of the queue of its service. */
export type WaitingPool =
  | { readonly kind: 'counter'; readonly counter: CounterId }
  | { readonly kind: 'teller'; readonly teller: TellerId }
  /** Whoever does this step of the service. */
  | { readonly kind: 'step'; readonly service: ServiceId; readonly step: string };

/** A step of a service that is over. */
export interface StepDone {
  readonly service: ServiceId;
  readonly step: string;
  /** Time at the counters that did it, ms. */
  readonly took: Duration;
  readonly standard: Duration;
}

/** Who has had the customer before. */
export interface Seen {
  readonly counter: CounterId;
  readonly teller: TellerId | null;
}

/** Why a customer was handed on, and by whom. */
interface Referral extends Seen {
  readonly reason: string;
}

/** What goes with a ticket through all of its services and counters. Never changed in place. */
export interface Visit {
  /** Asked for and not begun, in order. */
  readonly pending: readonly ServiceId[];
  /** Finished, in order. */
  readonly done: readonly ServiceId[];
  /** Stays while it is called from there, so that it finds the way back. */
  readonly pool: WaitingPool | null;
  /** When the customer came; a transfer to the end of a queue does not change it. */
  readonly arrivedAt: Instant;
  /** The step that it is in; null: the first of the service. */
  readonly step: string | null;
  /** Time that counters have spent on that step before it came here, ms. */
  readonly stepTook: Duration;
  /** Time that counters have spent on the whole of this service before it came here, ms; left out: none. */
  readonly served?: Duration;
  readonly steps: readonly StepDone[];
  /** The counter that a step elsewhere returns to. */
  readonly home: CounterId | null;
  readonly referral: Referral | null;
  /** Whether the papers to prepare are ready; null: nobody has looked. */
  readonly papersReady: boolean | null;
  /** The newest last. */
  readonly seenBy: readonly Seen[];
}

/** A ticket as it stood before it was sent on: what an undo puts back beside status and counter. */
export interface TicketBefore {
  readonly ticket: TicketId;
  readonly service: ServiceId;
  readonly services: readonly ServiceId[];
  readonly queuedAt: Instant;
  readonly waitingSince: Instant;
  readonly calledAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly recalls: number;
  readonly isFromRequest: boolean;
  readonly parked: Parked | null;
  readonly visit: Visit | null;
}

/** The visit of a ticket; of one that only waits for its service a plain one. */
export function visitOf({ visit, queuedAt }: Pick<Ticket, 'visit' | 'queuedAt'>): Visit {
  if (visit) return visit;
  return {
    pending: [],
    done: [],
    pool: null,
    arrivedAt: queuedAt,
    step: null,
    stepTook: 0,
    steps: [],
    home: null,
    referral: null,
    papersReady: null,
    seenBy: [],
  };
}

/** The visit after counters have spent more time on its service. */
export function servedMore<V extends Pick<Visit, 'served'>>(visit: V, more: Duration): V {
  return more === 0 ? visit : { ...visit, served: (visit.served ?? 0) + more };
}

/** The visit as another service begins: no time was spent on that. */
export function notServed<V extends Pick<Visit, 'served'>>({ served: _, ...visit }: V): Omit<V, 'served'> {
  return visit;
}

/** Which of how many services the customer is in: 1 of 3. */
export interface Progress {
  readonly at: number;
  readonly of: number;
}

/** How far a visit is; null while it has one service alone. */
export function progressOf({ visit }: Pick<Ticket, 'visit'>): Progress | null {
  if (!visit) return null;
  const at = visit.done.length + 1;
  const of = at + visit.pending.length;
  return of > 1 ? { at, of } : null;
}

/** The name of a pool in the index. */
export function poolKey(pool: WaitingPool): string {
  switch (pool.kind) {
    case 'counter':
      return `counter ${pool.counter}`;
    case 'teller':
      return `teller ${pool.teller}`;
    case 'step':
      return stepKey(pool.service, pool.step);
  }
}

/** The name of the pool of a step. */
export function stepKey(service: ServiceId, step: string): string {
  return `step ${service} ${step}`;
}

/** What an undo needs to know of a ticket that is about to be sent on. */
export function ticketBefore(ticket: Ticket): TicketBefore {
  return {
    ticket: ticket.id,
    service: ticket.service,
    services: [...ticket.services],
    queuedAt: ticket.queuedAt,
    waitingSince: ticket.waitingSince,
    calledAt: ticket.calledAt,
    startedAt: ticket.startedAt,
    recalls: ticket.recalls,
    isFromRequest: ticket.isFromRequest,
    parked: ticket.parked,
    visit: ticket.visit,
  };
}

/** Whether a window has had the customer: closing time does not end what has begun. */
export function isUnderWay({ visit, parkings }: Pick<Ticket, 'visit' | 'parkings'>): boolean {
  return parkings > 0 || (visit?.seenBy.length ?? 0) > 0;
}

import type { Estimate } from '../../queue/estimate.ts';
import type { EventOf, EventType, QueueEvent } from '../../queue/events.ts';
import { wasSeen } from '../../queue/evolve/print.ts';
import type { Duration, Instant, SegmentId, ServiceId, TicketId } from '../../queue/rules.ts';
import type { EndStatus, Snapshot, SnapshotTicket } from '../../queue/state.ts';
import { score } from './estimate-score.ts';
import type { HalfHour } from './half-hours.ts';
import { type Line, lineOf, type Sheet, type Sheets, sheetAt, type VisitCounts } from './lines.ts';

/** What is kept of a visit until the day is over. */
interface Visit {
  /** That the customer came for. */
  readonly service: ServiceId | null;
  /** The last that was known. */
  segment: SegmentId | null;
  readonly cameIn: HalfHour;
  readonly isCarried: boolean;
  readonly cameAt: Instant;
  /** Null: none was made, or it is another day's. */
  readonly estimate: Estimate | null;
  end: EndStatus | null;
  isWaiting: boolean;
  /** Somebody has seen the customer: a slip that fails withdraws nothing any more. */
  isSeen: boolean;
  calls: number;
  /** Until the first call. */
  waited: Duration | null;
  /** Was set aside or sent on before the first call: the estimate was for something else. */
  isAside: boolean;
  passedOver: number;
  returned: number;
}

type Takers = { readonly [T in EventType]?: (event: EventOf<T>) => void };

/** After these a visit goes on elsewhere than in the queue that it waits in. */
type Move = 'transferred' | 'referred' | 'service-finished' | 'handed-off' | 'parked' | 'taken-over';

const COUNTED: { readonly [E in EndStatus]: keyof VisitCounts } = {
  finished: 'served',
  'no-show': 'noShow',
  cancelled: 'cancelled',
  withdrawn: 'withdrawn',
  expired: 'expired',
};

/** The visits of a day, kept event by event: what became of each, how long it waited and what it was told. */
export class VisitRecord {
  readonly #visits = new Map<TicketId, Visit>();
  readonly #diverted: { readonly service: ServiceId; readonly halfHour: HalfHour }[] = [];
  #now: HalfHour;
  readonly #takers: Takers = {
    issued: (event) => this.#issued(event),
    called: (event) => this.#called(event),
    finished: (event) => this.#ended(event, 'finished'),
    'no-show': (event) => this.#ended(event, 'no-show'),
    cancelled: (event) => this.#ended(event, 'cancelled'),
    expired: (event) => this.#ended(event, 'expired'),
    'print-failed': (event) => this.#printFailed(event),
    returned: (event) => this.#returned(event),
    undone: (event) => this.#undone(event),
    transferred: (event) => this.#moved(event, event.until === undefined),
    referred: (event) => this.#moved(event, event.until === undefined),
    'service-finished': (event) => this.#moved(event, event.where === 'queue'),
    'handed-off': (event) => this.#moved(event, event.where !== 'here'),
    parked: (event) => this.#moved(event, false),
    'held-over': (event) => this.#heldOver(event),
    'taken-over': (event) => this.#moved(event, false),
    unparked: (event) => this.#change(event, { isWaiting: true }),
    'segment-changed': (event) => this.#change(event, { segment: event.to }),
    diverted: ({ service }) => void this.#diverted.push({ service, halfHour: this.#now }),
  };

  /**
   * @param opening the state when the day began; null: nobody knows
   * @param began in which the day began
   */
  constructor(opening: Pick<Snapshot, 'tickets'> | null, began: HalfHour) {
    this.#now = began;
    for (const ticket of opening?.tickets ?? []) this.#visits.set(ticket.id, carried(ticket, began));
  }

  /** Takes the next event of the day. */
  take(event: QueueEvent, halfHour: HalfHour): void {
    this.#now = halfHour;
    // The table gives each type its own: that the two belong together is beyond what the compiler follows.
    const take = this.#takers[event.type] as ((event: QueueEvent) => void) | undefined;
    take?.(event);
  }

  /** Counts every visit where it came. */
  count(into: Sheets): void {
    for (const visit of this.#visits.values()) {
      for (const line of linesOf(into, visit.cameIn, visit.service, visit.segment)) countVisit(line, visit);
    }
    for (const { service, halfHour } of this.#diverted) {
      for (const { visits } of linesOf(into, halfHour, service, null)) visits.diverted += 1;
    }
  }

  #issued({ ticket, service, segment, at, estimate }: EventOf<'issued'>): void {
    const came: Came = { at, halfHour: this.#now, isCarried: false, estimate: estimate ?? null };
    this.#visits.set(ticket, newVisit(service, segment, came));
  }

  #called(event: EventOf<'called'>): void {
    this.#change(event, (visit) => {
      visit.calls += 1;
      visit.isWaiting = false;
      visit.passedOver = Math.max(visit.passedOver, event.passedOver);
      if (visit.calls === 1 && !visit.isAside) visit.waited = event.at - visit.cameAt;
    });
  }

  #ended(event: EventOf<'finished' | 'no-show' | 'cancelled' | 'expired'>, end: EndStatus): void {
    this.#change(event, { end, isWaiting: false });
  }

  #printFailed(event: EventOf<'print-failed'>): void {
    const visit = this.#visits.get(event.ticket);
    if (visit?.isWaiting && !visit.isSeen) this.#change(event, { end: 'withdrawn' });
  }

  #returned(event: EventOf<'returned'>): void {
    this.#change(event, (visit) => {
      Object.assign(visit, { end: null, isWaiting: true, isSeen: true });
      visit.returned += 1;
    });
  }

  #moved(event: EventOf<Move>, isWaiting: boolean): void {
    this.#change(event, (visit) => {
      Object.assign(visit, { isWaiting, isSeen: true });
      if (visit.calls === 0) visit.isAside = true;
    });
  }

  /** Nobody has seen its customer for that: a slip that fails after it takes the number back, as in the queue. */
  #heldOver(event: EventOf<'held-over'>): void {
    this.#change(event, (visit) => {
      visit.isWaiting = false;
      if (visit.calls === 0) visit.isAside = true;
    });
  }

  #undone({ restored, what, at }: EventOf<'undone'>): void {
    if (what === 'take-over') return;
    for (const { ticket, status } of restored) {
      this.#change({ ticket, at }, (visit) => {
        visit.end = null;
        visit.isWaiting = status === 'waiting';
        if (status !== 'waiting' && status !== 'parked') return;
        visit.calls -= 1;
        if (visit.calls <= 0) visit.waited = null;
      });
    }
  }

  /** Who is not known was issued before the journal tells: in hand from the first that is heard of it. */
  #change(
    event: { readonly ticket: TicketId; readonly at: Instant; readonly service?: ServiceId },
    change: Partial<Visit> | ((visit: Visit) => void),
  ): void {
    const { ticket, at } = event;
    let visit = this.#visits.get(ticket);
    if (!visit) {
      const came: Came = { at, halfHour: this.#now, isCarried: true, estimate: null };
      visit = newVisit(event.service ?? null, null, came);
      this.#visits.set(ticket, visit);
    }
    if (typeof change === 'function') change(visit);
    else Object.assign(visit, change);
  }
}

interface Came {
  readonly at: Instant;
  readonly halfHour: HalfHour;
  readonly isCarried: boolean;
  readonly estimate: Estimate | null;
}

/** Name by name: a spread with more names behind it takes the engine a multiple of it. */
function newVisit(service: ServiceId | null, segment: SegmentId | null, came: Came): Visit {
  return {
    service,
    segment,
    cameIn: came.halfHour,
    cameAt: came.at,
    isCarried: came.isCarried,
    estimate: came.estimate,
    end: null,
    isWaiting: true,
    isSeen: false,
    calls: 0,
    waited: null,
    isAside: false,
    passedOver: 0,
    returned: 0,
  };
}

function carried(ticket: SnapshotTicket, began: HalfHour): Visit {
  const { service, segment, status, issuedAt } = ticket;
  const visit = newVisit(service, segment, { at: issuedAt, halfHour: began, isCarried: true, estimate: null });
  visit.isSeen = wasSeen({ ...ticket, visit: ticket.visit ?? null });
  visit.isWaiting = status === 'waiting';
  return visit;
}

function* linesOf(
  into: Sheets,
  halfHour: HalfHour,
  service: ServiceId | null,
  segment: SegmentId | null,
): Generator<Line> {
  const sheets: readonly Sheet[] = [into.whole, sheetAt(into, halfHour.start, halfHour)];
  for (const sheet of sheets) {
    yield sheet.all;
    if (service !== null) yield lineOf(sheet, 'service', service);
    if (segment !== null) yield lineOf(sheet, 'segment', segment);
  }
}

function countVisit({ visits, estimates }: Line, visit: Visit): void {
  visits[visit.isCarried ? 'carried' : 'came'] += 1;
  visits[visit.end === null ? 'open' : COUNTED[visit.end]] += 1;
  visits.returned += visit.returned;
  if (visit.passedOver > 0) visits.passedOver += 1;
  visits.passedOverMost = Math.max(visits.passedOverMost, visit.passedOver);
  if (visit.estimate) score(estimates, visit.estimate, visit.waited);
}

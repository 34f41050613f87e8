import type { CommandId } from '../queue/commands.ts';
import type { EventOf, EventType, QueueEvent } from '../queue/events.ts';
import type { CounterId, Duration, Instant, Rules, SegmentId, ServiceId, TicketId } from '../queue/rules.ts';
import type { SnapshotTicket, Ticket } from '../queue/state.ts';
import { type Group, type Sample, StandardsBook, type StepTally, type Told, type Where } from './standards-book.ts';
import {
  type Cell,
  countMark,
  DIMENSIONS,
  type Dimension,
  type Measured,
  type PapersSeen,
  papersSeen,
} from './standards-tally.ts';

/** How often the standards of a business day were kept so far. */
export interface Kept {
  /** Null: the branch did not know the date. */
  readonly day: string | null;
  readonly since: Instant;
  readonly all: Cell;
  /** Sorted by id. */
  readonly by: { readonly [D in Dimension]: readonly (readonly [id: string, cell: Cell])[] };
  /** What a report wants beside these; none, where nobody has asked. */
  readonly groups: ReadonlyMap<Group, Cell>;
  /** Sorted by service and step. */
  readonly steps: readonly StepTally[];
}

type Takers = { readonly [T in EventType]?: (event: EventOf<T>) => void };

/** After these the customer is not at the counter any more, or there for another service. */
type Ending = 'finished' | 'service-finished' | 'transferred' | 'referred' | 'handed-off' | 'no-show' | 'parked';

/** What came of an event at a counter. */
type Came = Pick<Sample, 'measured'> &
  Partial<Pick<Sample, 'isNoShow' | 'isReferral'>> & { readonly service: ServiceId };

/** What an undo at a counter may still take back: the events of one command. */
interface Pending {
  readonly at: Instant;
  readonly command: CommandId | null;
  readonly samples: Sample[];
}

interface Visit {
  segment: SegmentId;
  service: ServiceId;
  papers: PapersSeen;
  /** Slips of a messenger; null: an ordinary visit. */
  bulk: number | null;
  /** Of the present service before it was parked, ms. */
  served: Duration;
  isParked: boolean;
  /** Services of the visit that got a mark today, and where it counts. */
  readonly rated: Map<number, Where>;
}

/** More than any branch has in a day: of somebody who came before so many others only what is asked of all is counted. */
export const VISITS_KEPT = 5_000;

/**
 * The record of the standards, kept event by event: pure, and O(1) an event. It holds what is asked of a business day, and the
 * newest {@link VISITS_KEPT} visits. A call, finish, no-show or park that is undone is taken back out.
 */
export class Standards {
  #day: string | null = null;
  #since: Instant = 0;
  #rules: Rules | null = null;
  /** Standards in force, by service. */
  #targets = new Map<ServiceId, { readonly wait: Duration; readonly service: Duration }>();
  #visits = new Map<TicketId, Visit>();
  #pending = new Map<CounterId, Pending>();
  #book = new StandardsBook();
  readonly #groupsOf: (told: Told) => readonly Group[];
  readonly #takers: Takers = {
    'day-opened': (event) => this.#begin(event),
    'rules-applied': ({ rules }) => this.#apply(rules),
    issued: (event) => this.#comes(event),
    called: (event) => this.#called(event),
    finished: (event) => this.#ended(event, event.service),
    transferred: (event) => this.#sent(event),
    referred: (event) => this.#sent(event),
    // Nothing that was before can be undone any more at the counter that takes it.
    'taken-over': ({ counter }) => this.#settle(counter),
    'service-finished': (event) => this.#nextService(event),
    'handed-off': (event) => this.#stepEnded(event),
    'no-show': (event) => this.#note(event, 'end', { service: event.service, measured: null, isNoShow: true }),
    parked: (event) => this.#parked(event),
    // Until the branch opens it is in the pool, as a day that begins with it finds it.
    'held-over': ({ ticket }) => this.#change(ticket, { isParked: true }),
    unparked: ({ ticket }) => this.#change(ticket, { isParked: false }),
    recalled: (event) => this.#recalled(event),
    'papers-marked': ({ ticket, isReady }) => this.#change(ticket, { papers: papersSeen(isReady) }),
    'bulk-marked': ({ ticket, size }) => this.#change(ticket, { bulk: size }),
    'segment-changed': ({ ticket, to }) => this.#change(ticket, { segment: to }),
    rated: (event) => this.#rated(event),
    undone: (event) => this.#undone(event),
  };

  /**
   * @param groupsOf more lines in which an event is counted that is told by this; left out: none
   */
  constructor(groupsOf: (told: Told) => readonly Group[] = () => NO_GROUPS) {
    this.#groupsOf = groupsOf;
  }

  /** Takes the next event of the journal. */
  take(event: QueueEvent): void {
    // The table gives each type its own: that the two belong together is beyond what the compiler follows.
    const take = this.#takers[event.type] as ((event: QueueEvent) => void) | undefined;
    take?.(event);
  }

  /** The record so far; shares nothing with what goes on. */
  kept(): Kept {
    return this.#told(new StandardsBook(this.#book));
  }

  /** The record of a day that is over: nothing more is taken, so that nothing has to be copied. */
  closed(): Kept {
    const told = this.#told(this.#book);
    this.#pending.clear();
    return told;
  }

  #told(book: StandardsBook): Kept {
    for (const { samples } of this.#pending.values()) for (const sample of samples) book.enter(sample);
    const told = DIMENSIONS.map((name) => [name, [...book.by[name]].sort(([a], [b]) => (a < b ? -1 : 1))]);
    const by = Object.fromEntries(told) as Kept['by'];
    const steps = [...book.steps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
    return { day: this.#day, since: this.#since, all: book.all, by, groups: book.groups, steps };
  }

  #begin({ day, at, opening }: EventOf<'day-opened'>): void {
    this.#day = day;
    this.#since = at;
    this.#book = new StandardsBook();
    this.#pending.clear();
    this.#visits.clear();
    for (const ticket of [...opening.ended, ...opening.tickets]) {
      this.#visits.set(ticket.id, visitOf(ticket, ticket.status === 'parked'));
    }
    this.#apply(opening.rules);
  }

  #apply(rules: Rules | null): void {
    if (this.#rules === rules) return;
    this.#rules = rules;
    const targets = rules?.services.map(({ id, targetWait, standardTime }) => {
      return [id, { wait: targetWait, service: standardTime }] as const;
    });
    this.#targets = new Map(targets);
  }

  #comes(event: EventOf<'issued'>): void {
    this.#visits.set(event.ticket, visitOf(event, false));
    if (this.#visits.size <= VISITS_KEPT) return;
    const [oldest = event.ticket] = this.#visits.keys();
    this.#visits.delete(oldest);
  }

  #called(event: EventOf<'called'>): void {
    const visit = this.#visits.get(event.ticket);
    // Who is called from a pool, or whose papers go to the back, had something else to do than to wait.
    const isAside = visit?.isParked === true || event.isBack === true;
    const measured = isAside ? null : this.#measured('wait', event.service, event.waited);
    this.#note(event, 'call', { service: event.service, measured });
    if (!visit) return;
    visit.service = event.service;
    visit.isParked = false;
  }

  #ended(event: EventOf<'finished' | 'service-finished' | 'transferred' | 'referred'>, service: ServiceId): void {
    const visit = this.#visits.get(event.ticket);
    const whole = (visit?.served ?? 0) + event.served;
    const slips = visit?.bulk ?? null;
    const measured: Measured | null =
      slips === null ? this.#measured('service', service, whole) : { what: 'bulk', took: whole, slips };
    this.#note(event, 'end', { service, measured, isReferral: event.type === 'referred' });
    if (visit) visit.served = 0;
  }

  /** For the same service at another window the time goes on; a delayed one is parked until it returns. */
  #sent(event: EventOf<'transferred' | 'referred'>): void {
    if (event.from === event.to) this.#goesOn(event, event.from);
    else this.#ended(event, event.from);
    this.#change(event.ticket, { service: event.to, isParked: event.until !== undefined });
  }

  #nextService(event: EventOf<'service-finished'>): void {
    this.#ended(event, event.from);
    this.#change(event.ticket, { service: event.to });
  }

  #stepEnded(event: EventOf<'handed-off'>): void {
    this.#goesOn(event, event.service);
  }

  #goesOn(event: EventOf<'transferred' | 'referred' | 'handed-off' | 'parked'>, service: ServiceId): void {
    this.#note(event, 'end', { service, measured: null, isReferral: event.type === 'referred' });
    this.#change(event.ticket, { served: (this.#visits.get(event.ticket)?.served ?? 0) + event.served });
  }

  #recalled(event: EventOf<'recalled'>): void {
    this.#each(this.#whereOf(event, event.ticket), (cell) => {
      cell.recalls += 1;
    });
  }

  #parked(event: EventOf<'parked'>): void {
    this.#goesOn(event, event.service);
    this.#change(event.ticket, { isParked: true });
  }

  #rated(event: EventOf<'rated'>): void {
    const rated = this.#visits.get(event.ticket)?.rated;
    const { replaces, score, part } = event;
    // What was said yesterday is not in today's record.
    const before = rated?.get(part);
    if (replaces !== null && before) this.#each(before, (cell) => countMark(cell, replaces, -1));
    const where = this.#whereOf(event, event.ticket, event.service);
    this.#each(where, (cell) => countMark(cell, score, 1));
    rated?.set(part, where);
  }

  #undone({ counter, restored }: EventOf<'undone'>): void {
    const pending = this.#pending.get(counter ?? '');
    if (!pending) return;
    for (const { ticket, status } of restored) {
      const kind = status === 'waiting' || status === 'parked' ? 'call' : 'end';
      const place = pending.samples.findLastIndex((sample) => sample.ticket === ticket && sample.kind === kind);
      const sample = pending.samples[place];
      if (!sample) continue;
      pending.samples.splice(place, 1);
      this.#change(ticket, sample.before);
    }
    this.#settle(counter);
  }

  #measured(what: 'wait' | 'service', service: ServiceId, took: Duration): Measured | null {
    const standard = this.#targets.get(service)?.[what];
    return standard === undefined ? null : { what, took, standard };
  }

  /** Notes what came of an event at a counter; what a later command came to can no longer be undone before it. */
  #note(
    event: EventOf<'called' | Ending>,
    kind: Sample['kind'],
    { service, measured, isNoShow = false, isReferral = false }: Came,
  ): void {
    const { ticket, counter, at, command } = event;
    const visit = this.#visits.get(ticket);
    const where = this.#whereOf(event, ticket, service);
    const sample: Sample = {
      ticket,
      kind,
      where,
      measured,
      step: ('step' in event ? event.step : null) ?? null,
      isNoShow,
      isReferral,
      before: visit ? beforeOf(visit) : { service, served: 0, isParked: false },
    };
    const pending = this.#pending.get(counter ?? '');
    if (pending && pending.at === at && isSame(pending.command, command)) {
      pending.samples.push(sample);
      return;
    }
    this.#settle(counter);
    this.#pending.set(counter ?? '', { at, command, samples: [sample] });
  }

  #settle(counter: CounterId | null): void {
    const pending = this.#pending.get(counter ?? '');
    if (!pending) return;
    for (const sample of pending.samples) this.#book.enter(sample);
    this.#pending.delete(counter ?? '');
  }

  #change(ticket: TicketId, change: Partial<Visit>): void {
    const visit = this.#visits.get(ticket);
    if (visit) Object.assign(visit, change);
  }

  /** @param of the service that it is about; left out: the present one */
  #whereOf({ counter, teller }: QueueEvent, ticket: TicketId, of?: ServiceId): Where {
    const visit = this.#visits.get(ticket);
    const service = of ?? visit?.service ?? null;
    const papers = visit?.papers ?? null;
    const both = service === null || papers === null ? null : `${service}/${papers}`;
    const segment = visit?.segment ?? null;
    const groups = this.#groupsOf({ service, counter, teller, segment });
    return { service, counter, teller, segment, papers, 'service-papers': both, groups };
  }

  #each(where: Where, write: (cell: Cell) => void): void {
    this.#book.each(where, write);
  }
}

const NO_GROUPS: readonly Group[] = [];

function beforeOf({ service, served, isParked }: Visit): Sample['before'] {
  return { service, served, isParked };
}

function isSame(a: CommandId | null, b: CommandId | null): boolean {
  return a?.source === b?.source && a?.key === b?.key;
}

/** @param ticket newly issued, or as it was when the day began */
function visitOf(
  ticket: Pick<Ticket, 'segment' | 'service'> & Partial<Pick<SnapshotTicket, 'visit' | 'bulk'>>,
  isParked: boolean,
): Visit {
  const { segment, service, visit, bulk = null } = ticket;
  const papers = papersSeen(visit?.papersReady);
  return { segment, service, papers, bulk, served: 0, isParked, rated: new Map() };
}

import { IDLE_TEXTS, type JournalRecord, type NumberRule } from './evidence.ts';

interface HallTicket {
  readonly id: number;
  readonly label: string;
  status: 'waiting' | 'called' | 'serving' | 'parked' | 'ended';
  service: string;
  counter: string | null;
  segment: string;
  queuedAt: number;
  /** It waits for a window, a teller or a step, and not in the queue of its service. */
  isAwaited: boolean;
  /** What an undo puts back when it was sent on. */
  before: Pick<HallTicket, 'service' | 'queuedAt' | 'isAwaited'> | null;
  /** Certainly: the slip is out, or time has passed. */
  isCallable: boolean;
  hasMoved: boolean;
  /** Its visit was over once, though an undo may have brought it back. */
  wasOver: boolean;
  readonly isOnPaper: boolean;
  /** Types of all its records. */
  readonly story: string[];
}

interface HallCounter {
  state: 'open' | 'paused' | 'closed';
  ticket: HallTicket | null;
}

/** A hall as somebody sees it who was told every event, and who knows what cannot be. */
export class Hall {
  readonly wrong: string[] = [];
  readonly tickets = new Map<number, HallTicket>();
  /** Counters whose opening was not seen are taken to be open. */
  readonly counters = new Map<string, HallCounter>();
  /** Ids of the alerts of queues and counters that stand. */
  readonly alerts = new Set<string>();
  readonly #live = new Map<string, HallTicket>();
  readonly #numbers: Readonly<Record<string, NumberRule>>;
  /** The number that each service gave last on this business day. */
  readonly #last = new Map<string, number>();
  #hasDate = false;
  /** Counters are there for some segments alone: of two segments neither has to wait for the other. */
  #isParted = false;
  #record: JournalRecord | null = null;

  constructor(numbers: Readonly<Record<string, NumberRule>> = {}) {
    this.#numbers = numbers;
  }

  /** What the display of a counter must show when all is quiet. */
  face(counter: string): string {
    const seen = this.counters.get(counter);
    return seen?.ticket?.label ?? IDLE_TEXTS[seen?.state ?? 'closed'];
  }

  take(record: JournalRecord): void {
    this.#record = record;
    const { type, body } = record;
    const counter = body.counter ?? null;
    if (type === 'day-opened') this.#openDay(body.day ?? null);
    if (type === 'rules-applied') this.#isParted = body.rules?.counters.some(({ own }) => own !== undefined) ?? false;
    if (type === 'alert-raised' && body.alert !== undefined) this.alerts.add(body.alert);
    if (type === 'alert-cleared' && body.alert !== undefined) this.alerts.delete(body.alert);
    if (type === 'issued') this.#issue(record);
    else if (type === 'undone') for (const each of body.restored ?? []) this.#restore(each, body.what === 'take-over');
    else if (counter !== null && /^counter-(opened|paused|closed)$/.test(type)) {
      this.#counter(counter).state = type.slice('counter-'.length).replace('opened', 'open') as HallCounter['state'];
    }
    const ticket = type === 'issued' ? undefined : this.tickets.get(body.ticket ?? -1);
    if (!ticket) return;
    ticket.story.push(type);
    this.#follow(ticket, record, counter);
  }

  #say(what: string): void {
    this.wrong.push(`record ${this.#record?.seq}: ${what}`);
  }

  #counter(id: string): HallCounter {
    const known = this.counters.get(id) ?? { state: 'open', ticket: null };
    this.counters.set(id, known);
    return known;
  }

  #issue({ at = 0, body }: JournalRecord): void {
    const { ticket: id, label, segment = '', handover } = body;
    const service = body.service ?? '';
    if (id === undefined || label === undefined) return;
    if (this.#live.has(label)) this.#say(`number ${label} was issued while it was live`);
    if (this.tickets.has(id)) this.#say(`ticket ${id} was issued twice`);
    this.#count(service, label);
    const isOnPaper = handover === 'paper';
    const ticket: HallTicket = {
      ...{ id, label, service, segment, isOnPaper, status: 'waiting', counter: null, queuedAt: body.booked ?? at },
      ...{ isAwaited: false, before: null },
      ...{ isCallable: handover === 'screen', hasMoved: false, wasOver: false, story: ['issued'] },
    };
    this.tickets.set(id, ticket);
    this.#live.set(label, ticket);
  }

  /** A day without a date is the same as the dated one that follows it. */
  #openDay(date: string | null): void {
    if (this.#hasDate) this.#last.clear();
    this.#hasDate ||= date !== null;
  }

  /** Numbers are given in turn, without those that somebody still has. */
  #count(service: string, label: string): void {
    const rule = this.#numbers[service];
    if (!rule) return;
    const { prefix, digits, first, last, skip } = rule;
    const labelOf = (number: number): string => prefix + String(number).padStart(digits, '0');
    let number = this.#last.get(service) ?? last;
    for (let tried = first; tried <= last; tried += 1) {
      number = number === last ? first : number + 1;
      if (!skip.includes(number) && !this.#live.has(labelOf(number))) break;
    }
    if (labelOf(number) !== label) this.#say(`${label} was issued, but the turn is at ${labelOf(number)}`);
    this.#last.set(service, Number(label.slice(prefix.length)));
  }

  #follow(ticket: HallTicket, record: JournalRecord, counter: string | null): void {
    const { type, body } = record;
    switch (type) {
      case 'print-ended':
      case 'released':
        ticket.isCallable = true;
        return;
      case 'print-failed':
        if (ticket.status === 'waiting' && !ticket.hasMoved) this.#end(ticket);
        return;
      case 'called':
        if (counter !== null) this.#call(ticket, counter, body.how);
        if (body.isBack) ticket.status = 'serving';
        return;
      case 'started':
        this.#expect(ticket, counter, ['called']);
        ticket.status = 'serving';
        return;
      case 'recalled':
        this.#expect(ticket, counter, ['called']);
        return;
      case 'no-show':
        this.#expect(ticket, counter, ['called']);
        this.#end(ticket);
        return;
      case 'finished':
        this.#expect(ticket, counter, ['called', 'serving']);
        this.#end(ticket);
        return;
      case 'cancelled':
        this.#end(ticket);
        return;
      case 'transferred':
      case 'referred':
      case 'service-finished':
      case 'handed-off':
        this.#expect(ticket, counter, ['called', 'serving']);
        this.#send(ticket, record);
        return;
      case 'requeued':
        this.#expect(ticket, null, ['waiting']);
        Object.assign(ticket, { queuedAt: body.queuedAt ?? ticket.queuedAt, isAwaited: body.pool != null });
        return;
      default:
        this.#followAside(ticket, record, counter);
    }
  }

  /** On to another service, counter, teller or step; or on with it at the same counter. */
  #send(ticket: HallTicket, { type, body }: JournalRecord): void {
    const { service, queuedAt, isAwaited } = ticket;
    ticket.before = { service, queuedAt, isAwaited };
    if (type !== 'handed-off') ticket.service = body.to ?? service;
    Object.assign(ticket, { isCallable: true, hasMoved: true });
    if (body.where === 'here') {
      ticket.status = 'serving';
      return;
    }
    this.#leave(ticket);
    ticket.status = body.until == null ? 'waiting' : 'parked';
    ticket.isAwaited = body.pool != null;
    ticket.queuedAt = body.queuedAt ?? queuedAt;
  }

  /** What happens to a ticket that is in no queue and at no counter. */
  #followAside(ticket: HallTicket, { type, body }: JournalRecord, counter: string | null): void {
    switch (type) {
      case 'parked':
        this.#expect(ticket, counter, ['called', 'serving']);
        this.#leave(ticket);
        Object.assign(ticket, { status: 'parked', hasMoved: true, before: null });
        return;
      case 'taken-over':
        this.#expect(ticket, body.from ?? null, ['called', 'serving']);
        this.#takeOver(ticket, counter ?? '');
        return;
      case 'segment-changed':
        ticket.segment = body.to ?? ticket.segment;
        return;
      case 'unparked':
        this.#expect(ticket, null, ['parked']);
        ticket.status = 'waiting';
        return;
      case 'held-over':
        this.#expect(ticket, null, ['waiting']);
        return void Object.assign(ticket, { status: 'parked', isCallable: true });
      case 'expired':
        this.#expect(ticket, null, ['parked', 'waiting']);
        this.#end(ticket);
        return;
      case 'returned':
        this.#expect(ticket, null, ['ended']);
        if (ticket.story.at(-2) !== 'no-show') this.#say(`${ticket.label} came back after ${ticket.story.at(-2)}`);
        if (this.#live.has(ticket.label)) this.#say(`${ticket.label} came back while the number was live again`);
        this.#live.set(ticket.label, ticket);
        Object.assign(ticket, { status: 'waiting', hasMoved: true, queuedAt: body.queuedAt ?? ticket.queuedAt });
        ticket.isAwaited = false;
    }
  }

  #call(ticket: HallTicket, id: string, how: string | undefined): void {
    const counter = this.#counter(id);
    const { label } = ticket;
    if (ticket.status === 'ended') this.#say(`${label} was called but is not live`);
    else if (ticket.counter !== null) this.#say(`${label} was called to ${id} while it was at ${ticket.counter}`);
    if (ticket.status === 'parked' && how !== 'chosen') this.#say(`${label} was called while it was parked`);
    if (counter.ticket) this.#say(`${label} was called to ${id} beside ${counter.ticket.label}`);
    if (counter.state !== 'open') this.#say(`${label} was called to ${id}, which is ${counter.state}`);
    const older = how === 'chosen' || ticket.isAwaited ? undefined : this.#older(ticket);
    if (older) this.#say(`${label} was called before ${older.label}, which came earlier`);
    Object.assign(ticket, { status: 'called', counter: id, isCallable: true, before: null });
    counter.ticket = ticket;
  }

  #takeOver(ticket: HallTicket, id: string): void {
    const counter = this.#counter(id);
    const { label } = ticket;
    if (counter.ticket) this.#say(`${label} was taken over by ${id} beside ${counter.ticket.label}`);
    if (counter.state !== 'open') this.#say(`${label} was taken over by ${id}, which is ${counter.state}`);
    this.#leave(ticket);
    Object.assign(ticket, { counter: id });
    counter.ticket = ticket;
  }

  /** A ticket of the same service that came earlier and certainly could be called. */
  #older(ticket: HallTicket): HallTicket | undefined {
    return [...this.tickets.values()].find((other) => {
      if (other.status !== 'waiting' || other.isAwaited || !other.isCallable || other.service !== ticket.service)
        return false;
      if (this.#isParted && other.segment !== ticket.segment) return false;
      return other.queuedAt < ticket.queuedAt || (other.queuedAt === ticket.queuedAt && other.id < ticket.id);
    });
  }

  #expect(ticket: HallTicket, counter: string | null, statuses: readonly HallTicket['status'][]): void {
    const { label, status } = ticket;
    const type = this.#record?.type;
    if (!statuses.includes(status)) this.#say(`${type} of ${label}, which is ${status}`);
    else if (ticket.counter !== counter) this.#say(`${type} of ${label} at ${counter}, but it is at ${ticket.counter}`);
  }

  #leave(ticket: HallTicket): void {
    const counter = ticket.counter === null ? undefined : this.counters.get(ticket.counter);
    if (counter?.ticket === ticket) counter.ticket = null;
    ticket.counter = null;
  }

  #end(ticket: HallTicket): void {
    this.#leave(ticket);
    ticket.before = null;
    ticket.status = 'ended';
    ticket.wasOver = true;
    if (this.#live.get(ticket.label) === ticket) this.#live.delete(ticket.label);
  }

  /** @param isGivenBack it was taken over by another window, and nothing else of it was changed */
  #restore(restored: NonNullable<JournalRecord['body']['restored']>[number], isGivenBack: boolean): void {
    const ticket = this.tickets.get(restored.ticket);
    if (!ticket) {
      this.#say(`ticket ${restored.ticket} came back, but was never there`);
      return;
    }
    const other = this.#live.get(ticket.label);
    if (other && other !== ticket) this.#say(`${ticket.label} came back while the number was live again`);
    ticket.story.push(`undone to ${restored.status}`);
    this.#leave(ticket);
    this.#live.set(ticket.label, ticket);
    ticket.status = restored.status;
    if (restored.status === 'waiting' || restored.status === 'parked' || restored.counter === null) return;
    const counter = this.#counter(restored.counter);
    if (counter.ticket) this.#say(`${ticket.label} came back to ${restored.counter} beside ${counter.ticket.label}`);
    counter.ticket = ticket;
    ticket.counter = restored.counter;
    if (isGivenBack) return;
    Object.assign(ticket, ticket.before ?? {});
    ticket.before = null;
  }
}

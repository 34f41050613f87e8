import type { JournalRecord } from './evidence.ts';
import { follow, type Visitor, visitorOf } from './visitor.ts';
import { isThereFor, type WindowRules, wouldCall } from './windows.ts';

interface Band {
  readonly above: number;
  readonly below: number;
}

/** Alerts as the journal carries them in the rules. */
export interface AlertRule {
  readonly waitOver?: Band;
  readonly serviceOver?: number;
  readonly counterIdle?: number;
  readonly queueLong?: Band & { readonly services?: readonly (Band & { readonly service: string })[] };
  readonly allQueuesLong?: Band;
  readonly passedOver?: number;
  readonly clockUntrusted?: number;
}

export interface HallRules extends WindowRules {
  readonly services: readonly (WindowRules['services'][number] & Record<'targetWait' | 'standardTime', number>)[];
  readonly alerts?: AlertRule | undefined;
}

/** People and counters as who hears every event sees them, as far as alerts go. Everything is looked at anew each time. */
export class AlertHall {
  #rules: HallRules = { services: [], counters: [] };
  readonly #people = new Map<number, Visitor>();
  /** Who has gone: may come back, and till then nobody has to look at them. */
  readonly #gone = new Map<number, Visitor>();
  readonly #counters = new Map<string, { isOpen: boolean; isAsking: boolean }>();
  readonly #idleSince = new Map<string, number>();
  /** Whose service an alert is about. */
  readonly #about = new Map<string, number | undefined>();
  #untrustedSince: number | null = null;

  applyRules(rules: HallRules, at: number): void {
    const isSame = JSON.stringify(rules.counters) === JSON.stringify(this.#rules.counters);
    if (!isSame)
      for (const all of [this.#people, this.#gone]) for (const person of all.values()) person.hasMoved = true;
    this.#rules = rules;
    for (const { id } of rules.counters)
      if (!this.#counters.has(id)) this.#counters.set(id, { isOpen: false, isAsking: false });
    this.#lookForIdle(at);
  }

  raised(key: string): void {
    this.#about.set(key, this.#at(subjectOf(key))?.id);
  }

  forget(key: string): void {
    this.#about.delete(key);
  }

  take({ type, body }: JournalRecord, at: number): void {
    const counter = body.counter ?? null;
    const seat = this.#counters.get(counter ?? '');
    if (type === 'clock-set') this.#untrustedSince = body.isTrusted === true ? null : (this.#untrustedSince ?? at);
    if (seat && type.startsWith('counter-')) seat.isOpen = type === 'counter-opened';
    if (seat && type.startsWith('request-')) seat.isAsking = type === 'request-stands';
    if (seat && type === 'called') seat.isAsking = false;
    if (type === 'issued') this.#seat(visitorOf(body, at));
    for (const back of type === 'undone' ? (body.restored ?? []) : []) this.#restore(back, body.what);
    const person = type === 'issued' ? undefined : this.#person(body.ticket ?? -1);
    if (person) {
      if (type === 'called' && person.place === 'queue') this.#pass(person, counter ?? '');
      follow(person, type, body, at);
      this.#seat(person);
    }
    this.#lookForIdle(at);
  }

  /** What is to be told of. */
  wrongs(at: number): ReadonlySet<string> {
    const { alerts = {} } = this.#rules;
    const wrong = new Set<string>();
    for (const { id, targetWait } of this.#rules.services) {
      const queue = this.#queue(id);
      const limit = Math.floor(targetWait * (alerts.waitOver?.above ?? Number.POSITIVE_INFINITY));
      if (queue.some(({ since }) => at - since > limit)) wrong.add(`wait-over-target/${id}`);
      if (queue.length > (this.#band(id)?.above ?? Number.POSITIVE_INFINITY)) wrong.add(`queue-long/${id}`);
      const most = alerts.passedOver ?? Number.POSITIVE_INFINITY;
      if (queue.some(({ passedBy, hasMoved }) => !hasMoved && passedBy.size >= most)) wrong.add(`passed-over/${id}`);
    }
    if (this.#queue(null).length > (alerts.allQueuesLong?.above ?? Number.POSITIVE_INFINITY))
      wrong.add('all-queues-long/');
    for (const id of this.#counters.keys()) {
      if (at > this.#standardEnd(id)) wrong.add(`service-over-time/${id}`);
      const since = this.#idleSince.get(id);
      if (since !== undefined && at - since >= (alerts.counterIdle ?? Number.POSITIVE_INFINITY))
        wrong.add(`counter-idle/${id}`);
    }
    const away = this.#untrustedSince === null ? -1 : at - this.#untrustedSince;
    if (away >= (alerts.clockUntrusted ?? Number.POSITIVE_INFINITY)) wrong.add('clock-untrusted/');
    return wrong;
  }

  /** Whether something may be wrong that is beyond what is known here. */
  mayBeWrong(key: string): boolean {
    return key.startsWith('passed-over/') && this.#queue(subjectOf(key)).some(({ hasMoved }) => hasMoved);
  }

  /** Which of these are to be taken back. */
  overs(keys: readonly string[], at: number): ReadonlySet<string> {
    return new Set(keys.filter((key) => this.#isOver(key, at)));
  }

  #isOver(key: string, at: number): boolean {
    const subject = subjectOf(key);
    const { alerts = {} } = this.#rules;
    const queue = this.#queue(subject === '' ? null : subject);
    switch (key.slice(0, key.indexOf('/'))) {
      case 'wait-over-target': {
        const target = this.#rules.services.find(({ id }) => id === subject)?.targetWait;
        const limit = Math.floor(
          (target ?? Number.POSITIVE_INFINITY) * (alerts.waitOver?.below ?? Number.POSITIVE_INFINITY),
        );
        return !queue.some(({ since }) => at - since >= limit);
      }
      case 'queue-long':
        return queue.length < (this.#band(subject)?.below ?? Number.POSITIVE_INFINITY);
      case 'all-queues-long':
        return queue.length < (alerts.allQueuesLong?.below ?? Number.POSITIVE_INFINITY);
      // Who came back may have been passed over before: that is not known here.
      case 'passed-over':
        return !queue.some(
          ({ passedBy, hasMoved }) => hasMoved || passedBy.size >= (alerts.passedOver ?? Number.POSITIVE_INFINITY),
        );
      case 'service-over-time':
        return this.#at(subject)?.id !== this.#about.get(key) || at <= this.#standardEnd(subject);
      case 'counter-idle':
        return !this.#idleSince.has(subject);
      default:
        return this.#untrustedSince === null;
    }
  }

  #restore({ ticket, status, counter }: NonNullable<JournalRecord['body']['restored']>[number], what?: string): void {
    const person = this.#person(ticket);
    if (!person) return;
    const place = status === 'waiting' ? 'queue' : status === 'parked' ? 'aside' : 'counter';
    Object.assign(person, { place, counter, hasMoved: true });
    if (what === 'transfer') person.service = person.servedFor;
    this.#seat(person);
    for (const all of [this.#people, this.#gone]) for (const other of all.values()) other.passedBy.delete(ticket);
  }

  #person(id: number): Visitor | undefined {
    return this.#people.get(id) ?? this.#gone.get(id);
  }

  /** Among those who are here, or those who are not. */
  #seat(person: Visitor): void {
    const isGone = person.place === 'gone';
    (isGone ? this.#people : this.#gone).delete(person.id);
    (isGone ? this.#gone : this.#people).set(person.id, person);
  }

  #pass(called: Visitor, counter: string): void {
    for (const other of this.#queue(null)) {
      if (other === called || !isThereFor(this.#rules, counter, other)) continue;
      const isBefore = other.queuedAt === called.queuedAt ? other.id < called.id : other.queuedAt < called.queuedAt;
      if (isBefore) other.passedBy.add(called.id);
    }
  }

  #lookForIdle(at: number): void {
    for (const [id, { isOpen, isAsking }] of this.#counters) {
      const mayBeIdle = this.#rules.alerts?.counterIdle !== undefined && isOpen && !isAsking && !this.#at(id);
      const hasWork = (): boolean =>
        this.#queue(null).some((each) => each.isCallable && wouldCall(this.#rules, id, each));
      const isIdle = mayBeIdle && hasWork();
      if (!isIdle) this.#idleSince.delete(id);
      else if (!this.#idleSince.has(id)) this.#idleSince.set(id, at);
    }
  }

  #queue(service: string | null): readonly Visitor[] {
    const queue: Visitor[] = [];
    for (const each of this.#people.values())
      if (each.place === 'queue' && (service === null || each.service === service)) queue.push(each);
    return queue;
  }

  #at(counter: string): Visitor | undefined {
    for (const each of this.#people.values()) if (each.place === 'counter' && each.counter === counter) return each;
    return undefined;
  }

  #band(service: string): Band | undefined {
    const long = this.#rules.alerts?.queueLong;
    return long?.services?.find((own) => own.service === service) ?? long;
  }

  #standardEnd(counter: string): number {
    const person = this.#at(counter);
    const standard = this.#rules.services.find(({ id }) => id === person?.service)?.standardTime;
    const times = this.#rules.alerts?.serviceOver;
    if (!person || standard === undefined || times === undefined) return Number.POSITIVE_INFINITY;
    return person.servedSince + Math.floor(standard * times);
  }
}

function subjectOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

import type { Command } from '../queue/commands.ts';
import type { Decision } from '../queue/decide.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import type { ScheduledInstant } from '../queue/instants.ts';
import type { CounterId, Duration, Instant, TicketId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';
import type { Agenda } from './agenda.ts';
import { NOBODYS } from './commands.ts';
import type { Customer } from './customers.ts';
import type { DayRecord } from './record.ts';
import type { Scenario, Span } from './scenario.ts';

/** The hall that a teller sits in. */
export interface TellersHall {
  readonly scenario: Scenario;
  /** What the clock brings. */
  readonly instants: readonly ScheduledInstant[];
  readonly agenda: Agenda;
  readonly record: DayRecord;
  readonly now: Instant;
  readonly state: Readonly<QueueState>;
  run(command: Command): Decision;
  /** Place of a ticket's customer among the customers. */
  ownerOf(ticket: TicketId): number;
  customer(place: number): Customer | undefined;
}

/** The teller of a counter: comes and goes, presses next, serves, hands on, looks for who does not come. */
export class Teller {
  readonly #hall: TellersHall;
  readonly #counter: CounterId;
  readonly #isBack: boolean;
  /** What the keys of the counter ask. */
  readonly #keys: ReturnType<typeof keysOf>;
  /** The clock opens the counter and closes it. */
  readonly #isByClock: boolean;
  #isOnDuty = false;
  /** Does not come back any more. */
  #isLast = true;
  /** The customer at the window, by place; -1: nobody is there. */
  #customer = -1;
  #openSince: Instant | null = null;
  #busySince: Instant | null = null;

  constructor(hall: TellersHall, counter: CounterId, isBack: boolean) {
    this.#hall = hall;
    this.#counter = counter;
    this.#isBack = isBack;
    this.#keys = keysOf(counter);
    const { scenario, agenda, instants } = hall;
    const own = instants.filter((instant) => instant.what === 'counter' && instant.counter === counter);
    this.#isByClock = own.some((instant) => instant.what === 'counter' && instant.by === 'schedule');
    const allDay = [{ from: scenario.begins, to: Number.POSITIVE_INFINITY }];
    const spans = scenario.staff.get(counter) ?? (own.length > 0 ? hoursIn(own) : allDay);
    for (const [index, { from, to }] of spans.entries()) {
      agenda.put(from, 'begin', () => this.#begins());
      if (to < Number.POSITIVE_INFINITY) agenda.put(to, 'end', () => this.#stops(index === spans.length - 1));
    }
  }

  /** Hears what happens at the counter. */
  hear(event: QueueEvent): void {
    switch (event.type) {
      case 'called':
        this.#calls(event);
        return;
      case 'handed-off':
        if (event.where !== 'here') this.#isFree();
        return;
      case 'finished':
      case 'no-show':
        this.#ends(event);
        return;
      case 'counter-opened':
        this.#openSince ??= event.at;
        if (this.#isOnDuty) this.#later(0, () => this.#next());
        return;
      case 'counter-paused':
      case 'counter-closed':
        this.#isShut(event);
        return;
      case 'request-ended':
        if (event.reason === 'time') this.#later(0, () => this.#next());
        return;
      default:
        return;
    }
  }

  /** The day is over: what is still open counts until now. */
  rest(): void {
    this.#isFree();
    if (this.#openSince !== null) this.#hall.record.wasOpen(this.#counter, this.#openSince, this.#hall.now);
    this.#openSince = null;
  }

  #begins(): void {
    this.#isOnDuty = true;
    const { state } = this.#hall.state.counters.get(this.#counter) ?? {};
    if (state === 'open') this.#next();
    else if (state === 'paused' || !this.#isByClock) this.#hall.run(this.#keys.open);
  }

  /** Whoever is served is served to the end. */
  #stops(isLast: boolean): void {
    this.#isOnDuty = false;
    this.#isLast = isLast;
    if (this.#customer < 0) this.#goes();
  }

  #goes(): void {
    this.#hall.run(this.#isLast ? this.#keys.close : this.#keys.pause);
  }

  #isShut(event: EventOf<'counter-paused' | 'counter-closed'>): void {
    if (this.#openSince !== null) this.#hall.record.wasOpen(this.#counter, this.#openSince, event.at);
    this.#openSince = null;
    // Paused by a rule: the teller sits there all the same.
    if (event.type === 'counter-paused' && event.reason !== 'teller' && this.#isOnDuty) {
      this.#later(this.#hall.scenario.tellers.between, () => this.#begins());
    }
  }

  #next(): void {
    const counter = this.#hall.state.counters.get(this.#counter);
    if (!this.#isOnDuty || this.#customer >= 0 || counter?.state !== 'open' || counter.request) return;
    this.#hall.run(this.#keys.next);
  }

  #calls({ ticket, at, passedOver }: EventOf<'called'>): void {
    const { record, scenario } = this.#hall;
    const place = this.#hall.ownerOf(ticket);
    const customer = this.#hall.customer(place);
    if (!customer) return;
    this.#customer = place;
    this.#busySince = at;
    if (record.isWaiting(place) && customer.leaves < at) {
      this.#later(scenario.tellers.looksFor, () => {
        this.#hall.run(this.#keys.noShow);
        this.#goesOn();
      });
      return;
    }
    record.called(place, at, passedOver);
    const comes = this.#isBack ? 0 : scenario.tellers.comes;
    if (comes === 0) this.#works();
    else
      this.#later(comes, () => {
        this.#hall.run(this.#keys.start);
        this.#works();
      });
  }

  #works(): void {
    const place = this.#customer;
    const works = this.#hall.customer(place)?.works ?? [];
    const step = this.#hall.record.stepOf(place);
    this.#later(works[step] ?? 0, () => {
      this.#hall.record.stepDone(place);
      if (step + 1 < works.length) this.#handsOn(place, works.slice(step + 1));
      else this.#finishes(works.length > 1);
    });
  }

  /** Where nobody does the next step, the teller does all that is left. */
  #handsOn(place: number, rest: readonly Duration[]): void {
    const { answer } = this.#hall.run(this.#keys.handoff);
    if (answer.kind !== 'refused') {
      if (this.#customer === place) this.#works();
      else this.#goesOn();
      return;
    }
    for (const _ of rest) this.#hall.record.stepDone(place);
    const left = rest.reduce((sum, each) => sum + each, 0);
    this.#later(left, () => this.#finishes(true));
  }

  /** Next ends the visit as well: what tellers press who go on at once. */
  #finishes(isParted: boolean): void {
    const isGoingOn = this.#isOnDuty && !isParted && this.#hall.scenario.tellers.between === 0;
    const isOpen = this.#hall.state.counters.get(this.#counter)?.state === 'open';
    this.#hall.run(isGoingOn && isOpen ? this.#keys.next : this.#keys.finish);
    this.#goesOn();
  }

  #ends(event: EventOf<'finished' | 'no-show'>): void {
    const { record } = this.#hall;
    const place = this.#hall.ownerOf(event.ticket);
    if (event.type === 'finished') record.served(place, event.at, this.#counter);
    else record.left(place, 'no-show', event.at);
    this.#isFree();
  }

  #isFree(): void {
    if (this.#busySince !== null) this.#hall.record.wasBusy(this.#counter, this.#busySince, this.#hall.now);
    this.#busySince = null;
    this.#customer = -1;
  }

  /** The customer has gone: the next one is called, or the teller goes. */
  #goesOn(): void {
    if (this.#customer >= 0) return;
    const { between } = this.#hall.scenario.tellers;
    if (between === 0) this.#nextOrGo();
    else this.#later(between, () => this.#nextOrGo());
  }

  #nextOrGo(): void {
    if (this.#isOnDuty) this.#next();
    else if (this.#customer < 0 && this.#openSince !== null) this.#goes();
  }

  #later(after: Duration, act: () => void): void {
    this.#hall.agenda.put(this.#hall.now + after, after === 0 ? 'begin' : 'end', act);
  }
}

function keysOf(counter: CounterId) {
  const { id, actor } = NOBODYS;
  const key = <T extends Command['type']>(type: T) => ({ type, counter, id, actor });
  return {
    open: { type: 'open-counter', counter, teller: null, profile: null, id, actor },
    pause: key('pause-counter'),
    close: key('close-counter'),
    next: key('call-next'),
    start: key('start'),
    finish: key('finish'),
    noShow: key('no-show'),
    handoff: key('handoff'),
  } as const;
}

/** The hours of a counter, of its instants in order. */
function hoursIn(own: readonly ScheduledInstant[]): readonly Span[] {
  const spans: { from: Instant; to: Instant }[] = [];
  for (const instant of own) {
    if (instant.what !== 'counter') continue;
    const last = spans.at(-1);
    if (instant.isOpen) spans.push({ from: instant.at, to: Number.POSITIVE_INFINITY });
    else if (last) last.to = instant.at;
  }
  return spans;
}

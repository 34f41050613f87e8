import type { Command } from '../queue/commands.ts';
import type { Decision } from '../queue/decide.ts';
import { nextDue } from '../queue/due.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import type { CounterId, Duration, Instant, TicketId } from '../queue/rules.ts';
import { emptyState } from '../queue/snapshot.ts';
import type { QueueState } from '../queue/state.ts';
import { Agenda } from './agenda.ts';
import { askedBy, referenceOf } from './asking.ts';
import { NOBODYS } from './commands.ts';
import type { Customer } from './customers.ts';
import { type DayRecord, newRecord } from './record.ts';
import { rulesPlayed } from './rules-played.ts';
import type { Comparison, Scenario } from './scenario.ts';
import { Teller, type TellersHall } from './teller.ts';
import { RuleOfThumb } from './told.ts';

/** The queue that plays: the branch's own. A proof may put a broken one in its place, to see that it is found out. */
export interface Engine {
  decide(state: Readonly<QueueState>, command: Command, now: Instant): Decision;
  evolve(state: QueueState, event: QueueEvent): void;
}

const { id, actor } = NOBODYS;
const TICK: Command = { type: 'tick', id, actor };
/** A day that is not over by then will not end: somebody waits for what never happens. */
const LONGEST_DAY = 48 * 3_600_000;

/**
 * Plays one day on the queue of the branch, in virtual time: customers take numbers, tellers press next, time passes.
 *
 * @param customers in the order in which they come
 */
export function playDay(
  scenario: Scenario,
  comparison: Comparison,
  customers: readonly Customer[],
  engine: Engine,
): DayRecord {
  return new SimulatedHall(scenario, comparison, customers, engine).play();
}

/** The hall of one day: what happens there, and who is there. */
class SimulatedHall implements TellersHall {
  readonly scenario: Scenario;
  readonly agenda = new Agenda();
  readonly record: DayRecord;
  readonly #customers: readonly Customer[];
  readonly #engine: Engine;
  readonly #state = emptyState();
  readonly #comparison: Comparison;
  readonly #tellers = new Map<CounterId, Teller>();
  /** Place of a ticket's customer among the customers, by the ticket's number. */
  readonly #owners: number[] = [];
  readonly #thumb: RuleOfThumb;
  #now: Instant;
  #next = 0;
  /** Customers who are to come once more: who was too early, and who comes back. */
  #expected = 0;

  constructor(scenario: Scenario, comparison: Comparison, customers: readonly Customer[], engine: Engine) {
    this.scenario = scenario;
    this.#comparison = comparison;
    this.#customers = customers;
    this.#engine = engine;
    this.#thumb = new RuleOfThumb(scenario, comparison.rules);
    const [first] = comparison.instants;
    this.#now = Math.min(scenario.begins, first?.at ?? scenario.begins);
    this.record = newRecord(scenario, comparison.rules, customers);
  }

  get instants(): Comparison['instants'] {
    return this.#comparison.instants;
  }

  get now(): Instant {
    return this.#now;
  }

  get state(): Readonly<QueueState> {
    return this.#state;
  }

  play(): DayRecord {
    const { rules, instants } = this.#comparison;
    this.run({ type: 'set-clock', offset: 0, isTrusted: true, id, actor });
    this.run({ type: 'apply-rules', rules: rulesPlayed(this.scenario, rules), id, actor });
    this.run({ type: 'open-day', day: this.scenario.date, instants: [...instants], openingHash: '', id, actor });
    this.#book();
    this.#machines();
    for (const counter of rules.counters) {
      this.#tellers.set(counter.id, new Teller(this, counter.id, counter.isBack ?? false));
    }
    const last = Math.max(this.#customers.at(-1)?.at ?? this.#now, instants.at(-1)?.at ?? this.#now) + LONGEST_DAY;
    while (!this.#isOver() && this.#now < last && this.#step());
    this.record.ends(this.#now, this.#isOver());
    for (const teller of this.#tellers.values()) teller.rest();
    return this.record;
  }

  ownerOf(ticket: TicketId): number {
    return this.#owners[ticket] ?? -1;
  }

  customer(place: number): Customer | undefined {
    return this.#customers[place];
  }

  /** Decides a command now, writes what comes of it, and lets everybody hear it. */
  run(command: Command): Decision {
    const decision = this.#engine.decide(this.#state, command, this.#now);
    if (decision.kind === 'decided') {
      for (const event of decision.events) this.#engine.evolve(this.#state, event);
      for (const event of decision.events) this.#hear(event);
    }
    return decision;
  }

  #isOver(): boolean {
    return this.#next >= this.#customers.length && this.#state.tickets.size === 0 && this.#expected === 0;
  }

  /** Lets the next thing happen: what time alone changes first, then who comes, then what is on the agenda. */
  #step(): boolean {
    const due = nextDue(this.#state) ?? Number.POSITIVE_INFINITY;
    const comes = this.#customers[this.#next]?.at ?? Number.POSITIVE_INFINITY;
    const { nextAt } = this.agenda;
    const at = Math.min(due, comes, nextAt);
    if (at === Number.POSITIVE_INFINITY) return false;
    this.#now = Math.max(this.#now, at);
    if (due <= comes && due <= nextAt) this.run(TICK);
    else if (comes <= nextAt) this.#come(this.#next++);
    else this.agenda.take()?.();
    return true;
  }

  #come(place: number): void {
    const customer = this.#customers[place];
    if (!customer) return;
    const { service } = customer;
    const reference = customer.booked === null ? null : referenceOf(place);
    const stands = reference !== null && this.#state.appointments.has(reference);
    const asked = askedBy(customer, stands ? reference : null);
    const issue = (insists: boolean): Decision => {
      // Who is called with the number is heard before its answer is.
      this.#owners[this.#state.lastTicket + 1] = place;
      return this.run(insists ? { ...asked, insists } : asked);
    };
    let { answer } = issue(false);
    if (answer.kind === 'refused' && answer.refusal.code === 'check-in-early') {
      this.#again(answer.refusal.wait, () => this.#come(place));
      return;
    }
    if (answer.kind === 'refused' && answer.refusal.code === 'machine-better') {
      const { machine } = answer.refusal;
      const isTaken =
        customer.takesMachine &&
        this.run({ type: 'take-machine', service, machine, how: 'chosen', id, actor }).answer.kind === 'done';
      if (isTaken) {
        this.record.diverted(place);
        return;
      }
    }
    // Whoever is asked whether it is worth the wait says yes.
    if (answer.kind === 'refused' && /^(?:machine-better|confirm-needed)$/.test(answer.refusal.code)) {
      answer = issue(true).answer;
    }
    if (answer.kind === 'refused') this.record.refused(place, answer.refusal.code);
    else if (answer.kind === 'issued') this.#mindPatience(place, customer, answer.ticket);
  }

  /** Appointments stand when the day begins. */
  #book(): void {
    for (const [place, { booked, service, segment }] of this.#customers.entries()) {
      if (booked !== null) {
        this.run({ type: 'book', reference: referenceOf(place), service, segment, time: booked, id, actor });
      }
    }
  }

  /** Somebody comes once more. */
  #again(after: Duration, act: () => void): void {
    this.#expected += 1;
    this.agenda.put(this.#now + after, 'end', () => {
      this.#expected -= 1;
      act();
    });
  }

  #mindReturn(ticket: TicketId): void {
    const place = this.ownerOf(ticket);
    const after = this.#customers[place]?.returnsAfter ?? null;
    if (after === null || this.record.hasReturned(place)) return;
    this.#again(after, () => void this.run({ type: 'return-late', ticket: { id: ticket }, counter: null, id, actor }));
  }

  #mindPatience(place: number, { leaves, cancels }: Customer, ticket: TicketId): void {
    if (!cancels || leaves === Number.POSITIVE_INFINITY) return;
    this.agenda.put(leaves, 'end', () => {
      if (this.record.isWaiting(place)) {
        this.run({ type: 'cancel', ticket: { id: ticket }, counter: null, reason: 'walked-out', id, actor });
      }
    });
  }

  #machines(): void {
    for (const { id: machine } of this.#comparison.rules.machines ?? []) {
      const spans = this.scenario.machineHours.get(machine) ?? [{ from: this.#now, to: Number.POSITIVE_INFINITY }];
      const say = (at: Instant, isUsable: boolean): void =>
        this.agenda.put(
          at,
          'begin',
          () => void this.run({ type: 'machine-state', machine, isUsable, queue: 0, id, actor }),
        );
      for (const { from, to } of spans) {
        say(from, true);
        if (to < Number.POSITIVE_INFINITY) say(to, false);
      }
    }
  }

  #tells({ ticket, estimate, service, segment, ahead }: EventOf<'issued'>): void {
    if (!estimate) return;
    const plain = this.#thumb.wait(this.#state, { service, segment }, ahead);
    this.record.tells(this.ownerOf(ticket), { ...estimate, plain });
  }

  #hear(event: QueueEvent): void {
    switch (event.type) {
      case 'issued':
        this.record.came(this.ownerOf(event.ticket));
        this.#tells(event);
        return;
      case 'cancelled':
      case 'expired':
        this.record.left(this.ownerOf(event.ticket), event.type, event.at);
        return;
      case 'returned':
        this.record.returned(this.ownerOf(event.ticket));
        return;
      default:
        if (event.type === 'no-show') this.#mindReturn(event.ticket);
        if (event.counter !== null) this.#tellers.get(event.counter)?.hear(event);
    }
  }
}

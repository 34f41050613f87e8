import type { Command } from '../queue/commands.ts';
import type { Decision } from '../queue/decide.ts';
import { nextDue } from '../queue/due.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { CounterId, Instant, TicketId } from '../queue/rules.ts';
import { emptyState } from '../queue/snapshot.ts';
import type { QueueState } from '../queue/state.ts';
import { Agenda } from './agenda.ts';
import { NOBODYS } from './commands.ts';
import type { Customer } from './customers.ts';
import { type DayRecord, newRecord } from './record.ts';
import type { Comparison, Scenario } from './scenario.ts';
import { Teller, type TellersHall } from './teller.ts';

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
  #now: Instant;
  #next = 0;

  constructor(scenario: Scenario, comparison: Comparison, customers: readonly Customer[], engine: Engine) {
    this.scenario = scenario;
    this.#comparison = comparison;
    this.#customers = customers;
    this.#engine = engine;
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
    this.run({ type: 'apply-rules', rules, id, actor });
    this.run({ type: 'open-day', day: this.scenario.date, instants: [...instants], openingHash: '', id, actor });
    this.#machines();
    for (const counter of rules.counters) {
      this.#tellers.set(counter.id, new Teller(this, counter.id, counter.isBack ?? false));
    }
    const last = Math.max(this.#customers.at(-1)?.at ?? this.#now, instants.at(-1)?.at ?? this.#now) + LONGEST_DAY;
    while (!this.#isOver() && this.#now < last && this.#step());
    this.record.ends(this.#now);
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
    return this.#next >= this.#customers.length && this.#state.tickets.size === 0;
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
    const { service, segment } = customer;
    // Who is called with the number is heard before its answer is.
    this.#owners[this.#state.lastTicket + 1] = place;
    const asked = { type: 'issue', service, segment, language: 'en', handover: 'screen', id, actor } as const;
    let { answer } = this.run(asked);
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
      answer = this.run({ ...asked, insists: true }).answer;
    }
    if (answer.kind === 'refused') this.record.refused(place, answer.refusal.code);
    else if (answer.kind === 'issued') this.#mindPatience(place, customer, answer.ticket);
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

  #hear(event: QueueEvent): void {
    switch (event.type) {
      case 'issued':
        this.record.came(this.ownerOf(event.ticket));
        return;
      case 'cancelled':
      case 'expired':
        this.record.left(this.ownerOf(event.ticket), event.type, event.at);
        return;
      default:
        if (event.counter !== null) this.#tellers.get(event.counter)?.hear(event);
    }
  }
}

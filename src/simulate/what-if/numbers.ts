import type { CounterId, Duration, Instant, ServiceId, TicketId } from '../../queue/rules.ts';
import type { Part, Tape } from './tape.ts';
import { workOf } from './typical.ts';

/** Whose ticket is whose, and how far each visit is: a number that is refused here shifts all that follow. */
export class Numbers {
  /** Customers whose time at a window is that of others; ids of the record. */
  readonly imputed = new Set<TicketId>();
  /** Customers who were at another window in truth. */
  readonly moved = new Set<TicketId>();
  readonly #tape: Tape;
  readonly #work: (service: ServiceId) => Duration;
  readonly #known = new Map<TicketId, TicketId>();
  readonly #recorded = new Map<TicketId, TicketId>();
  /** Which part of a visit comes next. */
  readonly #turns = new Map<TicketId, number>();

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#work = workOf(tape);
  }

  /** The recorded ticket as it is known here; null: it has no number here. Who was there before the day keeps the number. */
  known(recorded: TicketId): TicketId | null {
    const { lastTicket } = this.#tape.opening.opening;
    return recorded <= lastTicket ? recorded : (this.#known.get(recorded) ?? null);
  }

  recorded(ticket: TicketId): TicketId {
    return this.#recorded.get(ticket) ?? ticket;
  }

  pair(recorded: TicketId, here: TicketId): void {
    this.#known.set(recorded, here);
    this.#recorded.set(here, recorded);
  }

  part(recorded: TicketId, here: TicketId): void {
    this.#known.delete(recorded);
    this.#recorded.delete(here);
  }

  /** What was done for a customer in the part of the visit that comes now; made up where the record has none. */
  partOf(ticket: TicketId, counter: CounterId, service: ServiceId, now: Instant): Part {
    const recorded = this.recorded(ticket);
    const part = this.#tape.parts.get(recorded)?.[this.#turns.get(recorded) ?? 0];
    if (part && part.counter !== counter) this.moved.add(recorded);
    if (part) return part;
    this.imputed.add(recorded);
    const then = { from: now, press: null, awayAfter: null };
    return { ticket: recorded, service, counter, from: now, steps: [], end: null, then };
  }

  /** How long a part takes that was not over when the record ended. */
  guess({ ticket, service }: Part): Duration {
    this.imputed.add(ticket);
    return this.#work(service);
  }

  /** That part is over. */
  partDone(ticket: TicketId): void {
    const recorded = this.recorded(ticket);
    this.turnTo(recorded, (this.#turns.get(recorded) ?? 0) + 1);
  }

  turnTo(recorded: TicketId, next: number): void {
    this.#turns.set(recorded, next);
  }
}

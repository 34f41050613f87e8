import type { EventOf, QueueEvent } from '../../queue/events.ts';
import { evolve } from '../../queue/evolve.ts';
import type { CounterId, Instant, Rules, TicketId } from '../../queue/rules.ts';
import { restore } from '../../queue/snapshot.ts';
import type { QueueState, Snapshot } from '../../queue/state.ts';
import type { Customer } from '../customers.ts';
import { type DayRecord, newRecord } from '../record.ts';
import type { Scenario } from '../scenario.ts';

/** Customers of a day in the order in which they came, and their tickets. A messenger with many slips is kept out of the means. */
export interface Came {
  readonly customers: readonly Customer[];
  /** Place among the customers, by ticket. */
  readonly places: ReadonlyMap<TicketId, number>;
}

/** Who came on a recorded day. */
export function cameOn(events: readonly QueueEvent[], midnight: Instant): Came {
  const issued = events.filter((event) => event.type === 'issued' && event.bulk === undefined) as EventOf<'issued'>[];
  return {
    customers: issued.map(({ at, service, segment }) => ({
      ...{ at: at - midnight, service, segment, works: [], leaves: Number.POSITIVE_INFINITY },
      ...{ cancels: false, takesMachine: false, more: [], booked: null, returnsAfter: null },
    })),
    places: new Map(issued.map(({ ticket }, place) => [ticket, place])),
  };
}

export interface Heard {
  readonly scenario: Scenario;
  readonly rules: Rules;
  readonly opening: Snapshot;
  readonly events: readonly QueueEvent[];
  readonly came: Came;
  /** The ticket that it was in the record. */
  recorded(ticket: TicketId): TicketId;
  readonly midnight: Instant;
  /** When it is over. */
  readonly ends: Instant;
}

/** What happened on a day, as events tell it. */
export function recordOf(heard: Heard): DayRecord {
  const { scenario, rules, came, events, midnight } = heard;
  const record = newRecord(scenario, rules, came.customers);
  const fates = new Fates(heard, record);
  const counters = new Counters(heard, record);
  const state = restore(heard.opening);
  for (const event of events) {
    if (event.at > heard.ends) break;
    evolve(state, event);
    fates.hear(event);
    counters.hear(event, state);
  }
  fates.settle();
  counters.settle();
  record.ends(heard.ends - midnight, true);
  return record;
}

type End = EventOf<'finished' | 'no-show' | 'cancelled' | 'expired'>;

/** When customers were called first and what became of them: what was undone is as if it had not been. */
class Fates {
  readonly #heard: Heard;
  readonly #record: DayRecord;
  readonly #calls = new Map<TicketId, EventOf<'called'>>();
  /** Calls that nobody has answered yet. */
  readonly #vain = new Map<TicketId, EventOf<'called'>>();
  readonly #ends = new Map<TicketId, End>();

  constructor(heard: Heard, record: DayRecord) {
    this.#heard = heard;
    this.#record = record;
  }

  hear(event: QueueEvent): void {
    switch (event.type) {
      case 'issued':
        this.#at(event.ticket, (place) => this.#record.came(place));
        return;
      case 'called':
        this.#answered(event.ticket);
        this.#vain.set(event.ticket, event);
        return;
      case 'no-show':
        this.#vain.delete(event.ticket);
        this.#ends.set(event.ticket, event);
        return;
      case 'finished':
      case 'cancelled':
      case 'expired':
        this.#answered(event.ticket);
        this.#ends.set(event.ticket, event);
        return;
      case 'returned':
        this.#ends.delete(event.ticket);
        return;
      case 'undone':
        for (const { ticket, status } of event.restored) {
          this.#ends.delete(ticket);
          if (status === 'waiting' || status === 'parked') this.#vain.delete(ticket);
        }
        return;
      default:
        return;
    }
  }

  settle(): void {
    const { midnight } = this.#heard;
    for (const ticket of [...this.#vain.keys()]) this.#answered(ticket);
    for (const { ticket, at, passedOver } of this.#calls.values()) {
      this.#at(ticket, (place) => this.#record.called(place, at - midnight, passedOver));
    }
    for (const event of this.#ends.values()) {
      const at = event.at - midnight;
      this.#at(event.ticket, (place) => {
        if (event.type === 'finished') this.#record.served(place, at, event.counter ?? '');
        else this.#record.left(place, event.type, at);
      });
    }
  }

  /** The customer came: the first call that was answered is what was waited for. */
  #answered(ticket: TicketId): void {
    const call = this.#vain.get(ticket);
    if (call && !this.#calls.has(ticket)) this.#calls.set(ticket, call);
    this.#vain.delete(ticket);
  }

  #at(ticket: TicketId, tell: (place: number) => void): void {
    const place = this.#heard.came.places.get(this.#heard.recorded(ticket));
    if (place !== undefined) tell(place);
  }
}

/** When windows were open, and somebody was there. */
class Counters {
  readonly #heard: Heard;
  readonly #record: DayRecord;
  readonly #open = new Map<CounterId, Instant>();
  readonly #busy = new Map<CounterId, Instant>();

  constructor(heard: Heard, record: DayRecord) {
    this.#heard = heard;
    this.#record = record;
    for (const { id, state } of heard.opening.counters) {
      if (state === 'open') this.#open.set(id, heard.events[0]?.at ?? 0);
    }
  }

  hear({ at }: QueueEvent, { counters }: QueueState): void {
    for (const { id, state, ticket } of counters.values()) {
      this.#turn(this.#open, id, state === 'open', at);
      this.#turn(this.#busy, id, ticket !== null, at);
    }
  }

  settle(): void {
    const { ends } = this.#heard;
    for (const [id] of [...this.#open]) this.#turn(this.#open, id, false, ends);
    for (const [id] of [...this.#busy]) this.#turn(this.#busy, id, false, ends);
  }

  #turn(since: Map<CounterId, Instant>, id: CounterId, is: boolean, at: Instant): void {
    const from = since.get(id);
    if (is === (from !== undefined)) return;
    if (from === undefined) {
      since.set(id, at);
      return;
    }
    since.delete(id);
    const { midnight } = this.#heard;
    if (since === this.#open) this.#record.wasOpen(id, from - midnight, at - midnight);
    else this.#record.wasBusy(id, from - midnight, at - midnight);
  }
}

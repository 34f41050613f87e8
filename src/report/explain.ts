import { eventOf } from '../journal/codec.ts';
import type { ReadRecord } from '../journal/selection.ts';
import type { EventOf, QueueEvent, Restored } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { isFor } from '../queue/pools.ts';
import { scoreOf } from '../queue/profile.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { Duration, TicketId } from '../queue/rules.ts';
import { emptyState, restore } from '../queue/snapshot.ts';
import {
  END_STATUSES,
  type EndStatus,
  type OpenStatus,
  type QueueState,
  type Ticket,
  type TicketStatus,
} from '../queue/state.ts';

/** When something happened: a place in the journal, and the wall time as far as it was known, Unix ms. */
export interface Moment {
  readonly seq: number;
  readonly wall: number;
  readonly isTrusted: boolean;
}

/** A call, and why. */
export interface Call {
  readonly moment: Moment;
  readonly label: string;
  /** Number of the counter, its id where the rules do not know it any more. */
  readonly counter: string;
  readonly profile: string;
  readonly rule: string | null;
  readonly how: EventOf<'called'>['how'];
  readonly waited: Duration;
  /** Null where the profile has no score. */
  readonly score: number | null;
  readonly passedOver: number;
  /** The counter has undone it since; left out: it stands. */
  readonly isTakenBack?: true;
}

/** A call that stands, at a counter that could have called the ticket in question, which waited. */
export interface CallBefore extends Call {
  /** It came later than the ticket in question, and was called before it. */
  readonly isLater: boolean;
  /** The score of the ticket in question with the same profile then; null where that has none. */
  readonly ownScore: number | null;
}

/** What the journal says of one ticket. */
export interface Explanation {
  readonly label: string;
  readonly service: string;
  readonly segment: string;
  readonly issued: Moment;
  /** People ahead as they were told. */
  readonly ahead: number;
  readonly before: readonly CallBefore[];
  /** Its own calls: several when it was sent on, or a call was taken back. */
  readonly calls: readonly Call[];
  /** How it stands at the end of the journal. */
  readonly now:
    | { readonly status: OpenStatus; readonly moment: null }
    /** The moment of its end. */
    | { readonly status: EndStatus; readonly moment: Moment };
}

/** What is read of a journal. */
export interface Journal {
  /** Records of the queue, the newest first. */
  back(): Iterable<ReadRecord>;
  /** Records from a place on, in order; those that are told are proved. */
  from(seq: number): Iterable<ReadRecord>;
}

/**
 * Tells who was called before a ticket and by which rule, by living through its day again.
 *
 * @param label of the newest ticket that has it
 * @returns null when no ticket of the journal has the label
 */
export function explain(journal: Journal, label: string): Explanation | null {
  const place = placeOf(journal, label);
  if (!place) return null;
  const story = new Story(place.ticket);
  let state = emptyState();
  for (const record of journal.from(place.start)) {
    const event = eventOf(record);
    if (!event) continue;
    if (record.seq === place.start && event.type === 'day-opened') state = restore(event.opening);
    const moment = { seq: record.seq, wall: record.at + record.offset, isTrusted: record.isTrusted };
    story.tell(state, event, moment);
    evolve(state, event);
    story.look(state, moment);
  }
  return story.explanation();
}

/** The ticket, and the record from which its day can be lived through again. */
function placeOf(journal: Journal, label: string): { readonly ticket: TicketId; readonly start: number } | null {
  let ticket: TicketId | null = null;
  for (const record of journal.back()) {
    if (record.type !== 'issued' && record.type !== 'day-opened') continue;
    const event = eventOf(record);
    if (ticket === null && event?.type === 'issued' && event.label === label) ticket = event.ticket;
    if (ticket !== null && event?.type === 'day-opened') return { ticket, start: record.seq };
  }
  return ticket === null ? null : { ticket, start: 1 };
}

const ENDS: ReadonlySet<string> = new Set(END_STATUSES);

function hasEnded(status: TicketStatus): status is EndStatus {
  return ENDS.has(status);
}

class Story {
  readonly #id: TicketId;
  readonly #before: CallBefore[] = [];
  readonly #calls: Call[] = [];
  /** The record of each ticket's newest call. */
  readonly #newest = new Map<TicketId, number>();
  #issued: { readonly event: EventOf<'issued'>; readonly moment: Moment } | null = null;
  /** The record of the ticket: the state writes its end on it, and may forget it in the same step. */
  #ticket: Ticket | null = null;
  #now: Explanation['now'] = { status: 'waiting', moment: null };

  constructor(id: TicketId) {
    this.#id = id;
  }

  /** An event, before it is written to the state. */
  tell(state: QueueState, event: QueueEvent, moment: Moment): void {
    if (event.type === 'called') this.#tellCall(state, event, moment);
    if (event.type === 'undone') for (const restored of event.restored) this.#takeBack(restored);
    if (event.type === 'issued' && event.ticket === this.#id) this.#issued = { event, moment };
  }

  /** How the ticket stands once an event is written. */
  look(state: QueueState, moment: Moment): void {
    this.#ticket = state.tickets.get(this.#id) ?? this.#ticket;
    const status = this.#ticket?.status;
    if (status === undefined || status === this.#now.status) return;
    this.#now = hasEnded(status) ? { status, moment } : { status, moment: null };
  }

  explanation(): Explanation | null {
    if (!this.#issued) return null;
    const { label, service, segment, ahead } = this.#issued.event;
    const told = { before: this.#before, calls: this.#calls, now: this.#now };
    return { label, service, segment, ahead, issued: this.#issued.moment, ...told };
  }

  #tellCall(state: QueueState, event: EventOf<'called'>, moment: Moment): void {
    const called = state.tickets.get(event.ticket);
    const own = state.tickets.get(this.#id);
    const index = state.rules && indexOf(state.rules);
    const indexed = index?.counters.get(event.counter ?? '');
    this.#newest.set(event.ticket, moment.seq);
    if (!called || !own || !index) return;
    const call: Call = {
      moment,
      label: event.label,
      counter: String(indexed?.rules.number ?? event.counter),
      profile: state.counters.get(event.counter ?? '')?.profile ?? '',
      rule: event.rule,
      how: event.how,
      waited: event.waited,
      score: event.score,
      passedOver: event.passedOver,
    };
    if (called === own) this.#calls.push(call);
    else if (own.status === 'waiting' && isFor(state, event.counter ?? '')(own)) {
      this.#before.push({ ...call, isLater: called.id > own.id, ownScore: scoreThen(state, event, own) });
    }
  }

  /** Whoever is in a queue or a pool again has not been called; its own call is told all the same. */
  #takeBack({ ticket, status }: Restored): void {
    if (status !== 'waiting' && status !== 'parked') return;
    const isIt = ({ moment }: Call): boolean => moment.seq === this.#newest.get(ticket);
    const before = this.#before.findIndex(isIt);
    if (before >= 0) this.#before.splice(before, 1);
    const own = this.#calls.findIndex(isIt);
    const call = this.#calls[own];
    if (call) this.#calls[own] = { ...call, isTakenBack: true };
  }
}

function scoreThen(state: QueueState, event: EventOf<'called'>, ticket: Ticket): number | null {
  const index = state.rules && indexOf(state.rules);
  const profile = index?.profiles.get(state.counters.get(event.counter ?? '')?.profile ?? '');
  if (!index || !profile) return null;
  return scoreOf(profile, index.traits.traitsOf(ticket), ticket, event.at);
}

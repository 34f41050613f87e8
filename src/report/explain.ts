import { eventOf } from '../journal/codec.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { passedOver } from '../queue/passes.ts';
import { scoreOf } from '../queue/profile.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { Duration, TicketId } from '../queue/rules.ts';
import { emptyState, restore } from '../queue/snapshot.ts';
import type { QueueState, Ticket } from '../queue/state.ts';

/** When something happened: a place in the journal, and the wall time as far as it was known, Unix ms. */
export interface Moment {
  readonly seq: number;
  readonly wall: number;
  readonly isTrusted: boolean;
}

/** How a ticket stood with the profile of a counter. */
export interface Standing {
  readonly waited: Duration;
  /** Null where the profile has no score. */
  readonly score: number | null;
  readonly passedOver: number;
}

/** A call, and why. */
export interface Call extends Standing {
  readonly moment: Moment;
  readonly label: string;
  /** Number of the counter, its id where the rules do not know it any more. */
  readonly counter: string;
  readonly profile: string;
  readonly rule: string | null;
  readonly how: EventOf<'called'>['how'];
}

/** A call at a counter that serves the ticket in question, while that waited. */
export interface CallBefore extends Call {
  /** It came later than the ticket in question, and was called before it. */
  readonly isLater: boolean;
  /** How the ticket in question stood with the same profile then. */
  readonly own: Standing;
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
  /** Null while it is live. */
  readonly ended: { readonly how: string; readonly moment: Moment } | null;
}

/** What is read of a journal. */
export interface Journal {
  /** Records of the queue, the newest first. */
  back(): Iterable<StoredRecord>;
  /** Records from a place on, in order. */
  from(seq: number): Iterable<StoredRecord>;
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
    story.tell(state, event, { seq: record.seq, wall: record.at + record.offset, isTrusted: record.isTrusted });
    evolve(state, event);
  }
  return story.explanation();
}

/** The ticket, and the record from which its day can be lived through again. */
function placeOf(journal: Journal, label: string): { readonly ticket: TicketId; readonly start: number } | null {
  let ticket: TicketId | null = null;
  for (const record of journal.back()) {
    const event = eventOf(record);
    if (ticket === null && event?.type === 'issued' && event.label === label) ticket = event.ticket;
    if (ticket !== null && event?.type === 'day-opened') return { ticket, start: record.seq };
  }
  return ticket === null ? null : { ticket, start: 1 };
}

const ENDS: ReadonlySet<QueueEvent['type']> = new Set(['finished', 'no-show', 'cancelled', 'print-failed']);

class Story {
  readonly #id: TicketId;
  readonly #before: CallBefore[] = [];
  readonly #calls: Call[] = [];
  #issued: { readonly event: EventOf<'issued'>; readonly moment: Moment } | null = null;
  #ended: Explanation['ended'] = null;

  constructor(id: TicketId) {
    this.#id = id;
  }

  /** An event, before it is written to the state. */
  tell(state: QueueState, event: QueueEvent, moment: Moment): void {
    if (event.type === 'called') this.#tellCall(state, event, moment);
    if (event.type === 'undone' && event.restored.some(({ ticket }) => ticket === this.#id)) this.#ended = null;
    if (!('ticket' in event) || event.ticket !== this.#id) return;
    if (event.type === 'issued') this.#issued = { event, moment };
    if (ENDS.has(event.type)) this.#ended = { how: event.type, moment };
  }

  explanation(): Explanation | null {
    if (!this.#issued) return null;
    const { label, service, segment, ahead } = this.#issued.event;
    const told = { before: this.#before, calls: this.#calls, ended: this.#ended };
    return { label, service, segment, ahead, issued: this.#issued.moment, ...told };
  }

  #tellCall(state: QueueState, event: EventOf<'called'>, moment: Moment): void {
    const called = state.tickets.get(event.ticket);
    const own = state.tickets.get(this.#id);
    const index = state.rules && indexOf(state.rules);
    const indexed = index?.counters.get(event.counter ?? '');
    if (!called || !own || !index) return;
    const traitsOf = ({ service, segment }: Ticket) => index.traits.traitsOf(service, segment);
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
    else if (own.status === 'waiting' && indexed && index.claims.of(indexed.group, traitsOf(own))) {
      this.#before.push({ ...call, isLater: called.id > own.id, own: standingOf(state, event, own) });
    }
  }
}

function standingOf(state: QueueState, event: EventOf<'called'>, ticket: Ticket): Standing {
  const waited = event.at - ticket.waitingSince;
  const index = state.rules && indexOf(state.rules);
  const profile = index?.profiles.get(state.counters.get(event.counter ?? '')?.profile ?? '');
  if (!index || !profile) return { waited, score: null, passedOver: 0 };
  const traits = index.traits.traitsOf(ticket.service, ticket.segment);
  const score = scoreOf(profile, traits, ticket, event.at);
  return { waited, score, passedOver: passedOver(state, index, traits, ticket) };
}

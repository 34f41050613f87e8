import { LobbydError, messageOf } from '../errors.ts';
import { ownEventOf } from '../journal/codec.ts';
import { EXIT } from '../process.ts';
import type { EventOf, EventType, QueueEvent } from '../queue/events.ts';
import type { CounterId, Duration, ServiceId, TicketId } from '../queue/rules.ts';
import type { MeasuredTimes } from '../simulate/measured.ts';
import { exitOf, withReader } from './journal-reading.ts';

/** Newest services of a kind that are drawn from: a year of a busy one. */
const MOST = 20_000;

/** Events that say how long services took; no others are read. */
const TYPES = [
  'issued',
  'bulk-marked',
  'handed-off',
  'started',
  'finished',
  'service-finished',
  'undone',
] as const satisfies readonly EventType[];
type Heard = EventOf<(typeof TYPES)[number]>;

function isHeard(event: QueueEvent): event is Heard {
  return (TYPES as readonly EventType[]).includes(event.type);
}

/** How long services took that ended in a journal, every record of which is proved, and whose it is: or why nobody can tell. */
export function serviceTimesIn(directory: string): MeasuredTimes {
  try {
    return withReader(directory, (reader) => {
      const heard = new ServiceTimes();
      for (const record of reader.proved({ types: TYPES, from: 1, to: reader.last() })) {
        const event = ownEventOf(record);
        if (event) heard.hear(event);
      }
      return { times: heard.times(), counters: heard.counters(), startedFor: reader.startedFor() };
    });
  } catch (caught) {
    const isFault = !(caught instanceof LobbydError) || exitOf(caught) === EXIT.fault;
    return { why: messageOf(caught), isFault };
  }
}

interface Ended {
  readonly service: ServiceId;
  readonly took: Duration;
}

/**
 * Hears a journal. What was undone did not end; bulk visits are no ordinary ones, and of those whose steps several counters
 * did no counter knows the whole time.
 */
export class ServiceTimes {
  readonly #times = new Map<ServiceId, Duration[]>();
  /** The newest end at each counter: while it may be undone it does not count. */
  readonly #newest = new Map<CounterId, Ended>();
  readonly #others = new Set<TicketId>();
  readonly #counters = new Set<CounterId>();

  hear(event: QueueEvent): void {
    if (isHeard(event)) this.#hear(event);
  }

  times(): ReadonlyMap<ServiceId, readonly Duration[]> {
    for (const counter of [...this.#newest.keys()]) this.#settle(counter);
    return new Map([...this.#times].map(([service, all]) => [service, all.slice(-MOST)]));
  }

  /** Counters at which services ended. */
  counters(): readonly CounterId[] {
    return [...this.#counters];
  }

  #hear(event: Heard): void {
    const { counter } = event;
    if (event.type === 'handed-off' && event.where !== 'here') this.#others.add(event.ticket);
    else if (event.type === 'bulk-marked' || (event.type === 'issued' && event.bulk !== undefined))
      this.#others.add(event.ticket);
    if (counter === null) return;
    if (event.type === 'finished') this.#ends(counter, event.ticket, { service: event.service, took: event.served });
    else if (event.type === 'service-finished')
      this.#ends(counter, event.ticket, { service: event.from, took: event.served });
    // A wrong next has ended a visit and called the next customer in one.
    else if (event.type === 'undone' && /^(?:finish|call)$/.test(event.what)) this.#newest.delete(counter);
    else if (event.type === 'started') this.#settle(counter);
  }

  #ends(counter: CounterId, ticket: TicketId, ended: Ended): void {
    this.#settle(counter);
    this.#counters.add(counter);
    if (!this.#others.has(ticket) && ended.took > 0) this.#newest.set(counter, ended);
  }

  #settle(counter: CounterId): void {
    const ended = this.#newest.get(counter);
    this.#newest.delete(counter);
    if (!ended) return;
    const times = this.#times.get(ended.service) ?? [];
    times.push(ended.took);
    this.#times.set(ended.service, times);
  }
}

import type { Branch } from '../branch/port.ts';
import type { Clock } from '../clock.ts';
import type { ReplayRange } from '../commands/perform.ts';
import { messageOf } from '../errors.ts';
import type { Incidents } from '../incidents.ts';
import type { Store, StoredRecord } from '../journal/store.ts';
import type { QueueEvent } from '../queue/events.ts';
import { type PublicOrigin, publicEvent } from './events-public.ts';
import { fullJitter } from './jitter.ts';
import { RecordLane } from './record-lane.ts';
import type { Lane, Outgoing } from './window.ts';

/** Name of the publisher's cursor in the journal. */
export const EVENT_CURSOR = 'mqtt';
/** Records that one replay sends at most; the answer says where it ends, and the next one may be asked for. */
export const REPLAY_LIMIT = 5_000;

export interface PublisherParts {
  readonly branch: Pick<Branch, 'moveCursor'>;
  readonly store: Pick<Store, 'head' | 'read' | 'cursor'>;
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly origin: PublicOrigin;
  readonly seed: number;
  /** The queue event in a record, lifted to its newest shape; null for other streams. */
  eventOf(record: StoredRecord): QueueEvent | null;
  /** Something may be taken. */
  onReady(): void;
}

/**
 * Publishes every committed record, in order, from the cursor on. The cursor rides in the journal's next batch, so
 * after a crash the last events are published once more: consumers drop them by id.
 */
export function eventPublisher(parts: PublisherParts): RecordLane {
  const head = parts.store.head().seq;
  const cursor = Math.min(parts.store.cursor(EVENT_CURSOR), head);
  return new RecordLane(
    {
      ...laneParts(parts),
      onAdvanced: (seq) => parts.branch.moveCursor(EVENT_CURSOR, seq),
    },
    cursor,
    null,
  );
}

/** Publishes records again when somebody asks for them, one request at a time, sharing the window with the new ones. */
export class ReplayLane implements Lane {
  readonly #lane: RecordLane;
  #upTo = 0;

  constructor(parts: PublisherParts) {
    this.#lane = new RecordLane({ ...laneParts(parts), onAdvanced: () => {} }, 0, 0);
  }

  /**
   * Starts one.
   *
   * @param from first record
   * @param end the last record that was published: what comes after it will be published anyway
   * @returns what will be sent, empty (`upTo` < `from`) when there is nothing; null while another one runs
   */
  start(from: number, end: number): ReplayRange | null {
    if (this.#lane.acknowledged < this.#upTo) return null;
    const upTo = Math.min(end, from + REPLAY_LIMIT - 1);
    if (upTo < from) return { from, upTo: from - 1 };
    this.#upTo = upTo;
    this.#lane.restart(from, upTo);
    return { from, upTo };
  }

  begin(): void {
    this.#lane.begin();
  }

  cut(): void {
    this.#lane.cut();
  }

  take(): Outgoing | null {
    return this.#lane.take();
  }

  isFetching(): boolean {
    return this.#lane.isFetching();
  }

  close(): void {
    this.#lane.close();
  }
}

function laneParts(parts: PublisherParts) {
  const { store, clock, incidents, origin, onReady } = parts;
  return {
    store,
    clock,
    incidents,
    onReady,
    backoff: fullJitter(parts.seed),
    prepare(record: StoredRecord) {
      try {
        return publicEvent(record, parts.eventOf(record), origin);
      } catch (caught) {
        // One record that this version cannot map must not hold up all that come after it.
        incidents.raise(
          {
            code: 'mqtt/unmapped-record',
            what: `record ${record.seq} (${record.type}) is published as internal: ${messageOf(caught)}`,
            next: 'report this with the journal',
            isFault: true,
          },
          { seq: record.seq },
        );
        return publicEvent(record, null, origin);
      }
    },
  };
}

import { type Clock, seconds, type Timer } from '../clock.ts';
import { asFault, messageOf } from '../errors.ts';
import type { Incidents } from '../incidents.ts';
import type { Store, StoredRecord } from '../journal/store.ts';
import type { PublicMessage } from './events-public.ts';
import type { Backoff } from './jitter.ts';
import type { Lane, Outgoing } from './window.ts';

/** Records read at once: what waits in memory, however long the broker was away. */
export const PAGE = 64;
const READ_AGAIN_AFTER = seconds(5);

export interface RecordLaneParts {
  readonly store: Pick<Store, 'head' | 'read'>;
  readonly clock: Clock;
  readonly incidents: Incidents;
  /** Pauses after a refused publish. */
  readonly backoff: Backoff;
  /** Never throws. */
  prepare(record: StoredRecord): PublicMessage;
  /** Something may be taken. */
  onReady(): void;
  /** Every record up to and with `seq` is acknowledged. */
  onAdvanced(seq: number): void;
}

/**
 * Journal records in order: read in pages, sent in order, acknowledged in order. What was not acknowledged is read
 * again: nothing is kept beside the journal.
 */
export class RecordLane implements Lane {
  readonly #parts: RecordLaneParts;
  /** Every record up to here is acknowledged. */
  #acknowledged: number;
  /** The last record to be sent, null for no end. */
  #last: number | null;
  #ready: { readonly seq: number; readonly message: PublicMessage }[] = [];
  #flying: { readonly seq: number; isAcknowledged: boolean }[] = [];
  /** The next record to be read. */
  #reading: number;
  /** Raised with each restart: ends and reads of before are told by it. */
  #life = 0;
  #isReading = false;
  #isConnected = false;
  #pause: Timer | null = null;

  constructor(parts: RecordLaneParts, acknowledged: number, last: number | null) {
    this.#parts = parts;
    this.#acknowledged = acknowledged;
    this.#last = last;
    this.#reading = acknowledged + 1;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Sends the records `from` … `last`, whatever was sent before. */
  restart(from: number, last: number | null): void {
    this.#acknowledged = from - 1;
    this.#last = last;
    this.#rewind();
  }

  begin(): void {
    this.#isConnected = true;
    this.#rewind();
  }

  cut(): void {
    this.#isConnected = false;
    this.#rewind();
  }

  take(): Outgoing | null {
    if (!this.#isConnected || this.#pause) return null;
    const next = this.#ready.shift();
    if (!next) {
      this.#read();
      return null;
    }
    const { seq, message } = next;
    const flight = { seq, isAcknowledged: false };
    this.#flying.push(flight);
    const life = this.#life;
    return {
      message: {
        topic: message.topic,
        payload: message.payload,
        isRetained: false,
        contentType: 'application/cloudevents+json; charset=utf-8',
      },
      ended: (end) => {
        // After a restart it is sent again anyway.
        if (life !== this.#life || end.kind === 'lost') return;
        if (end.kind === 'refused') return this.#hold(seq, message.topic, end.reason);
        flight.isAcknowledged = true;
        this.#advance();
      },
    };
  }

  isFetching(): boolean {
    return this.#isReading;
  }

  /** Releases its timer. */
  close(): void {
    this.#isConnected = false;
    this.#pause?.cancel();
  }

  #advance(): void {
    const before = this.#acknowledged;
    for (let first = this.#flying[0]; first?.isAcknowledged; first = this.#flying[0]) {
      this.#acknowledged = first.seq;
      this.#flying.shift();
    }
    if (this.#acknowledged === before) return;
    this.#parts.backoff.reset();
    this.#parts.incidents.clear('mqtt/publish-refused', 'the broker takes events again');
    this.#parts.onAdvanced(this.#acknowledged);
  }

  /** Order before speed: nothing goes past a refused record, which is tried again. */
  #hold(seq: number, topic: string, reason: number): void {
    this.#parts.incidents.raise(
      {
        code: 'mqtt/publish-refused',
        what: `the broker refuses to take events, reason ${reason}`,
        next: 'look at the access rights, quotas and size limits of this client at the broker',
        isFault: true,
      },
      { seq, topic },
    );
    this.#rewind();
    this.#wait(this.#parts.backoff.next());
  }

  #wait(delay: number): void {
    this.#pause?.cancel();
    this.#pause = this.#parts.clock.after(delay, () => {
      this.#pause = null;
      this.#parts.onReady();
    });
  }

  #rewind(): void {
    this.#life += 1;
    this.#ready = [];
    this.#flying = [];
    this.#reading = this.#acknowledged + 1;
    this.#isReading = false;
    this.#pause?.cancel();
    this.#pause = null;
  }

  #read(): void {
    const end = Math.min(this.#parts.store.head().seq, this.#last ?? Number.POSITIVE_INFINITY);
    if (this.#isReading || this.#reading > end) return;
    this.#isReading = true;
    const life = this.#life;
    const count = Math.min(PAGE, end - this.#reading + 1);
    this.#parts.store.read(this.#reading, count).then(
      (records) => {
        if (life !== this.#life) return;
        this.#isReading = false;
        this.#parts.incidents.clear('mqtt/journal-unreadable', 'the journal can be read again');
        for (const record of records) this.#ready.push({ seq: record.seq, message: this.#parts.prepare(record) });
        this.#reading = (records.at(-1)?.seq ?? this.#reading - 1) + 1;
        this.#parts.onReady();
      },
      (caught: unknown) => {
        if (life !== this.#life) return;
        this.#isReading = false;
        this.#unreadable(caught);
        this.#parts.onReady();
      },
    );
  }

  #unreadable(caught: unknown): void {
    const fault = asFault(caught, {
      code: 'mqtt/journal-unreadable',
      what: messageOf(caught),
      where: `record ${this.#reading}`,
      next: 'check the disk',
    });
    this.#parts.incidents.raise(
      { code: 'mqtt/journal-unreadable', what: `events wait: ${fault.what}`, next: fault.next },
      { seq: this.#reading },
    );
    this.#wait(READ_AGAIN_AFTER);
  }
}

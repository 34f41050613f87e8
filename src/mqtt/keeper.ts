import { type Clock, type Millis, seconds, sleep, type Timer } from '../clock.ts';
import type { Incidents } from '../incidents.ts';
import type { ConnectEnd, Connection, ConnectOptions, Connector, Message, Protocol, Received } from './connection.ts';
import { fullJitter } from './jitter.ts';
import {
  CONNECTING_INCIDENTS,
  failedIncident,
  lostIncident,
  UNSTEADY_FROM,
  unsteadyIncident,
} from './keeper-incidents.ts';
import { type Lane, Window } from './window.ts';

/** A connection that stood this long was a good one: the next delay is short again. */
const STEADY_AFTER: Millis = seconds(30);
const SUBSCRIBE_AGAIN_AFTER: Millis = seconds(60);
/** At stop, for what is still in flight. */
const LAST_MESSAGES: Millis = seconds(2);
/** At stop, for the farewell, and then for the broker to hang up. */
const LAST_WORD: Millis = seconds(1);

/** Return codes of CONNACK for a protocol version that the broker does not speak: 3.1.1 and 5. */
const OTHER_PROTOCOL: ReadonlySet<number> = new Set([1, 132]);

/** What is subscribed to after each connect. */
export interface Subscription {
  readonly filter: string;
  /** As {@link Connection.subscribe} has it. */
  readonly isFlagKept: boolean;
  /** What is missing while the broker refuses it: `commands`. */
  readonly what: string;
}

export interface KeeperParts {
  readonly connector: Connector;
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly seed: number;
  /** Where to, and as whom; asked anew for each try, since an embedded broker may have moved. Null: not yet known. */
  options(): Omit<ConnectOptions, 'protocol'> | null;
  readonly lanes: readonly Lane[];
  readonly subscriptions: readonly Subscription[];
  /** Published last, before an orderly leave. */
  readonly farewell: Message;
  onMessage(received: Received): void;
}

export interface KeeperStatus {
  readonly state: 'connecting' | 'connected' | 'waiting' | 'stopped';
  /** 5, or 4 for MQTT 3.1.1. */
  readonly protocol: Protocol;
  /** How often a connection was made. */
  readonly connections: number;
}

/**
 * Keeps one connection to the broker: tries for ever with full jitter, asks for MQTT 5 and falls back to 3.1.1,
 * subscribes after every connect (the broker may have lost the session), and tells the lanes when to begin again.
 */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #backoff: ReturnType<typeof fullJitter>;
  readonly #abort = new AbortController();
  #state: KeeperStatus['state'] = 'connecting';
  #protocol: Protocol = 5;
  #connections = 0;
  /** Connections in a row that were gone before they stood. */
  #brief = 0;
  #clientId = '';
  #connection: Connection | null = null;
  #window: Window | null = null;
  #timers: Timer[] = [];
  #stopping: Promise<void> | null = null;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#backoff = fullJitter(parts.seed);
    void this.#connect();
  }

  status(): KeeperStatus {
    return { state: this.#state, protocol: this.#protocol, connections: this.#connections };
  }

  /** A lane has something. Nothing happens while there is no connection. */
  wake(): void {
    this.#window?.wake();
  }

  /** The broker may be there now: tries at once instead of waiting. */
  hurry(): void {
    if (this.#state !== 'waiting' || this.#stopping) return;
    for (const timer of this.#timers) timer.cancel();
    void this.#connect();
  }

  /** Sends what can still be sent, says farewell and leaves. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#leave();
    return this.#stopping;
  }

  async #connect(): Promise<void> {
    this.#state = 'connecting';
    const options = this.#parts.options();
    if (!options) return this.#again();
    this.#clientId = options.clientId;
    let life: { isOver: boolean; reason: string } = { isOver: false, reason: '' };
    const end = await this.#parts.connector.connect(
      { ...options, protocol: this.#protocol },
      {
        onMessage: (received) => {
          if (!life.isOver && !this.#stopping) this.#parts.onMessage(received);
        },
        onClosed: (reason) => {
          life = { isOver: true, reason };
          this.#closed(reason);
        },
      },
      this.#abort.signal,
    );
    if (end.kind === 'connected') {
      if (this.#stopping) return end.connection.destroy();
      // It may have gone in the same breath.
      if (life.isOver) return this.#again();
      return this.#begin(end.connection);
    }
    if (!this.#stopping) this.#failed(end, options.url);
  }

  #failed(end: Exclude<ConnectEnd, { kind: 'connected' }>, url: string): void {
    if (end.kind === 'refused' && this.#protocol === 5 && OTHER_PROTOCOL.has(end.code)) {
      this.#protocol = 4;
      void this.#connect();
      return;
    }
    this.#parts.incidents.raise(failedIncident(end), { broker: hostOf(url) });
    this.#again();
  }

  #again(): void {
    if (this.#stopping) return;
    this.#state = 'waiting';
    this.#timers = [this.#parts.clock.after(this.#backoff.next(), () => void this.#connect())];
  }

  #begin(connection: Connection): void {
    const { clock, incidents, lanes } = this.#parts;
    this.#connections += 1;
    this.#state = 'connected';
    this.#connection = connection;
    for (const code of CONNECTING_INCIDENTS) incidents.clear(code, 'connected to the broker');
    this.#timers = [clock.after(STEADY_AFTER, () => this.#stands())];
    this.#window = new Window({ connection, lanes, clock, onStalled: () => this.#stalled(connection) });
    for (const lane of lanes) lane.begin();
    this.#window.wake();
    void this.#subscribe(connection);
  }

  #stands(): void {
    this.#backoff.reset();
    this.#brief = 0;
    this.#parts.incidents.clear('mqtt/unsteady', 'the connection to the broker holds');
  }

  async #subscribe(connection: Connection): Promise<void> {
    const refused: Subscription[] = [];
    for (const each of this.#parts.subscriptions) {
      const ended = await connection.subscribe([each.filter], each.isFlagKept);
      if (ended === null || this.#connection !== connection || this.#stopping) return;
      if (ended.length > 0) refused.push(each);
    }
    if (refused.length === 0) {
      this.#parts.incidents.clear('mqtt/subscription-refused', 'all that is subscribed to is received');
      return;
    }
    const names = refused.map(({ filter }) => filter).join(', ');
    this.#parts.incidents.raise({
      code: 'mqtt/subscription-refused',
      what: `the broker refuses the subscription to ${names}: no ${refused.map(({ what }) => what).join(', no ')} arrive`,
      next: 'give this client the right to read these topics',
      isFault: true,
    });
    this.#timers.push(this.#parts.clock.after(SUBSCRIBE_AGAIN_AFTER, () => void this.#subscribe(connection)));
  }

  #stalled(connection: Connection): void {
    this.#parts.incidents.raise({
      code: 'mqtt/stalled',
      what: `the broker has acknowledged nothing for ${2 * connection.keepalive} s: the connection is cut`,
      next: 'look at the broker and its disk',
    });
    connection.destroy();
  }

  #closed(reason: string): void {
    if (!this.#connection) return;
    this.#brief += 1;
    this.#drop();
    for (const lane of this.#parts.lanes) lane.cut();
    if (this.#stopping) return;
    const isUnsteady = this.#brief >= UNSTEADY_FROM;
    this.#parts.incidents.raise(isUnsteady ? unsteadyIncident(this.#clientId) : lostIncident(reason));
    this.#again();
  }

  #drop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
    this.#window?.shut();
    this.#window = null;
    this.#connection = null;
  }

  async #leave(): Promise<void> {
    const connection = this.#connection;
    if (connection) {
      await this.#within(LAST_MESSAGES, this.#window?.idle());
      this.#window?.shut();
      await this.#within(
        LAST_WORD,
        new Promise<void>((resolve) => connection.publish(this.#parts.farewell, () => resolve())),
      );
      await this.#within(LAST_WORD, connection.end());
    }
    this.#drop();
    this.#abort.abort();
    this.#state = 'stopped';
  }

  #within(limit: Millis, work: Promise<void> | undefined): Promise<void> {
    return Promise.race([work ?? Promise.resolve(), sleep(this.#parts.clock, limit)]);
  }
}

/** The broker's name for the log: an address may carry a password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'address not readable';
}

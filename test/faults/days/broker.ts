import { type Clock, type Millis, ms, seconds } from '../../../src/clock.ts';
import type {
  ConnectEnd,
  Connection,
  ConnectionListener,
  ConnectOptions,
  Connector,
  Message,
  PublishEnd,
} from '../../../src/mqtt/connection.ts';
import type { Delivery } from '../../oracle/evidence.ts';
import type { Chance } from '../../stand/chance.ts';

/** What may be wrong with the broker, each for a while. */
export type BrokerIllness =
  /** Nobody there. */
  | 'away'
  /** It says that it is not available. */
  | 'refusing'
  /** It takes bytes and does nothing with them. */
  | 'hung'
  /** It hands messages on and never says so. */
  | 'mum'
  /** Each message reaches the consumer twice. */
  | 'doubling'
  /** It refuses what is published: a quota. */
  | 'full';

/** An answer to a command. */
export interface Answered {
  readonly command: string;
  readonly id: string;
  readonly result?: { readonly kind: string; readonly label?: string };
  readonly problem?: { readonly code: string };
}

/** A broker in memory with a consumer that reads everything, and a tablet that sends commands. */
export interface DayBroker extends Connector {
  /** Payloads of events in the order in which the consumer got them, doubles included. */
  readonly messages: readonly string[];
  /** Why some of them may have come twice. */
  readonly delivery: Delivery;
  /** Newest retained payload by what follows `/state/`. */
  readonly states: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, Answered>;
  illness: BrokerIllness | null;
  /** Told of each retained message that comes, by what follows `/state/`. */
  onState: (thing: string, payload: string) => void;
  /** The network goes; the daemon may come back at once. */
  drop(): void;
  /** A command to the daemon that is there; lost when none is. */
  command(name: string, body: { readonly id: string } & Readonly<Record<string, unknown>>): void;
}

/** A message's way to the broker, and the way of its acknowledgement. */
const WAY: Millis = ms(2);
/** After which a try to connect is given up. */
const CONNECT_LIMIT: Millis = seconds(10);
const SERVER_UNAVAILABLE = 136;
const QUOTA_EXCEEDED = 151;
const ACKNOWLEDGED: PublishEnd = { kind: 'acknowledged', reason: 0 };

/**
 * Makes a {@link DayBroker}.
 *
 * @param prefix of the branch's topics
 */
export function dayBroker(clock: Clock, chance: Chance, prefix: string): DayBroker {
  return new Broker(clock, chance, prefix);
}

interface Flight {
  readonly message: Message;
  readonly ended: (end: PublishEnd) => void;
  /** At the broker, and whether it was handed on. */
  state: 'under-way' | 'arrived' | 'taken';
}

class Broker implements DayBroker {
  readonly messages: string[] = [];
  readonly delivery = { cuts: [] as number[], replays: [] as number[], brokerDoubles: [] as number[] };
  readonly states = new Map<string, string>();
  readonly answers = new Map<string, Answered>();
  onState: DayBroker['onState'] = () => {};
  readonly clock: Clock;
  readonly #chance: Chance;
  readonly #prefix: string;
  readonly #reply: string;
  #current: Session | null = null;
  #illness: BrokerIllness | null = null;

  constructor(clock: Clock, chance: Chance, prefix: string) {
    this.clock = clock;
    this.#chance = chance;
    this.#prefix = prefix;
    this.#reply = `${prefix}/res/tablet`;
  }

  get illness(): BrokerIllness | null {
    return this.#illness;
  }

  /** Well again, it goes on where it stood still. */
  set illness(illness: BrokerIllness | null) {
    this.#illness = illness;
    this.#current?.serve();
  }

  async connect(options: ConnectOptions, listener: ConnectionListener): Promise<ConnectEnd> {
    if (this.illness === 'away') return { kind: 'unreachable', reason: 'connect ECONNREFUSED' };
    if (this.illness === 'refusing') return { kind: 'refused', code: SERVER_UNAVAILABLE, reason: 'not available' };
    if (this.illness === 'hung') {
      await new Promise<void>((resolve) => void this.clock.after(CONNECT_LIMIT, resolve));
      return { kind: 'unreachable', reason: 'no CONNACK within 10 s' };
    }
    this.#current?.close('session taken over');
    this.#current = new Session(this, options.protocol, listener);
    return { kind: 'connected', connection: this.#current };
  }

  drop(): void {
    this.#current?.close('connection reset');
  }

  command(name: string, body: Readonly<Record<string, unknown>>): void {
    if (this.illness !== null && this.illness !== 'doubling') return;
    if (name === 'replay') this.delivery.replays.push(this.messages.length);
    this.#current?.receive(`${this.#prefix}/cmd/${name}`, JSON.stringify({ replyTo: this.#reply, ...body }));
  }

  /** @returns what the sender is told; null: nothing as yet */
  take(message: Message): PublishEnd | null {
    if (this.illness === 'full') return { kind: 'refused', reason: QUOTA_EXCEEDED };
    this.#keep(message);
    if (this.illness === 'doubling') {
      if (this.#isEvent(message)) this.delivery.brokerDoubles.push(this.messages.length);
      this.#keep(message);
    }
    return this.illness === 'mum' ? null : ACKNOWLEDGED;
  }

  /** @returns whether a message got through that was on its way when the connection went */
  getsThrough(message: Message): boolean {
    if (this.illness !== null || !this.#chance.is(0.5)) return false;
    this.#keep(message);
    return true;
  }

  /** What was not acknowledged until now comes again. */
  wasCut(): void {
    this.delivery.cuts.push(this.messages.length);
  }

  #isEvent({ topic }: Message): boolean {
    return topic.startsWith(`${this.#prefix}/evt/`);
  }

  #keep({ topic, payload }: Message): void {
    const thing = topic.startsWith(this.#prefix) ? topic.slice(this.#prefix.length + 1) : topic;
    if (thing.startsWith('evt/')) this.messages.push(payload);
    else if (thing.startsWith('state/')) {
      const name = thing.slice('state/'.length);
      this.states.set(name, payload);
      this.onState(name, payload);
    } else if (topic === this.#reply) {
      const answer = JSON.parse(payload) as Answered;
      this.answers.set(answer.id, answer);
    }
  }
}

class Session implements Connection {
  readonly protocol: Connection['protocol'];
  readonly receiveMaximum = 65_535;
  readonly keepalive = 15;
  readonly #broker: Broker;
  readonly #listener: ConnectionListener;
  readonly #flying = new Set<Flight>();
  /** What was sent in this moment, and arrives together. */
  #together: { readonly at: Millis; readonly flights: Flight[] } | null = null;
  #isClosed = false;

  constructor(broker: Broker, protocol: Connection['protocol'], listener: ConnectionListener) {
    this.#broker = broker;
    this.protocol = protocol;
    this.#listener = listener;
  }

  publish(message: Message, ended: (end: PublishEnd) => void): void {
    if (this.#isClosed) {
      ended({ kind: 'lost' });
      return;
    }
    const flight: Flight = { message, ended, state: 'under-way' };
    this.#flying.add(flight);
    const { clock } = this.#broker;
    const at = clock.monotonic();
    if (this.#together?.at === at) {
      this.#together.flights.push(flight);
      return;
    }
    const flights = [flight];
    this.#together = { at, flights };
    clock.after(WAY, () => {
      for (const each of flights) each.state = 'arrived';
      this.serve();
    });
  }

  /** What has arrived is dealt with in order, as far as the broker is able to. */
  serve(): void {
    if (this.#broker.illness === 'hung') return;
    for (const flight of this.#flying) {
      if (flight.state === 'under-way' || this.#isClosed) return;
      const isNew = flight.state === 'arrived';
      const end = isNew ? this.#broker.take(flight.message) : this.#broker.illness === 'mum' ? null : ACKNOWLEDGED;
      flight.state = 'taken';
      if (!end) continue;
      this.#flying.delete(flight);
      flight.ended(end);
    }
  }

  async subscribe(): Promise<readonly string[] | null> {
    return this.#isClosed ? null : [];
  }

  receive(topic: string, text: string): void {
    if (this.#isClosed) return;
    const payload = Buffer.from(text);
    this.#listener.onMessage({ topic, payload, isRetained: false, responseTopic: null, correlation: null });
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    let _isGettingThrough = true;
    for (const { message, state, ended } of this.#flying) {
      // What the broker got is the beginning of what was sent.
      if (state !== 'taken') _isGettingThrough &&= this.#broker.getsThrough(message);
      ended({ kind: 'lost' });
    }
    this.#flying.clear();
    this.#broker.wasCut();
    this.#listener.onClosed(reason);
  }

  destroy(): void {
    this.close('destroyed');
  }

  async end(): Promise<void> {
    this.close('left');
  }
}

import type {
  ConnectEnd,
  Connection,
  ConnectionListener,
  ConnectOptions,
  Connector,
  Message,
  Protocol,
  PublishEnd,
  Received,
} from '../../src/mqtt/connection.ts';

/** One message that the daemon sent on a scripted connection. */
export interface Sent {
  readonly message: Message;
  /** How the daemon's publish ended, null while it is in flight. */
  end: PublishEnd | null;
  /** May be called twice: a duplicate PUBACK. */
  readonly finish: (end: PublishEnd) => void;
}

/** A scripted broker: every connection and every acknowledgement is the test's decision. */
export class FakeBroker implements Connector {
  readonly tries: ConnectOptions[] = [];
  readonly connections: FakeConnection[] = [];
  /** How the next tries end; afterwards they succeed. */
  readonly script: Exclude<ConnectEnd, { kind: 'connected' }>[] = [];
  receiveMaximum = 65_535;
  keepalive = 30;
  /** Acknowledges everything at once. */
  isEager = true;
  /** Filters that are refused. */
  refusedFilters: string[] = [];

  async connect(options: ConnectOptions, listener: ConnectionListener): Promise<ConnectEnd> {
    this.tries.push(options);
    const scripted = this.script.shift();
    if (scripted) return scripted;
    const connection = new FakeConnection(this, options.protocol, listener);
    this.connections.push(connection);
    return { kind: 'connected', connection };
  }

  get current(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new RangeError('nobody has connected');
    return connection;
  }

  /** Everything sent on all connections to topics that end so, oldest first. */
  sentTo(part: string): Message[] {
    return this.connections
      .flatMap(({ sent }) => sent.map(({ message }) => message))
      .filter(({ topic }) => topic.includes(part));
  }
}

export class FakeConnection implements Connection {
  readonly protocol: Protocol;
  readonly sent: Sent[] = [];
  readonly subscriptions: string[] = [];
  isClosed = false;
  wasLeft = false;
  readonly #broker: FakeBroker;
  readonly #listener: ConnectionListener;

  constructor(broker: FakeBroker, protocol: Protocol, listener: ConnectionListener) {
    this.#broker = broker;
    this.#listener = listener;
    this.protocol = protocol;
  }

  get receiveMaximum(): number {
    return this.#broker.receiveMaximum;
  }

  get keepalive(): number {
    return this.#broker.keepalive;
  }

  /** Messages without a PUBACK. */
  get flying(): Sent[] {
    return this.sent.filter(({ end }) => end === null);
  }

  /** Payloads of the events that it acknowledged. */
  get events(): readonly string[] {
    return this.sent
      .filter(({ message, end }) => message.topic.includes('/evt/') && end?.kind === 'acknowledged')
      .map(({ message }) => message.payload);
  }

  publish(message: Message, ended: (end: PublishEnd) => void): void {
    const sent: Sent = {
      message,
      end: null,
      finish: (end) => {
        sent.end ??= end;
        ended(end);
      },
    };
    this.sent.push(sent);
    if (this.isClosed) sent.finish({ kind: 'lost' });
    else if (this.#broker.isEager) queueMicrotask(() => sent.end ?? sent.finish({ kind: 'acknowledged', reason: 0 }));
  }

  async subscribe(filters: readonly string[]): Promise<readonly string[] | null> {
    this.subscriptions.push(...filters);
    return filters.filter((filter) => this.#broker.refusedFilters.includes(filter));
  }

  receive(topic: string, body: unknown, more: Partial<Received> = {}): void {
    const payload = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    this.#listener.onMessage({ topic, payload, isRetained: false, responseTopic: null, correlation: null, ...more });
  }

  /** The network goes. */
  drop(reason = 'pulled'): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const sent of this.flying) sent.finish({ kind: 'lost' });
    this.#listener.onClosed(reason);
  }

  destroy(): void {
    this.drop('destroyed');
  }

  async end(): Promise<void> {
    this.wasLeft = true;
    this.drop('left');
  }
}

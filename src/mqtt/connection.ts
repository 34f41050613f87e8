/**
 * The broker as the rest of the room sees it: a connector makes single-use connections. The real one is in
 * `mqttjs.ts`; tests script another.
 */

/** A message at QoS 1. */
export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
  /** MQTT 5 only; left out with 3.1.1. */
  readonly contentType?: string;
  /** MQTT 5 only. */
  readonly correlation?: Uint8Array;
}

/** How a publish ended. Reasons are those of MQTT 5; 0 with 3.1.1. */
export type PublishEnd =
  /** PUBACK with a reason below 0x80; 0x10 means that nobody listens, and counts. */
  | { readonly kind: 'acknowledged'; readonly reason: number }
  /** PUBACK with a reason of 0x80 or more, or larger than the broker takes. */
  | { readonly kind: 'refused'; readonly reason: number }
  /** The connection went first: nobody knows. */
  | { readonly kind: 'lost' };

export interface Received {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly isRetained: boolean;
  readonly responseTopic: string | null;
  readonly correlation: Uint8Array | null;
}

export type Protocol = 4 | 5;

/** One life of a connection. */
export interface Connection {
  /** 5, or 4 for MQTT 3.1.1. */
  readonly protocol: Protocol;
  /** What the broker takes unacknowledged at once, 1–65,535. */
  readonly receiveMaximum: number;
  /** In force, seconds. */
  readonly keepalive: number;
  /** Sends at QoS 1; `ended` is called exactly once. On a closed connection it ends as lost, nothing is kept. */
  publish(message: Message, ended: (end: PublishEnd) => void): void;
  /**
   * Resolves with the filters that were refused; null when the connection went first. Never rejects.
   *
   * @param isFlagKept whether a live message comes with the retain flag that it was published with (MQTT 5 alone can);
   * else a retained message is one that was there before
   */
  subscribe(filters: readonly string[], isFlagKept: boolean): Promise<readonly string[] | null>;
  /** Cuts it now: the broker publishes the will. `onClosed` follows. */
  destroy(): void;
  /** Leaves in order: the broker drops the will. Idempotent. */
  end(): Promise<void>;
}

export interface ConnectionListener {
  onMessage(received: Received): void;
  /** Once, after `connected`; also after `destroy` and `end`. Every publish has ended before. */
  onClosed(reason: string): void;
}

export interface ConnectOptions {
  readonly url: string;
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** PEM texts. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | undefined;
  readonly protocol: Protocol;
  /** Seconds. */
  readonly keepalive: number;
  /** Seconds that the broker keeps the session; MQTT 5. */
  readonly sessionExpiry: number;
  readonly will: Message;
  /** Seconds that the broker waits with the will; MQTT 5. */
  readonly willDelay: number;
  /** Whether the broker is to keep nothing of this client, from before or after; left out: it keeps its session. */
  readonly isPassing?: boolean;
}

export type ConnectEnd =
  | { readonly kind: 'connected'; readonly connection: Connection }
  /** CONNACK with a code: 1 or 132 another protocol version, 4, 5, 134, 135 who we are. */
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  /** TLS: the broker's certificate is not one that we believe, or not for its name, or not at this time. */
  | { readonly kind: 'untrusted'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface Connector {
  /** Never rejects. `signal` gives up a try that is under way, and cuts a connection. */
  connect(options: ConnectOptions, listener: ConnectionListener, signal: AbortSignal): Promise<ConnectEnd>;
}

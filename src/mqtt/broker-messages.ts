/** What the embedded broker's worker and its keeper say to each other. */

export interface BrokerSettings {
  /** Loopback unless the configuration says otherwise. */
  readonly host: string;
  /** 0: a free one, reported. */
  readonly port: number;
  /** Connections at once; further ones are closed. */
  readonly clients: number;
  /** Largest MQTT packet, bytes; who sends a larger one is disconnected. */
  readonly largestPacket: number;
}

/** A broker of our own, in a worker thread. */
export type OwnBroker = { readonly kind: 'embedded' } & BrokerSettings;

/** The embedded broker as it is when nobody configured any. */
export const EMBEDDED_BROKER: OwnBroker = {
  kind: 'embedded',
  host: '127.0.0.1',
  port: 1883,
  clients: 64,
  largestPacket: 65_536,
};

export type BrokerReport =
  | { readonly kind: 'listening'; readonly port: number }
  /** It could not listen, and ends. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** A client was refused something. */
  | { readonly kind: 'complaint'; readonly what: string };

export type BrokerOrder = { readonly kind: 'stop' };

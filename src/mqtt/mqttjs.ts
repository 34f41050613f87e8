import { createConnection, Socket } from 'node:net';
import mqtt, { type IClientOptions, type IConnackPacket, type IPublishPacket, type MqttClient } from 'mqtt';
import { messageOf } from '../errors.ts';
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
} from './connection.ts';

/** Time for the TCP connection and the CONNACK, ms. */
const CONNECT_TIMEOUT = 20_000;
/** What the broker may send unacknowledged, MQTT 5: bounds what a flood of commands can pile up here. */
const OUR_RECEIVE_MAXIMUM = 32;
/** Largest packet that the broker may send, MQTT 5, bytes. */
const OUR_PACKET_MAXIMUM = 65_536;
/** Head of a PUBLISH beside topic and payload, at most, bytes. */
const PACKET_HEAD = 512;
const PACKET_TOO_LARGE = 149;
/** Codes with which Node and OpenSSL turn a broker's certificate down. */
const CERTIFICATE = /CERT|^UNABLE_TO_VERIFY|^UNABLE_TO_GET_ISSUER/;

/**
 * Connections over MQTT.js. Each has a client object of its own that lives as long as the connection, so nothing
 * that MQTT.js keeps between connections (its outgoing store, its queue, its list of subscriptions) is ever used:
 * what was not acknowledged comes again from the journal.
 */
export const mqttConnector: Connector = {
  connect(options, listener, signal) {
    return new Promise((resolve) => {
      let client: MqttClient;
      try {
        client = clientOf(options);
      } catch (caught) {
        resolve({ kind: 'unreachable', reason: messageOf(caught) });
        return;
      }
      const connection = new MqttJsConnection(client, options, listener, resolve);
      const abort = (): void => connection.abort();
      signal.addEventListener('abort', abort);
      client.once('close', () => signal.removeEventListener('abort', abort));
    });
  },
};

/** Default port of MQTT without TLS. */
const PLAIN_PORT = 1883;

/**
 * mqtt.connect brings WebSockets and SOCKS along for every address, 5 MB of memory that a broker in the branch's own network has
 * no use for: over plain TCP the client gets its socket from here.
 */
function clientOf(options: ConnectOptions): MqttClient {
  const { protocol, hostname, port, username } = new URL(options.url);
  if (protocol !== 'mqtt:' || username !== '') return mqtt.connect(options.url, clientOptions(options));
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new mqtt.MqttClient(
    () => createConnection({ host, port: port === '' ? PLAIN_PORT : Number(port) }),
    clientOptions(options),
  );
}

function clientOptions(options: ConnectOptions): IClientOptions {
  const { will } = options;
  const isFive = options.protocol === 5;
  return {
    protocolVersion: options.protocol,
    clientId: options.clientId,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...options.tls,
    keepalive: options.keepalive,
    clean: options.isPassing ?? false,
    connectTimeout: CONNECT_TIMEOUT,
    // One connection, one client: reconnecting is the keeper's work, with jitter.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // The bytes of all 65,536 numbers, made once and kept, would be 7 MB of memory.
    writeCache: false,
    messageIdProvider: new mqtt.UniqueMessageIdProvider(),
    // A ping each keepalive even while we publish: a half-open link must not look alive because we write into it.
    reschedulePings: false,
    will: {
      topic: will.topic,
      payload: Buffer.from(will.payload),
      qos: 1,
      retain: will.isRetained,
      ...(isFive ? { properties: { willDelayInterval: options.willDelay } } : {}),
    },
    ...(isFive
      ? {
          properties: {
            sessionExpiryInterval: options.sessionExpiry,
            receiveMaximum: OUR_RECEIVE_MAXIMUM,
            maximumPacketSize: OUR_PACKET_MAXIMUM,
          },
        }
      : {}),
  };
}

class MqttJsConnection implements Connection {
  readonly protocol: Protocol;
  readonly #client: MqttClient;
  readonly #listener: ConnectionListener;
  /** Publishes without a PUBACK; bounded by the window of the caller. */
  readonly #flying = new Set<(end: PublishEnd) => void>();
  #connected: IConnackPacket | null = null;
  #isClosed = false;
  #reason = 'the broker closed the connection';

  constructor(
    client: MqttClient,
    options: ConnectOptions,
    listener: ConnectionListener,
    resolve: (end: ConnectEnd) => void,
  ) {
    this.#client = client;
    this.#listener = listener;
    this.protocol = options.protocol;
    let failure: ConnectEnd | null = null;
    client.on('connect', (packet) => {
      this.#connected = packet;
      // Else an answer waits behind the PUBACK of its command for the broker's delayed ACK: 40 ms.
      if (client.stream instanceof Socket) client.stream.setNoDelay(true);
      resolve({ kind: 'connected', connection: this });
    });
    client.on('error', (error) => {
      this.#reason = reasonOf(error);
      if (this.#connected || !('code' in error)) return;
      if (typeof error.code === 'number') failure = { kind: 'refused', code: error.code, reason: this.#reason };
      else if (CERTIFICATE.test(String(error.code))) failure = { kind: 'untrusted', reason: this.#reason };
    });
    client.on('disconnect', (packet) => {
      this.#reason = `the broker disconnected with reason ${packet.reasonCode ?? 0}`;
    });
    client.on('message', (topic, payload, packet) => this.#receive(topic, payload, packet));
    client.on('close', () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      for (const ended of [...this.#flying]) ended({ kind: 'lost' });
      // Stops what MQTT.js may still have going; the client is not used again.
      client.end(true);
      if (this.#connected) listener.onClosed(this.#reason);
      else resolve(failure ?? { kind: 'unreachable', reason: this.#reason });
    });
  }

  get receiveMaximum(): number {
    return this.#connected?.properties?.receiveMaximum ?? 65_535;
  }

  get keepalive(): number {
    return this.#client.keepalive ?? 0;
  }

  publish(message: Message, ended: (end: PublishEnd) => void): void {
    const end = (result: PublishEnd): void => {
      if (this.#flying.delete(end)) ended(result);
    };
    this.#flying.add(end);
    if (this.#isClosed || !this.#client.connected) {
      end({ kind: 'lost' });
      return;
    }
    if (this.#isTooLarge(message)) {
      end({ kind: 'refused', reason: PACKET_TOO_LARGE });
      return;
    }
    const properties = {
      ...(message.contentType === undefined ? {} : { contentType: message.contentType, payloadFormatIndicator: true }),
      ...(message.correlation === undefined ? {} : { correlationData: Buffer.from(message.correlation) }),
    };
    const options = { qos: 1 as const, retain: message.isRetained, ...(this.protocol === 5 ? { properties } : {}) };
    this.#client.publish(message.topic, message.payload, options, (error) => end(publishEnd(error)));
  }

  subscribe(filters: readonly string[], isFlagKept: boolean): Promise<readonly string[] | null> {
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve(null);
      const options = { qos: 1 as const, ...(this.protocol === 5 ? { rap: isFlagKept } : {}) };
      this.#client.subscribe([...filters], options, (error, granted) => {
        if (this.#isClosed) return resolve(null);
        if (error || !granted) return resolve(filters);
        resolve(granted.filter(({ qos }) => qos >= 128).map(({ topic }) => topic));
      });
    });
  }

  destroy(): void {
    this.#reason = 'cut: the broker acknowledges nothing';
    this.#client.stream.destroy();
  }

  end(): Promise<void> {
    this.#reason = 'we left';
    return new Promise((resolve) => {
      if (this.#isClosed) return resolve();
      this.#client.end(false, {}, () => resolve());
    });
  }

  /** Gives up whatever is under way. */
  abort(): void {
    this.#client.end(true);
  }

  #isTooLarge(message: Message): boolean {
    const most = this.#connected?.properties?.maximumPacketSize;
    if (most === undefined) return false;
    return Buffer.byteLength(message.payload) + Buffer.byteLength(message.topic) + PACKET_HEAD > most;
  }

  #receive(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const received: Received = {
      topic,
      payload,
      isRetained: packet.retain,
      responseTopic: packet.properties?.responseTopic ?? null,
      correlation: packet.properties?.correlationData ?? null,
    };
    this.#listener.onMessage(received);
  }
}

/** Errors of several addresses at once have a code but no message. */
function reasonOf(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name);
}

/** MQTT.js gives every reason but 0 and 0x10 as an error with a code. */
function publishEnd(error: Error | undefined | null): PublishEnd {
  if (!error) return { kind: 'acknowledged', reason: 0 };
  if (!('code' in error) || typeof error.code !== 'number') return { kind: 'lost' };
  return error.code < 0x80 ? { kind: 'acknowledged', reason: error.code } : { kind: 'refused', reason: error.code };
}

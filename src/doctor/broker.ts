import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { LobbydError } from '../errors.ts';
import type { ConnectEnd, Connection, ConnectOptions, Connector, Message, PublishEnd } from '../mqtt/connection.ts';
import type { MqttSettings } from '../mqtt/mqtt.ts';
import { topicNames } from '../mqtt/topic-names.ts';
import { type Finding, type FindingId, fault, ok } from './finding.ts';

/** What {@link examineBroker} needs. */
export interface BrokerCheck {
  readonly clock: Clock;
  readonly connector: Connector;
  readonly daemon: number | null;
  /** As the daemon reads them. Throws LobbydError `mqtt/secret` when a file cannot be read. */
  settings(config: Config): MqttSettings;
}

/** For the connection, and again for each question to the broker. */
const LIMIT: Millis = seconds(6);
/** Codes of CONNACK: another protocol version than 5. */
const OTHER_PROTOCOL: ReadonlySet<number> = new Set([1, 132]);

/**
 * The broker: reached, logged in at, commands subscribed to, and a state published, with the name and password of the
 * daemon but under a client id of its own, since a broker throws out the older of two. What is published is an empty
 * retained message on a topic that nothing stands on: it takes away nothing, and means "not there" to whoever reads it.
 */
export async function examineBroker(config: Config, check: BrokerCheck): Promise<readonly Finding[]> {
  const { mqtt } = config;
  if (mqtt.kind === 'embedded' && check.daemon === null) return [await ownPort(mqtt.port)];
  try {
    const settings = check.settings(config);
    const connection = await login(optionsOf(settings), check);
    if (!('protocol' in connection)) return [connection];
    const talked = await talk(connection, settings, check.clock);
    await within(check.clock, connection.end());
    return [talked];
  } catch (caught) {
    if (!(caught instanceof LobbydError)) throw caught;
    return [fault('broker/secret-missing', caught.where, caught.what, caught.next)];
  }
}

/** Nobody else may have the port of a broker of our own. */
async function ownPort(port: number): Promise<Finding> {
  const where = `127.0.0.1:${port}`;
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return ok('broker/ok', where, "free for lobbyd's own broker");
  } catch {
    const what = "another program listens where lobbyd's own broker would (often Mosquitto)";
    const next = `write mqtt: { url: "mqtt://127.0.0.1:${port}" } to use that one, or mqtt: { embeddedPort: … }; sudo ss -ltnp names it`;
    return fault('broker/port-taken', where, what, next);
  } finally {
    server.close();
  }
}

function optionsOf(settings: MqttSettings): Omit<ConnectOptions, 'protocol'> {
  const { broker } = settings;
  const common = {
    clientId: `${settings.clientId.slice(0, 50)}-doctor`,
    keepalive: settings.keepalive,
    sessionExpiry: 0,
    isPassing: true,
    will: probe(settings),
    willDelay: 0,
  };
  if (broker.kind === 'embedded') {
    const url = `mqtt://127.0.0.1:${broker.port}`;
    return { ...common, url, username: undefined, password: undefined, tls: undefined };
  }
  const { url, username, password, tls } = broker;
  return { ...common, url, username, password, tls };
}

function probe(settings: MqttSettings): Message {
  return { topic: topicNames(settings).state('doctor'), payload: '', isRetained: true };
}

/** MQTT 5, else 3.1.1, as the daemon does. */
async function login(
  options: Omit<ConnectOptions, 'protocol'>,
  { connector, clock }: BrokerCheck,
): Promise<Connection | Finding> {
  for (const protocol of [5, 4] as const) {
    const stop = new AbortController();
    const timer = clock.after(LIMIT, () => stop.abort());
    const listener = { onMessage() {}, onClosed() {} };
    const end = await connector.connect({ ...options, protocol }, listener, stop.signal);
    timer.cancel();
    if (end.kind === 'connected') return end.connection;
    const isOther = end.kind === 'refused' && protocol === 5 && OTHER_PROTOCOL.has(end.code);
    if (!isOther) return notConnected(end, options.url, stop.signal.aborted);
  }
  const what = 'the broker speaks neither MQTT 5 nor 3.1.1';
  return fault('broker/refused', options.url, what, 'use another broker, or a newer release of it');
}

function notConnected(end: Exclude<ConnectEnd, { kind: 'connected' }>, url: string, isLate: boolean): Finding {
  if (isLate) {
    const what = `something is there, but did not answer as a broker within ${LIMIT} ms`;
    return fault(
      'broker/silent',
      url,
      what,
      'see whether host and port are the broker, and mqtt:// or mqtts:// is right',
    );
  }
  switch (end.kind) {
    case 'refused':
      return fault(
        'broker/refused',
        url,
        `the broker refuses the login: ${end.reason}`,
        'see mqtt.username and the first line of mqtt.passwordFile, and what the broker knows of this name',
      );
    case 'untrusted':
      return fault(
        'broker/untrusted',
        url,
        `the certificate of the broker is not believed: ${end.reason}`,
        'see mqtt.caFile, the name in mqtt.url, and the clock of this machine',
      );
    case 'unreachable':
      return fault(
        'broker/unreachable',
        url,
        `the broker cannot be reached: ${end.reason}`,
        'see host and port in mqtt.url, the network, and whether the broker runs; the branch works on without it',
      );
  }
}

async function talk(connection: Connection, settings: MqttSettings, clock: Clock): Promise<Finding> {
  const topics = topicNames(settings);
  const refused = await within(clock, connection.subscribe([topics.commands], true));
  if (refused === null) return silent(topics.prefix);
  if (refused.length > 0) {
    const next = `give this user of the broker the right to read ${topics.commands}`;
    return fault('broker/subscription-refused', topics.commands, 'the broker keeps commands from us', next);
  }
  const message = probe(settings);
  const end = await within(clock, new Promise<PublishEnd>((resolve) => connection.publish(message, resolve)));
  if (end === null || end.kind === 'lost') return silent(topics.prefix);
  if (end.kind === 'refused') {
    const next = `give this user of the broker the right to write ${topics.prefix}/#, retained too`;
    return fault('broker/publish-refused', message.topic, `the broker takes no states, reason ${end.reason}`, next);
  }
  const version = connection.protocol === 5 ? 'MQTT 5' : 'MQTT 3.1.1, which does not tell whether it took the state';
  return ok('broker/ok', topics.prefix, `logged in, subscribed and published with ${version}`);
}

function silent(where: string): Finding {
  const id: FindingId = 'broker/silent';
  return fault(
    id,
    where,
    'the broker took the login and then did not answer',
    'look at the log of the broker and its disk',
  );
}

function within<T>(clock: Clock, work: Promise<T>): Promise<T | null> {
  return Promise.race([work, sleep(clock, LIMIT).then(() => null)]);
}

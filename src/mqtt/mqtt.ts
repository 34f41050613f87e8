import type { Branch } from '../branch/port.ts';
import { type Clock, type Millis, ms, settled } from '../clock.ts';
import type { AlertDoor, ReplayRange } from '../commands/perform.ts';
import type { CommandDefaults } from '../commands/queue-command.ts';
import { complaints } from '../complaints.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { type Incident, type Incidents, incidentLog } from '../incidents.ts';
import type { Store, StoredRecord } from '../journal/store.ts';
import type { DeviceAlert } from '../queue/alerts.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { LiveStandards } from '../report/live-standards.ts';
import type { ServiceGuidance } from '../views/advice.ts';
import { AnswerLane } from './answers.ts';
import { availabilityLane, availabilityMessage } from './availability.ts';
import { type EmbeddedBroker, startBroker } from './broker.ts';
import type { OwnBroker } from './broker-messages.ts';
import { commandDesk } from './commands.ts';
import type { ConnectOptions, Connector, Received } from './connection.ts';
import { Keeper, type KeeperStatus } from './keeper.ts';
import { LiveLane } from './live.ts';
import { eventPublisher, type PublisherParts, ReplayLane } from './publisher.ts';
import { StatesLane } from './states.ts';
import { type TopicSettings, topicNames } from './topic-names.ts';
import type { Lane } from './window.ts';

/** A broker somewhere else. */
export interface RemoteBroker {
  readonly kind: 'remote';
  /** `mqtt://host:1883`, `mqtts://…`, `ws://…`, `wss://…`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

export type BrokerChoice = RemoteBroker | OwnBroker;

export interface MqttSettings extends TopicSettings {
  readonly broker: BrokerChoice;
  /** Fixed, unlike that of every other client of the broker: two with one id throw each other out. */
  readonly clientId: string;
  /** Seconds. */
  readonly keepalive: number;
  /** Seconds that the broker keeps our session, and with it commands that come while we are away; MQTT 5. */
  readonly sessionExpiry: number;
  /** Seconds that the broker waits before it calls us lost; MQTT 5. */
  readonly willDelay: number;
  readonly defaults: CommandDefaults;
}

export interface Listening {
  readonly topic: string;
  /** What comes on it, for messages: `signals of the UPS`. */
  readonly what: string;
  /** `isRetained`: it was there before we asked, and may be old. */
  onMessage(received: Received): void;
  /** The connection is gone: what was said may not be true any more. */
  onLost?(): void;
}

export interface MqttParts {
  readonly branch: Branch;
  readonly store: Pick<Store, 'epoch' | 'head' | 'read' | 'cursor'>;
  readonly settings: MqttSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: {
    all(): readonly DeviceHealth[];
    onReport(listener: (health: DeviceHealth) => void): () => void;
  };
  /** How often the standards of the day were kept; left out: it is not told. */
  readonly standards?: Pick<LiveStandards, 'shown' | 'onShown'>;
  /** What customers of a service are told by the configuration; left out: nothing. */
  guidance?(service: string): ServiceGuidance | null;
  /** What devices have raised, and what is done of alerts. */
  readonly alerts: AlertDoor & {
    devices(): readonly DeviceAlert[];
    onChange(listener: () => void): () => void;
  };
  /** Of the jitter: different in each unit. */
  readonly seed: number;
  /** Number of this start, never lower than the one before: branch time at the start is one. */
  readonly boot: number;
  /** Topics outside the branch's own that others publish on; left out: none. */
  readonly listens?: readonly Listening[];
  /** The queue event in a record, in its newest shape; null for other streams. */
  eventOf(record: StoredRecord): QueueEvent | null;
  /** Left out: MQTT.js over the network. */
  readonly connector?: Connector;
  /** The built broker worker; left out: the one beside this file. */
  readonly brokerWorker?: URL;
}

export interface MqttStatus extends KeeperStatus {
  /** Every record up to here is with the broker. */
  readonly published: number;
  /** Records that wait for the broker. */
  readonly behind: number;
  readonly embedded: { readonly port: number | null; readonly restarts: number } | null;
  /** What is wrong now. */
  readonly incidents: readonly Incident[];
}

export interface Mqtt {
  status(): MqttStatus;
  /** Publishes the events from a record on once more; null while another replay runs. */
  replay(from: number): ReplayRange | null;
  /** What states tell of the configuration may be otherwise now. */
  repaint(): void;
  /** Tells at once, whatever the disk does, that a teller calls for help; kept while the broker is away. */
  panic(counter: string): void;
  /** Says `offline` and leaves, within a few seconds also when the broker does not answer. Idempotent. */
  stop(): Promise<void>;
}

/** Whoever waits for paper or looks at a display comes before the broker; and the states of ten presses are looked at once. */
export const PEOPLE_FIRST: Millis = ms(10);
/** How long people who press one after another keep the broker waiting, at most. */
const BROKER_WAITS: Millis = ms(60);

/**
 * MQTT of the branch: events from the journal, retained states, availability, commands. Returns at once and never
 * fails: with no broker, events wait in the journal and the branch works on.
 */
export function runMqtt(parts: MqttParts): Mqtt {
  const incidents = incidentLog(parts.log);
  const lanes = openLanes(parts, incidents, () => keeper.wake());
  const broker = embeddedBroker(parts, incidents, () => keeper.hurry());
  const { settings, boot, listens = [] } = parts;
  const topics = topicNames(settings);
  const keeper = new Keeper({
    connector: parts.connector ?? networkConnector,
    clock: parts.clock,
    incidents,
    seed: parts.seed,
    options: () => connectOptions(settings, broker, boot),
    lanes: [
      ...[lanes.availability, lanes.live, lanes.answers, lanes.states, lanes.events, lanes.replay],
      ...(listens.length === 0 ? [] : [lossLane(listens)]),
    ],
    subscriptions: [
      // A live message keeps its retain flag, so that a command that was published as retained by mistake is seen as such.
      { filter: topics.commands, isFlagKept: true, what: 'commands' },
      ...listens.map(({ topic, what }) => ({ filter: topic, isFlagKept: false, what })),
    ],
    farewell: availabilityMessage(topics.avail, 'offline', boot),
    onMessage(received) {
      const heard = listens.filter(({ topic }) => topic === received.topic);
      for (const listen of heard) listen.onMessage(received);
      if (heard.length === 0) lanes.receive(received);
    },
  });
  const wakeSoon = settled(parts.clock, PEOPLE_FIRST, BROKER_WAITS, () => keeper.wake());
  const changed = (): void => {
    lanes.states.changed();
    wakeSoon();
  };
  const { branch, health, alerts, standards } = parts;
  const unsubscribes = [
    branch.onCommitted(changed),
    health.onReport(changed),
    alerts.onChange(changed),
    standards?.onShown(changed) ?? (() => {}),
  ];
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await keeper.stop();
    for (const unsubscribe of unsubscribes) unsubscribe();
    for (const lane of [lanes.states, lanes.events, lanes.replay]) lane.close();
    await broker?.stop();
  };
  return {
    status: () => ({
      ...keeper.status(),
      published: lanes.events.acknowledged,
      behind: parts.store.head().seq - lanes.events.acknowledged,
      embedded: broker && { port: broker.port, restarts: broker.restarts },
      incidents: incidents.standing(),
    }),
    replay: lanes.again,
    repaint: changed,
    panic: (counter) => lanes.live.panic(counter),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** MQTT.js takes longest of all to load: the first try brings it, when customers are served already. */
const networkConnector: Connector = {
  async connect(options, listener, signal) {
    const { mqttConnector } = await import('./mqttjs.ts');
    if (signal.aborted) return { kind: 'unreachable', reason: 'given up' };
    return mqttConnector.connect(options, listener, signal);
  },
};

/** Sends nothing: tells who listens that the connection is gone. */
function lossLane(listens: readonly Listening[]): Lane {
  return {
    begin() {},
    cut() {
      for (const listen of listens) listen.onLost?.();
    },
    take: () => null,
  };
}

function openLanes(parts: MqttParts, incidents: Incidents, onReady: () => void) {
  const { branch, store, clock, settings } = parts;
  const topics = topicNames(settings);
  const devices = () => parts.health.all();
  const zone = () => settings.defaults.zone;
  const standards = () => parts.standards?.shown() ?? null;
  const guidance = parts.guidance ?? (() => null);
  const publishing: PublisherParts = {
    branch,
    store,
    clock,
    incidents,
    origin: { topics, branch: settings.branch, epoch: store.epoch },
    seed: parts.seed + 1,
    eventOf: parts.eventOf,
    onReady,
  };
  const events = eventPublisher(publishing);
  const replay = new ReplayLane(publishing);
  const answers = new AnswerLane(incidents, onReady);
  const online = availabilityMessage(topics.avail, 'online', parts.boot);
  const again = (from: number): ReplayRange | null => {
    const range = replay.start(from, events.acknowledged);
    onReady();
    return range;
  };
  return {
    events,
    replay,
    again,
    answers,
    availability: availabilityLane(online, () => incidents.clear('mqtt/stalled', 'the broker acknowledges again')),
    live: new LiveLane({ topic: topics.panic, branch, onReady }),
    states: new StatesLane({
      ...{ branch, store, clock, topics, incidents, devices, zone, standards, guidance, onReady },
      deviceAlerts: () => parts.alerts.devices(),
    }),
    receive: commandDesk({
      branch,
      store,
      topics,
      log: parts.log,
      incidents,
      defaults: settings.defaults,
      alerts: parts.alerts,
      answers,
      replay: again,
    }),
  };
}

function embeddedBroker(parts: MqttParts, incidents: Incidents, onListening: () => void): EmbeddedBroker | null {
  const { broker } = parts.settings;
  if (broker.kind !== 'embedded') return null;
  const { host, port, clients, largestPacket } = broker;
  const complain = complaints(parts.log, 'mqtt/withheld', () => parts.clock.monotonic());
  return startBroker({
    settings: { host, port, clients, largestPacket },
    clock: parts.clock,
    incidents,
    seed: parts.seed + 2,
    ...(parts.brokerWorker ? { worker: parts.brokerWorker } : {}),
    complain: (what) => complain({ code: 'mqtt/broker-complaint' }, `embedded broker: ${what}`),
    onListening(listening) {
      parts.log.info({ port: listening }, `embedded MQTT broker on ${host}:${listening}`);
      onListening();
    },
  });
}

function connectOptions(
  settings: MqttSettings,
  embedded: EmbeddedBroker | null,
  boot: number,
): Omit<ConnectOptions, 'protocol'> | null {
  const { broker, clientId, keepalive, sessionExpiry, willDelay } = settings;
  const common = {
    clientId,
    keepalive,
    sessionExpiry,
    willDelay,
    will: availabilityMessage(topicNames(settings).avail, 'lost', boot),
  };
  if (broker.kind === 'remote') {
    const { url, username, password, tls } = broker;
    return { ...common, url, username, password, tls };
  }
  if (!embedded?.port) return null;
  const host = broker.host === '0.0.0.0' || broker.host === '::' ? '127.0.0.1' : broker.host;
  const url = `mqtt://${host.includes(':') ? `[${host}]` : host}:${embedded.port}`;
  return { ...common, url, username: undefined, password: undefined, tls: undefined };
}

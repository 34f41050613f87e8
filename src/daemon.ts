import type { LiveBranch } from './branch/branch.ts';
import { businessDayOf } from './branch/calendar.ts';
import { type DayKeeperParts, keepDays } from './branch/day.ts';
import { type HealthRecorder, recordHealth } from './branch/health-recorder.ts';
import type { StateShelf } from './branch/kept-state.ts';
import type { Clock, Millis } from './clock.ts';
import type { Config } from './config/config.ts';
import type { WireConfig } from './config/schema/wire.ts';
import { guidanceOf } from './daemon/advice.ts';
import { openAlerts } from './daemon/alerts.ts';
import { instantsOf } from './daemon/day-instants.ts';
import { type Devices, noDevices } from './daemon/devices.ts';
import { watchDisk } from './daemon/disk-watch.ts';
import { type HttpDoor, httpDoor } from './daemon/http.ts';
import type { Live } from './daemon/live.ts';
import { openMachines } from './daemon/machines.ts';
import { commandDefaults } from './daemon/mqtt.ts';
import { openPeople, type People } from './daemon/people.ts';
import { openPower, type Power } from './daemon/power.ts';
import { whenQuiet } from './daemon/quiet.ts';
import { openRecorded } from './daemon/recorded.ts';
import { applyConfig, applyRules, type ReloadEnd } from './daemon/reload.ts';
import { COMMIT_MAY_TAKE, type PulseFacts } from './daemon/watchdog.ts';
import type { Log } from './devices/log.ts';
import type { GpioWish, PinsFactory } from './devices/wire/gpio.ts';
import { type OpenPort, openPorts } from './devices/wire/open-ports.ts';
import type { LineSettings, WireFactory } from './devices/wire/wire.ts';
import type { LobbydError } from './errors.ts';
import type { HttpSettings } from './http/http.ts';
import { openingHashOf } from './journal/canonical.ts';
import { eventOf } from './journal/codec.ts';
import type { Store } from './journal/store.ts';
import { type Lifetime, openLifetime } from './lifetime.ts';
import type { Connector } from './mqtt/connection.ts';
import { type Mqtt, type MqttParts, type MqttSettings, runMqtt } from './mqtt/mqtt.ts';
import { snapshot } from './queue/snapshot.ts';
import type { LiveStandards } from './report/live-standards.ts';

export interface DaemonParts {
  readonly config: Config;
  readonly mqtt: MqttSettings;
  /** Who may give commands over HTTP, by a configuration and its token files. Left out: nobody. */
  httpOf?(config: Config): HttpSettings | null;
  /** Taken over: closed with the daemon, also when it does not start. */
  readonly store: Store;
  readonly clock: Clock;
  /**
   * What a bus, or a device with a wire of its own, lives by, where it is not `clock`: a simulation lets it stand still
   * while nobody there has anything to say.
   */
  deviceClock?(slot: string): Clock;
  readonly log: Log;
  /** Seed of all jitter: different in each branch. */
  readonly seed: number;
  /** A training: branch time runs so many times as fast as the world. Left out: with it. */
  readonly branchSpeed?: number;
  /** Where the state is kept for the next start; left out: each start replays the day. */
  readonly states?: StateShelf;
  /** Bytes that are free on the disk of the journal; left out: nobody looks. */
  journalFree?(): Promise<number | null>;
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  /** How pins of this machine are opened. */
  pins(wish: GpioWish): PinsFactory;
  /** The branch has just been down for the UPS, and the power stayed; left out: it has not. */
  readonly isBackFromPowerDown?: boolean;
  /** Left out: MQTT over the network. */
  readonly connector?: Connector;
  /** Left out: the built worker of the embedded broker. */
  readonly brokerWorker?: URL;
}

/** A running branch. */
export interface Daemon {
  readonly branch: LiveBranch;
  readonly health: HealthRecorder;
  readonly mqtt: Mqtt;
  /** Commands over HTTP. */
  readonly http: Pick<HttpDoor, 'status'>;
  /** In force now. */
  readonly config: Config;
  /** What is open: parts in the order of their opening, and ports. */
  open(): { readonly parts: readonly string[]; readonly ports: readonly OpenPort[] };
  /** Resolves when the UPS says that its battery is nearly empty, with who said so: stop in order, now. */
  readonly powerLow: Promise<string>;
  /** Why the UPS could not say so; null while it can. */
  powerTrouble(): string | null;
  /**
   * For the watchdog.
   *
   * @param grace how much later than usual everything may be, ms
   */
  pulse(grace: Millis): PulseFacts;
  /** Brings another configuration in force, whole or not at all. One at a time: the caller waits for its end. */
  reload(next: Config): Promise<ReloadEnd>;
  /** Takes no more, commits, leaves the print job as unknown, closes everything. Idempotent. */
  stop(): Promise<readonly LobbydError[]>;
}

/**
 * Starts a branch: journal → state → rules → day → MQTT → devices → people. Devices, broker and network may all be
 * away; they are looked for while the branch works.
 *
 * @throws LobbydError when the journal cannot be replayed or not be written: the branch must not go on without it
 */
export async function startDaemon(parts: DaemonParts): Promise<Daemon> {
  const lifetime = openLifetime();
  lifetime.hold('journal', () => parts.store.close());
  try {
    return await start(parts, lifetime);
  } catch (caught) {
    await lifetime.close();
    throw caught;
  }
}

async function start(parts: DaemonParts, lifetime: Lifetime): Promise<Daemon> {
  const { config, store, clock, log, httpOf: settingsOf = () => null, seed } = parts;
  const live = { config };
  const { branch, time, branchClock, standards } = await openRecorded(parts, lifetime);
  await applyRules(branch, config, log);
  const days = keepDaysOf(live, { clock: branchClock, time, log, branch });
  lifetime.hold('days', () => days.stop());
  await days.look();
  // The journal's own tidying waits for a quiet moment: it would hold up a press.
  lifetime.hold(
    'tidying',
    whenQuiet(branch, clock, () => void store.idle()),
  );
  const health = recordHealth({ clock, time, ...startOf(parts), record: (drafts) => branch.record(drafts) });
  lifetime.hold('health', () => health.stop());
  lifetime.hold('watch of the disk', watchDisk({ clock, health, live, free: parts.journalFree }));
  const power = openPower({ ups: config.ups, clock, log, isBack: parts.isBackFromPowerDown === true });
  lifetime.hold('power', () => power.stop());
  lifetime.hold('word of the power', health.onReport(power.hear));
  const later: { mqtt?: Mqtt } = {};
  lifetime.hold('mqtt', () => later.mqtt?.stop());
  const ports = openPorts(clock);
  const { wires, pins, deviceClock: clockOf = () => clock } = parts;
  const devices = noDevices({ clockOf, log, health, ports, lifetime, wires, pins });
  await devices.change(config);
  const boot = time.now();
  const alerts = openAlerts({ branch, health, lifetime, boot, mqtt: () => later.mqtt });
  const people = openPeople({ live, branch, store, devices, time, clock, branchClock, log, alerts, lifetime });
  people.connect();
  const watchPower = (): void => power.watch((device) => devices.panel.get(device));
  watchPower();
  // Begun last, customers first; but ended after the devices, so that what they still have to say gets out.
  const mqtt = startMqtt(parts, { branch, health, live, power, standards, alerts, boot, lifetime, people });
  later.mqtt = mqtt;
  const http = httpDoor({ settingsOf, branch, store, clock, log, seed, live, mqtt, alerts, people, lifetime });
  await http.change(http.read(config));
  const reloaded = { branch, devices, people, http, mqtt, days, live, clock, log };
  return {
    branch,
    health,
    mqtt,
    http,
    get config() {
      return live.config;
    },
    open: () => ({ parts: lifetime.open(), ports: ports.list() }),
    pulse: (grace) => pulseOf(store, devices, grace),
    powerLow: power.low,
    powerTrouble: power.trouble,
    // A panel that was opened anew has another port: the signal of the UPS comes over that one now.
    reload: (next) => applyConfig(reloaded, next).finally(watchPower),
    stop: () => lifetime.close(),
  };
}

function pulseOf(store: Store, devices: Devices, grace: Millis): PulseFacts {
  return {
    isJournalAlive: store.isAlive(COMMIT_MAY_TAKE + grace),
    late: devices.late().map(({ name, by }) => ({ name, by: by - grace })),
  };
}

/** What stands in the journal of this start. */
function startOf({ config, branchSpeed }: DaemonParts): { readonly branch: string; readonly branchSpeed?: number } {
  return { branch: config.branch.id, ...(branchSpeed === undefined ? {} : { branchSpeed }) };
}

function keepDaysOf(
  live: Live,
  { branch, ...parts }: Pick<DayKeeperParts, 'clock' | 'time' | 'log'> & { readonly branch: LiveBranch },
): ReturnType<typeof keepDays> {
  return keepDays({
    ...parts,
    lookEvery: live.config.clock.checkEvery,
    businessDayOf(wall) {
      const { timeZone, dayStartsAt } = live.config.branch;
      return businessDayOf(wall, timeZone, dayStartsAt);
    },
    instantsOn: instantsOf(live),
    openingHash: (newest) => openingHashOf(snapshot(newest)),
    newest: () => branch.newest,
    submit: (command) => branch.submit(command),
  });
}

interface MqttNeeds {
  readonly branch: LiveBranch;
  readonly health: HealthRecorder;
  readonly live: Live;
  readonly power: Power;
  readonly lifetime: Lifetime;
  readonly standards: LiveStandards;
  readonly alerts: MqttParts['alerts'];
  readonly boot: number;
  readonly people: Pick<People, 'printers'>;
}

function startMqtt(
  { mqtt, store, clock, log, seed, connector, brokerWorker }: DaemonParts,
  { live, power, lifetime, people, ...needs }: MqttNeeds,
): Mqtt {
  const machines = openMachines({ branch: needs.branch, clock, log, machines: live.config.machines });
  lifetime.hold('machines', () => machines.stop());
  return runMqtt({
    ...needs,
    store,
    settings: { ...mqtt, defaults: commandDefaults(live, people.printers) },
    clock,
    log,
    seed,
    eventOf,
    listens: [...(power.listen ? [power.listen] : []), ...machines.listens],
    guidance: (service) => guidanceOf(live.config, service),
    ...(connector ? { connector } : {}),
    ...(brokerWorker ? { brokerWorker } : {}),
  });
}

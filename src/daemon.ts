import { type LiveBranch, openBranch } from './branch/branch.ts';
import { businessDayOf } from './branch/calendar.ts';
import { keepDays } from './branch/day.ts';
import { type HealthRecorder, recordHealth } from './branch/health-recorder.ts';
import { replay } from './branch/replay.ts';
import { startBranchTime } from './branch/time.ts';
import { type Clock, type Millis, seconds, type Timer } from './clock.ts';
import type { Config } from './config/config.ts';
import { rulesOf } from './config/rules.ts';
import type { WireConfig } from './config/schema/wire.ts';
import { openDevices } from './daemon/devices.ts';
import { connectPeople } from './daemon/people.ts';
import type { Log } from './devices/log.ts';
import type { GpioWish, PinsFactory } from './devices/wire/gpio.ts';
import { type OpenPort, openPorts } from './devices/wire/open-ports.ts';
import type { LineSettings, WireFactory } from './devices/wire/wire.ts';
import { LobbydError } from './errors.ts';
import { openingHashOf } from './journal/canonical.ts';
import { eventOf } from './journal/codec.ts';
import type { Store } from './journal/store.ts';
import { openWriter } from './journal/writer.ts';
import { type Lifetime, openLifetime } from './lifetime.ts';
import type { Connector } from './mqtt/connection.ts';
import { type Mqtt, type MqttSettings, runMqtt } from './mqtt/mqtt.ts';
import type { Rules } from './queue/rules.ts';
import { snapshot } from './queue/snapshot.ts';

export interface DaemonParts {
  readonly config: Config;
  readonly mqtt: MqttSettings;
  /** Taken over: closed with the daemon, also when it does not start. */
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Seed of all jitter: different in each branch. */
  readonly seed: number;
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  /** How pins of this machine are opened. */
  pins(wish: GpioWish): PinsFactory;
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
  /** What is open: parts in the order of their opening, and ports. */
  open(): { readonly parts: readonly string[]; readonly ports: readonly OpenPort[] };
  /** Takes no more, commits, leaves the print job as unknown, closes everything. Idempotent. */
  stop(): Promise<readonly LobbydError[]>;
}

/** A journal that nothing was written to for this long may be tidied up. */
const IDLE_AFTER: Millis = seconds(5);

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
  const { config, store, clock, log } = parts;
  const { state, last } = await replay(store);
  const time = startBranchTime(clock, last);
  const branch = openBranch({
    store,
    time,
    clock,
    log,
    state,
    writer: (onBroken) => openWriter(store, onBroken),
  });
  lifetime.hold('branch', () => branch.close());
  await applyRules(branch, rulesOf(config), log);
  const { timeZone, dayStartsAt } = config.branch;
  const days = keepDays({
    clock,
    time,
    log,
    lookEvery: config.clock.checkEvery,
    businessDayOf: (wall) => businessDayOf(wall, timeZone, dayStartsAt),
    openingHash: (newest) => openingHashOf(snapshot(newest)),
    newest: () => branch.newest,
    submit: (command) => branch.submit(command),
  });
  lifetime.hold('days', () => days.stop());
  await days.look();
  lifetime.hold('tidying', tidyWhenIdle(branch, store, clock));
  const health = recordHealth({ clock, time, record: (drafts) => branch.record(drafts) });
  lifetime.hold('health', () => health.stop());
  const mqtt = startMqtt(parts, branch, health, time.now());
  lifetime.hold('mqtt', () => mqtt.stop());
  const ports = openPorts(clock);
  const { wires, pins } = parts;
  const devices = await openDevices({ config, clock, log, health, ports, lifetime, wires, pins });
  connectPeople({ config, branch, store, devices, clock, log, lifetime });
  return {
    branch,
    health,
    mqtt,
    open: () => ({ parts: lifetime.open(), ports: ports.list() }),
    stop: () => lifetime.close(),
  };
}

async function applyRules(branch: LiveBranch, rules: Rules, log: Log): Promise<void> {
  if (branch.newest.rules?.version === rules.version) return;
  const reply = await branch.submit({ type: 'apply-rules', rules, id: null, actor: { kind: 'daemon' } });
  if (reply.kind === 'fault') throw reply.fault;
  if (reply.kind === 'refused') {
    throw new LobbydError({
      code: 'branch/rules-refused',
      what: `the queue refuses the rules of the configuration: ${reply.refusal.code}`,
      where: 'configuration',
      next: 'run lobbyd check on the branch file, and report this when it finds nothing',
    });
  }
  log.info({ rules: rules.version.slice(0, 12) }, 'the rules of the configuration are in force');
}

function startMqtt(
  { mqtt, store, clock, log, seed, connector, brokerWorker }: DaemonParts,
  branch: LiveBranch,
  health: HealthRecorder,
  boot: number,
): Mqtt {
  return runMqtt({
    branch,
    store,
    settings: mqtt,
    clock,
    log,
    health,
    seed,
    boot,
    eventOf,
    ...(connector ? { connector } : {}),
    ...(brokerWorker ? { brokerWorker } : {}),
  });
}

/** Checkpoints wait for a quiet moment: they would hold up a press. */
function tidyWhenIdle(branch: LiveBranch, store: Store, clock: Clock): () => void {
  let timer: Timer | null = null;
  const again = (): void => {
    timer?.cancel();
    timer = clock.after(IDLE_AFTER, () => void store.idle());
  };
  again();
  const unsubscribe = branch.onCommitted(again);
  return () => {
    unsubscribe();
    timer?.cancel();
  };
}

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { silentLog } from '../devices/log.ts';
import { seededRandom } from '../devices/wire/seeded.ts';
import { LobbydError } from '../errors.ts';
import { fasterClock } from '../faster-clock.ts';
import type { Lifetime } from '../lifetime.ts';
import type { ProcessPort } from '../process.ts';
import { openBranchStage } from './branch-stage.ts';
import type { BranchStage } from './branch-stage-port.ts';
import { type DaemonChild, startDaemonChild } from './child.ts';
import { daemonDesk } from './daemon-desk.ts';
import { type DemoBroker, demoBroker } from './demo-broker.ts';
import { type DemoFiles, demoFiles, journalOf } from './demo-files.ts';
import { explainer } from './explainer.ts';
import { openFarMachines } from './far-machines.ts';
import { farPlace } from './far-places.ts';
import type { Victims } from './faults.ts';
import { tapMqtt } from './mqtt-tap.ts';
import type { DemoOptions } from './options.ts';
import { programPath } from './programs.ts';
import { pageBuild, servePage } from './server.ts';
import { slowDisk } from './slow-disk.ts';
import { openStand, type Stand } from './stand.ts';
import { logLine } from './terminal-lines.ts';
import { startTraffic } from './traffic.ts';

const PROGRAM = fileURLToPath(new URL('../../program/lobbyd/main.js', import.meta.url));
/** One controller a branch. */
const UNIT = 'main';
/** Who gives commands over HTTP, as the journal calls it. */
const LOBBY_MANAGER = 'lobby-manager';

export type PlayOptions = DemoOptions & { readonly directory: string };

/** A branch that plays. */
export interface Play {
  readonly stage: BranchStage;
  /** Where its wires, its broker and its page are. */
  readonly places: string;
  readonly clock: Clock;
}

interface Cast {
  readonly config: Config;
  readonly options: PlayOptions;
  readonly port: ProcessPort;
  readonly lifetime: Lifetime;
  readonly clock: Clock;
  readonly speed: number;
}

/**
 * Opens everything: page, emulators, broker, the daemon as a child, and what listens to it.
 *
 * @param lifetime takes over what is open, also when the rest fails
 */
export async function openPlay(
  config: Config,
  options: PlayOptions,
  port: ProcessPort,
  lifetime: Lifetime,
): Promise<Play> {
  const clock = systemClock(() => true);
  const cast: Cast = { config, options, port, lifetime, clock, speed: options.traffic ?? options.speed };
  const there: { stand: Stand | null; victims: Victims | null } = { stand: null, victims: null };
  const traffic = trafficSwitch(
    cast,
    () => stage,
    (device) => there.stand?.hosts.get(device)?.view(device),
  );
  const http = { port: await freePort(), token: randomBytes(32).toString('hex') };
  const files = filesOf(cast, () => stage);
  const stage: BranchStage = openBranchStage({
    config,
    clock,
    speed: cast.speed,
    build: pageBuild(),
    stand: () => there.stand,
    victims: () => there.victims,
    onTraffic: traffic,
    lobby: { ...daemonDesk({ ...http, clock }), explain: explainOf(cast) },
    files,
  });
  lifetime.hold('stage', () => stage.stop());
  const page = await servePage({ stage, clock, port: options.port });
  lifetime.hold('page', () => page.close());
  there.stand = await openStand({
    config,
    directory: options.directory,
    wires: options.wires,
    clock,
    log: silentLog,
    onChange: (device) => stage.deviceChanged(device),
  });
  lifetime.hold('emulators', there.stand.close);
  const mqttPort = options.mqttPort === 0 ? await freePort() : options.mqttPort;
  const broker = await openBroker(cast, mqttPort, () => stage.lookAtFaults());
  const { addresses } = there.stand;
  files.begin({
    mqttPort,
    hasBroker: broker !== null,
    http: { ...http, client: LOBBY_MANAGER },
    placeOf: (id) => farPlace(addresses.get(id) ?? ''),
  });
  listen(cast, stage, mqttPort);
  there.stand = withMachines(cast, there.stand, stage, mqttPort);
  there.victims = startDaemon(cast, stage, files.branch, broker);
  stage.lookAtFaults();
  lifetime.hold('traffic', () => traffic(false));
  if (options.traffic !== null) stage.setTraffic(true);
  const places = `Wires in ${options.directory}, MQTT at 127.0.0.1:${mqttPort}.`;
  port.out(`${places}\nThe branch is at ${page.url} (it is starting …)`);
  return { stage, places: `${places}\nThe branch is at ${page.url}`, clock };
}

function explainOf({ config, options, port }: Cast): BranchStage['explain'] {
  const { timeZone } = config.branch;
  return explainer({ node: port.execPath, program: PROGRAM, journalDirectory: journalOf(options.directory), timeZone });
}

function filesOf({ config, options, port }: Cast, stage: () => BranchStage): DemoFiles {
  const { branch, directory } = options;
  return demoFiles({
    config,
    branch,
    directory,
    node: port.execPath,
    program: PROGRAM,
    environment: port.environment,
    now: () => stage().beat().branchTime.at,
    onChange: (files) => stage().filesChanged(files),
  });
}

/** People come and go as they are sent; their time is the branch's. */
function trafficSwitch(
  { config, clock, speed }: Cast,
  stage: () => BranchStage,
  view: (device: string) => unknown,
): (isOn: boolean) => void {
  let end: (() => void) | null = null;
  const time = speed === 1 ? clock : fasterClock(clock, speed, 0);
  return (isOn) => {
    end?.();
    end = null;
    if (!isOn) return;
    end = startTraffic({
      config,
      clock: time,
      chance: seededRandom(Math.floor(clock.wall())),
      view,
      act: (device, action) => stage().act(device, action),
      onEvent: (listener) => stage().onEvent(listener),
    });
  };
}

/** Null where the daemon runs a broker of its own, which ends with it. */
async function openBroker(
  { options, lifetime, clock }: Cast,
  port: number,
  onLost: () => void,
): Promise<DemoBroker | null> {
  if (options.broker === 'own') return null;
  const program = programPath('mosquitto') ?? 'mosquitto';
  const broker = demoBroker({ program, port, directory: options.directory, clock, onLost });
  lifetime.hold('broker', () => broker.stop());
  await broker.start();
  return broker;
}

function listen({ config, lifetime, clock }: Cast, stage: BranchStage, mqttPort: number): void {
  const tap = tapMqtt({
    url: `mqtt://127.0.0.1:${mqttPort}`,
    prefix: `${config.mqtt.rootTopic}/v1/${encodeURIComponent(config.branch.id)}/${UNIT}`,
    clock,
    onEvent: (event) => stage.heard(event),
    onState: (thing, state) => stage.stated(thing, state),
  });
  lifetime.hold('MQTT', () => tap.stop());
}

/** The machines stand on MQTT as the devices do on their wires. */
function withMachines({ config, lifetime }: Cast, stand: Stand, stage: BranchStage, mqttPort: number): Stand {
  const machines = openFarMachines({
    machines: config.machines,
    url: `mqtt://127.0.0.1:${mqttPort}`,
    onChange: (machine) => stage.deviceChanged(machine),
  });
  lifetime.hold('machines', () => machines.close());
  return { ...stand, hosts: new Map([...stand.hosts, ...machines.hosts]) };
}

function startDaemon(
  { options, port, lifetime, clock, speed }: Cast,
  stage: BranchStage,
  branchFile: string,
  broker: DemoBroker | null,
): Victims {
  const later: { child: DaemonChild | null } = { child: null };
  const disk = slowDisk({ program: programPath('strace'), pid: () => later.child?.pid() ?? null });
  const child = startDaemonChild({
    node: port.execPath,
    program: PROGRAM,
    branchFile,
    // Where `lobbyd reload` finds it.
    environment: { ...port.environment, RUNTIME_DIRECTORY: options.directory },
    words: speed === 1 ? [] : ['--branch-speed', `${speed}`],
    clock,
    onLife(life) {
      stage.lives(life);
      if (life.state === 'running') void disk.follow();
    },
    onLine(line) {
      stage.logged(line);
      const told = options.isLogTold ? `daemon | ${line}` : logLine(line);
      if (told !== null) port.err(told);
    },
  });
  later.child = child;
  lifetime.hold('daemon', () => child.stop());
  // Ended first: a daemon that stops has much to write.
  lifetime.hold('slow disk', () => disk.stop());
  return { child, broker, disk };
}

/** A port that is free now; somebody else may take it before the broker does, which then says so. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  if (typeof address === 'object' && address !== null) return address.port;
  throw new LobbydError({
    code: 'demo/port',
    what: 'no free port for the broker',
    where: '127.0.0.1',
    next: 'give one: npm start -- --mqtt-port 18830',
  });
}

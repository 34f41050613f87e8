import { type Clock, type Millis, seconds, sleep, systemClock } from '../clock.ts';
import { clockTrust, type TrustRule } from '../clock-trust.ts';
import type { ClockConfig, Config } from '../config/config.ts';
import { type ConfigFiles, systemFiles } from '../config/files.ts';
import { type LoadResult, loadConfig } from '../config/load.ts';
import { mqttSettings } from '../daemon/mqtt.ts';
import { leavePowerMark, takePowerMark } from '../daemon/power-mark.ts';
import { openServiceManager, type ServiceManager } from '../daemon/service-manager.ts';
import { keepStatus, type StatusFacts, statusLine } from '../daemon/status-line.ts';
import { keepWatchdog, pulseEvery } from '../daemon/watchdog.ts';
import type { Daemon } from '../daemon.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { asFault, type LobbydError, messageOf } from '../errors.ts';
import { openSqliteStore } from '../journal/sqlite.ts';
import type { Store } from '../journal/store.ts';
import { journaldSaying } from '../journald-lines.ts';
import { openLog } from '../log.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';
import { hallView } from '../views/hall.ts';
import { openReloadDesk, type ReloadDesk } from './reload-desk.ts';

/** What is on disk is safe by then; a part that does not close must not keep the branch from starting again. */
const STOP_WITHIN: Millis = seconds(12);

/** Time for what belongs to the process and not to the branch. */
const bare = systemClock(() => false);

/** How a branch is run. */
export interface RunOptions {
  /** A training: branch time runs so many times as fast as the world, 1 to 20. Left out: with it. */
  readonly branchSpeed?: number | undefined;
}

/**
 * `lobbyd run FILE`: the daemon, until SIGTERM or SIGINT. SIGHUP reads the files again; from a terminal it is a stop.
 *
 * @param file the branch file
 * @returns 0 after a clean stop, 1 when the configuration has errors (each on its line), 3 when it could not start or go
 * on, 4 when it stopped for the UPS and is to be started again
 */
export async function run(
  file: string,
  catalogue: readonly AnyDriver[],
  port: ProcessPort,
  { branchSpeed }: RunOptions = {},
): Promise<ExitCode> {
  const hangUps = holdHangUps(port);
  const files = systemFiles();
  const load = (): LoadResult => loadConfig(file, catalogue, files);
  const loaded = load();
  const problems = loaded.kind === 'ok' ? loaded.warnings : loaded.problems;
  for (const { text, severity } of problems) say(port, severity === 'error' ? 'error' : 'warn', text);
  if (loaded.kind !== 'ok') {
    say(port, 'error', `${file}: not started; nothing was changed. Mend these lines and try lobbyd check ${file}`);
    return EXIT.problems;
  }
  const log = await openLog(loaded.config.logLevel, port.outputReader);
  const manager = await openServiceManager({ socket: port.environment.NOTIFY_SOCKET, log });
  const stopAsked = Promise.race([port.stopAsked(), hangUps.left]);
  port.onUncaught((caught) => {
    const fault = uncaught(caught);
    log.fatal({ code: fault.code, err: caught }, fault.message);
    log.flush();
  });
  const desk = openReloadDesk({
    file,
    log,
    manager,
    load,
    monotonicMicros: port.monotonicMicros,
    onApplied(config) {
      log.level = config.logLevel;
    },
  });
  hangUps.serve(desk);
  try {
    const daemon = await open(loaded.config, files, port, log, branchSpeed);
    return await serve({
      config: loaded.config,
      branchSpeed: branchSpeed ?? null,
      daemon,
      desk,
      log,
      manager,
      port,
      stopAsked,
    });
  } catch (caught) {
    const fault = uncaught(caught);
    log.fatal({ code: fault.code, where: fault.where }, fault.message);
    manager.tell({ STATUS: `not running: ${fault.what}; next: ${fault.next}` });
    return EXIT.fault;
  } finally {
    manager.close();
    log.flush();
  }
}

/** One line on standard error, before the log is open; journald takes its severity off again. */
function say(port: ProcessPort, level: 'error' | 'warn', text: string): void {
  port.err(port.outputReader === 'journald' ? journaldSaying(level, text) : text);
}

interface HangUps {
  /** Resolves when the terminal was closed: nobody is there any more who wanted to see it run. */
  readonly left: Promise<string>;
  /** Takes the signals from now on, and the one that came before. */
  serve(desk: Pick<ReloadDesk, 'ask'>): void;
}

/** SIGHUP asks for a reload, or is a stop from a terminal. From the first moment on: without a listener it kills. */
function holdHangUps(port: ProcessPort): HangUps {
  let isAsked = false;
  let desk: Pick<ReloadDesk, 'ask'> | null = null;
  const left = new Promise<string>((resolve) => {
    port.onReload(() => {
      if (port.outputReader === 'terminal') return resolve('SIGHUP');
      if (desk) desk.ask();
      else isAsked = true;
    });
  });
  return {
    left,
    serve(served) {
      desk = served;
      if (isAsked) served.ask();
    },
  };
}

type RunLog = Awaited<ReturnType<typeof openLog>>;

interface Running {
  readonly config: Config;
  readonly branchSpeed: number | null;
  readonly daemon: Daemon;
  readonly desk: ReloadDesk;
  readonly log: RunLog;
  readonly manager: ServiceManager;
  readonly port: ProcessPort;
  readonly stopAsked: Promise<string>;
}

/** From ready to stopped. */
async function serve(running: Running): Promise<ExitCode> {
  const { config, branchSpeed, daemon, desk, log, manager, port, stopAsked } = running;
  const { branch, counters, devices } = config;
  const loopLag = port.watchLoop();
  port.onDump(() =>
    log.info(
      { ...daemon.open(), mqtt: daemon.mqtt.status(), health: daemon.health.all(), loopLagMs: loopLag() },
      'what is open',
    ),
  );
  log.info(
    { branch: branch.id, counters: counters.length, devices: devices.length, seq: daemon.branch.committedSeq },
    'ready: customers may take numbers',
  );
  manager.tell({ READY: '1' });
  const status = keepStatus(manager, bare, () => statusLine({ ...statusFacts(daemon, desk.standing), branchSpeed }));
  const every = manager.isThere ? pulseEvery(port.environment, port.pid) : null;
  const rest = every === null ? () => {} : keepWatchdog({ manager, clock: bare, log, every, look: daemon.pulse });
  desk.serve(daemon);
  const end = await Promise.race([
    stopAsked.then((signal) => ({ kind: 'signal' as const, signal })),
    daemon.powerLow.then((by) => ({ kind: 'power' as const, by })),
    desk.broken.then(() => ({ kind: 'broken' as const })),
  ]);
  status.stop();
  // Who is down for the UPS is not stopping for systemd: it would be killed for taking so long.
  if (end.kind !== 'power') manager.tell({ STOPPING: '1', STATUS: 'stopping' });
  log[end.kind === 'power' ? 'warn' : 'info'](end, end.kind === 'power' ? LOW_POWER : 'stopping');
  await stop(running);
  const code = end.kind === 'power' ? await stayDown(running, end.by) : EXIT.ok;
  rest();
  return end.kind === 'broken' ? EXIT.fault : code;
}

const LOW_POWER = 'the battery of the UPS is nearly empty: stopping in order, before the power goes';

/** Ends the branch; the process ends itself when that takes too long. */
async function stop({ daemon, desk, log, port }: Running): Promise<void> {
  const stopping = desk.close().then(() => daemon.stop());
  const faults = await Promise.race([stopping, sleep(bare, STOP_WITHIN)]);
  if (!faults) {
    log.fatal(
      { ...daemon.open() },
      'not stopped in time: the program ends with these still open; report it with the log',
    );
    log.flush();
    return port.exit(EXIT.fault);
  }
  for (const fault of faults) log.error({ code: fault.code, where: fault.where }, fault.message);
  log.info({}, 'stopped');
}

/** Nothing is open any more: the power may go at any moment. When it does not, the branch starts anew after a while. */
async function stayDown({ config, log, manager, stopAsked }: Running, by: string): Promise<ExitCode> {
  const downFor = config.ups?.downFor ?? 0;
  const text = `stopped in order for the UPS (${by}); starts anew in ${downFor / 1_000} s if the power is still there then`;
  manager.tell({ STATUS: text });
  log.warn({ downFor }, text);
  // The power may go before the end.
  log.flush();
  const signal = await Promise.race([sleep(bare, downFor), stopAsked]);
  // Also for a person who would rather have it start at once.
  leavePowerMark(config.journalDirectory, log);
  return signal === undefined ? EXIT.power : EXIT.ok;
}

function statusFacts(
  { branch, config, health, mqtt, powerTrouble }: Daemon,
  reload: string | null,
): Omit<StatusFacts, 'branchSpeed'> {
  const { state, incidents } = mqtt.status();
  return {
    hall: hallView(branch.committed, branch.now()).hall,
    state: branch.committed,
    devices: health.all(),
    busOf: new Map(config.buses.flatMap(({ id, units }) => units.map((unit) => [unit.id, id]))),
    journal: branch.trouble()?.code ?? null,
    // Before the first try has failed nobody can say that it is away.
    isBrokerThere: state === 'connected' || incidents.length === 0,
    isClockTrusted: branch.committed.clock?.isTrusted ?? false,
    reload,
    power: powerTrouble(),
  };
}

async function open(
  config: Config,
  files: ConfigFiles,
  port: ProcessPort,
  log: RunLog,
  branchSpeed: number | undefined,
): Promise<Daemon> {
  // Before the journal: a password that this user may not read is a wrong configuration, which changes nothing.
  const mqtt = mqttSettings(config, files);
  // The journal says how far its time has come; before it is open nothing vouches for a hardware clock.
  const journal: { store: Store | null; wall: number } = { store: null, wall: Number.POSITIVE_INFINITY };
  const rule = trustRule(config.clock);
  const clock: Clock = systemClock(clockTrust(rule, () => journal.wall, bare.monotonic, bare.wall));
  // The journal is proved in its own thread; meanwhile this one loads the rest of the program.
  const [store, { startDaemon }, { systemPins, systemWires }] = await Promise.all([
    openSqliteStore({ directory: config.journalDirectory, log, clock }),
    import('../daemon.ts'),
    import('../daemon/devices.ts'),
  ]);
  journal.wall = await lastTrustedWall(store);
  return startDaemon({
    config,
    mqtt,
    store,
    clock,
    log,
    seed: port.pid,
    ...(branchSpeed === undefined ? {} : { branchSpeed }),
    wires: systemWires(clock, log),
    pins: systemPins(clock, log),
    isBackFromPowerDown: config.ups !== null && takePowerMark(config.journalDirectory),
  });
}

/** Wall time of the last record, Unix ms; 0 when there is none or nobody trusted the clock then. */
async function lastTrustedWall(store: Store): Promise<number> {
  const { seq } = store.head();
  const [last] = seq === 0 ? [] : await store.read(seq, 1);
  return last?.isTrusted ? last.at + last.offset : 0;
}

function trustRule({ trust, synchronisedFile, hardwareClock }: ClockConfig): TrustRule {
  switch (trust) {
    case 'always':
      return { kind: 'always' };
    case 'synchronised':
      return { kind: 'synchronised', file: synchronisedFile };
    case 'hardware-clock':
      return { kind: 'hardware-clock', file: synchronisedFile, device: hardwareClock };
  }
}

function uncaught(caught: unknown): LobbydError {
  return asFault(caught, {
    code: 'branch/fault',
    what: messageOf(caught),
    where: 'lobbyd run',
    next: 'report this with the log: the program has a fault',
  });
}

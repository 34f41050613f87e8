import { systemFiles } from '../config/files.ts';
import { type LoadResult, loadConfig } from '../config/load.ts';
import { openServiceManager } from '../daemon/service-manager.ts';
import { keepStatus, type StatusFacts, statusLine } from '../daemon/status-line.ts';
import { keepWatchdog, pulseEvery } from '../daemon/watchdog.ts';
import type { Daemon } from '../daemon.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { asFault, type LobbydError, messageOf } from '../errors.ts';
import type { WorkerLink } from '../journal/link.ts';
import { journaldSaying } from '../journald-lines.ts';
import { openLog } from '../log.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';
import { hallView } from '../views/hall.ts';
import { holdHangUps } from './hang-ups.ts';
import { openReloadDesk } from './reload-desk.ts';
import { openReloadDoor } from './reload-door.ts';
import { bare, openDaemon } from './run-open.ts';
import { type Running, stayDown, stop } from './run-stop.ts';

/** How a branch is run. */
export interface RunOptions {
  /** A training: branch time runs so many times as fast as the world, 1 to 20. Left out: with it. */
  readonly branchSpeed?: number | undefined;
  /** The thread of the journal, where it was started beforehand. */
  readonly journal?: WorkerLink | null;
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
  { branchSpeed, journal = null }: RunOptions = {},
): Promise<ExitCode> {
  const hangUps = holdHangUps(port);
  // Without a listener SIGUSR2 kills. While the branch starts or is down, nothing is there to be listed.
  port.onDump(() => {});
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
  const manager = await openServiceManager({ socket: port.environment.NOTIFY_SOCKET, log, clock: bare });
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
    const daemon = await openDaemon(loaded.config, { files, port, log, branchSpeed, journal });
    const door = await openReloadDoor({ directory: port.environment.RUNTIME_DIRECTORY, log, ask: () => desk.ask() });
    const { config } = loaded;
    return await serve({ config, branchSpeed, daemon, desk, door, log, manager, port, stopAsked });
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

/** From ready to stopped. */
async function serve(running: Running): Promise<ExitCode> {
  const { config, branchSpeed, daemon, desk, log, manager, port, stopAsked } = running;
  const { branch, counters, devices } = config;
  const loopLag = port.watchLoop();
  port.onDump(() =>
    log.info(
      {
        ...daemon.open(),
        mqtt: daemon.mqtt.status(),
        http: daemon.http.status(),
        health: daemon.health.all(),
        loopLagMs: loopLag(),
      },
      'what is open',
    ),
  );
  log.info(
    { branch: branch.id, counters: counters.length, devices: devices.length, seq: daemon.branch.committedSeq },
    'ready: customers may take numbers',
  );
  manager.tell({ READY: '1' });
  const status = keepStatus(manager, bare, () =>
    statusLine({ ...statusFacts(daemon, desk.standing), branchSpeed: branchSpeed ?? null }),
  );
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

function statusFacts(
  { branch, config, health, mqtt, http, powerTrouble }: Daemon,
  reload: string | null,
): Omit<StatusFacts, 'branchSpeed'> {
  const { state, incidents } = mqtt.status();
  return {
    hall: hallView(branch.committed).hall,
    state: branch.committed,
    devices: health.all(),
    busOf: new Map(config.buses.flatMap(({ id, units }) => units.map((unit) => [unit.id, id]))),
    journal: branch.trouble()?.code ?? null,
    // Before the first try has failed nobody can say that it is away.
    isBrokerThere: state === 'connected' || incidents.length === 0,
    isHttpThere: (http.status()?.incidents.length ?? 0) === 0,
    isClockTrusted: branch.committed.clock?.isTrusted ?? false,
    reload,
    power: powerTrouble(),
  };
}

function uncaught(caught: unknown): LobbydError {
  return asFault(caught, {
    code: 'branch/fault',
    what: messageOf(caught),
    where: 'lobbyd run',
    next: 'report this with the log: the program has a fault',
  });
}

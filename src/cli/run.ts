import { type Clock, type Millis, seconds, sleep, systemClock } from '../clock.ts';
import { clockTrust, type TrustRule } from '../clock-trust.ts';
import type { ClockConfig, Config } from '../config/config.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { systemPins, systemWires } from '../daemon/devices.ts';
import { mqttSettings } from '../daemon/mqtt.ts';
import { type Daemon, startDaemon } from '../daemon.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { asFault, type LobbydError, messageOf } from '../errors.ts';
import { openSqliteStore } from '../journal/sqlite.ts';
import type { Store } from '../journal/store.ts';
import { openLog } from '../log.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';

/** What is on disk is safe by then; a part that does not close must not keep the branch from starting again. */
const STOP_WITHIN: Millis = seconds(12);

/**
 * `lobbyd run FILE`: the daemon, until SIGTERM or SIGINT.
 *
 * @param file the branch file
 * @returns 0 after a clean stop, 1 when the configuration has errors (each on its line), 3 when it could not start
 */
export async function run(file: string, catalogue: readonly AnyDriver[], port: ProcessPort): Promise<ExitCode> {
  const loaded = loadConfig(file, catalogue, systemFiles());
  const problems = loaded.kind === 'ok' ? loaded.warnings : loaded.problems;
  for (const { text } of problems) port.err(text);
  if (loaded.kind !== 'ok') {
    port.err(`${file}: not started; nothing was changed. Mend these lines and try lobbyd check ${file}`);
    return EXIT.problems;
  }
  const log = await openLog(loaded.config.logLevel, port.isTerminal);
  const stopAsked = port.stopAsked();
  port.onUncaught((caught) => {
    const fault = uncaught(caught);
    log.fatal({ code: fault.code, err: caught }, fault.message);
  });
  try {
    const daemon = await open(loaded.config, port, log);
    port.onDump(() =>
      log.info({ ...daemon.open(), mqtt: daemon.mqtt.status(), health: daemon.health.all() }, 'what is open'),
    );
    const { branch, counters, devices } = loaded.config;
    log.info(
      { branch: branch.id, counters: counters.length, devices: devices.length, seq: daemon.branch.committedSeq },
      'ready: customers may take numbers',
    );
    const signal = await stopAsked;
    log.info({ signal }, 'stopping');
    const faults = await Promise.race([
      daemon.stop(),
      sleep(
        systemClock(() => false),
        STOP_WITHIN,
      ),
    ]);
    if (!faults) {
      log.fatal(
        { ...daemon.open() },
        'not stopped in time: the program ends with these still open; report it with the log',
      );
      port.exit(EXIT.fault);
    }
    for (const fault of faults) log.error({ code: fault.code, where: fault.where }, fault.message);
    log.info({}, 'stopped');
    return EXIT.ok;
  } catch (caught) {
    const fault = uncaught(caught);
    log.fatal({ code: fault.code, where: fault.where }, fault.message);
    return EXIT.fault;
  }
}

type RunLog = Awaited<ReturnType<typeof openLog>>;

async function open(config: Config, port: ProcessPort, log: RunLog): Promise<Daemon> {
  // Before the journal: a missing password is a wrong configuration, which changes nothing.
  const mqtt = mqttSettings(config);
  // The journal says how far its time has come; before it is open nothing vouches for a hardware clock.
  const journal: { store: Store | null; wall: number } = { store: null, wall: Number.POSITIVE_INFINITY };
  const rule = trustRule(config.clock);
  const bare = systemClock(() => false);
  const clock: Clock = systemClock(clockTrust(rule, () => journal.wall, bare.monotonic, bare.wall));
  const store = await openSqliteStore({ directory: config.journalDirectory, log, clock });
  journal.wall = await lastTrustedWall(store);
  return startDaemon({
    config,
    mqtt,
    store,
    clock,
    log,
    seed: port.pid,
    wires: systemWires(clock, log),
    pins: systemPins(clock, log),
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

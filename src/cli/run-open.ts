import { stateFile } from '../branch/state-file.ts';
import { type Clock, systemClock } from '../clock.ts';
import { clockTrust, type TrustRule } from '../clock-trust.ts';
import type { ClockConfig, Config } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import { freeBytes } from '../daemon/disk-watch.ts';
import { httpSettings } from '../daemon/http.ts';
import { mqttSettings } from '../daemon/mqtt.ts';
import { takePowerMark } from '../daemon/power-mark.ts';
import type { Daemon } from '../daemon.ts';
import type { Log } from '../devices/log.ts';
import type { WorkerLink } from '../journal/link.ts';
import { openSqliteStore } from '../journal/sqlite.ts';
import type { Store } from '../journal/store.ts';
import type { ProcessPort } from '../process.ts';
import { programSum } from '../program/sum.ts';

/** Time for what belongs to the process and not to the branch. */
export const bare: Clock = systemClock(() => false);

/** What a branch is opened with, beside its configuration. */
export interface Opening {
  readonly files: ConfigFiles;
  readonly port: ProcessPort;
  readonly log: Log;
  readonly branchSpeed: number | undefined;
  /** The thread of the journal, where it was started beforehand: taken over. */
  readonly journal: WorkerLink | null;
}

/**
 * Opens a branch on this machine: its journal, its time, its wires and pins.
 *
 * @throws LobbydError as `openSqliteStore` and `startDaemon` do; nothing is left open then
 */
export async function openDaemon(
  config: Config,
  { files, port, log, branchSpeed, journal: link }: Opening,
): Promise<Daemon> {
  // Before the journal: a password that this user may not read is a wrong configuration, which changes nothing.
  const mqtt = mqttSettings(config, files);
  const httpOf = (of: Config): ReturnType<typeof httpSettings> => httpSettings(of, files);
  httpOf(config);
  // The journal says how far its time has come; before it is open nothing vouches for a hardware clock.
  const journal: { store: Store | null; wall: number } = { store: null, wall: Number.POSITIVE_INFINITY };
  const rule = trustRule(config.clock);
  const clock: Clock = systemClock(clockTrust(rule, () => journal.wall, bare.monotonic, bare.wall));
  // The journal is proved in its own thread; meanwhile this one loads the rest of the program.
  const journalFree = () => freeBytes(config.journalDirectory);
  const states = stateFile(config.journalDirectory, { program: programSum(), log, free: journalFree });
  const [store, { startDaemon }, { systemPins, systemWires }, kept] = await Promise.all([
    openSqliteStore({ directory: config.journalDirectory, log, clock, ...(link ? { link } : {}) }),
    import('../daemon.ts'),
    import('../daemon/devices.ts'),
    // Asked by the journal's thread first: it has more to do.
    Promise.resolve().then(() => states.take()),
  ]);
  journal.wall = await lastTrustedWall(store);
  return startDaemon({
    config,
    mqtt,
    httpOf,
    store,
    clock,
    log,
    seed: port.pid,
    states: { ...states, take: () => kept },
    journalFree,
    wires: systemWires(clock, log),
    pins: systemPins(clock, log),
    ...(branchSpeed === undefined ? {} : { branchSpeed }),
    isBackFromPowerDown: config.ups !== null && takePowerMark(config.journalDirectory, port.monotonicMicros()),
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

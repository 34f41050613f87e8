import { type Millis, seconds, sleep } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { leavePowerMark } from '../daemon/power-mark.ts';
import type { ServiceManager } from '../daemon/service-manager.ts';
import type { Daemon } from '../daemon.ts';
import type { openLog } from '../log.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';
import type { ReloadDesk } from './reload-desk.ts';
import type { ReloadDoor } from './reload-door.ts';
import { bare } from './run-open.ts';

/** What is on disk is safe by then; a part that does not close must not keep the branch from starting again. */
const STOP_WITHIN: Millis = seconds(12);

/** A branch that runs as a process, and who wants to hear of its end. */
export interface Running {
  readonly config: Config;
  readonly branchSpeed: number | undefined;
  readonly daemon: Daemon;
  readonly desk: ReloadDesk;
  readonly door: ReloadDoor;
  readonly log: Awaited<ReturnType<typeof openLog>>;
  readonly manager: ServiceManager;
  readonly port: ProcessPort;
  readonly stopAsked: Promise<string>;
}

/** Ends the branch; the process ends itself when that takes too long. */
export async function stop({ daemon, desk, door, log, port }: Running): Promise<void> {
  // Who waits at the door is told before it is shut.
  const stopping = desk
    .close()
    .then(() => door.close())
    .then(() => daemon.stop());
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
export async function stayDown({ config, log, manager, stopAsked }: Running, by: string): Promise<ExitCode> {
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

import { statfs } from 'node:fs/promises';
import { JOURNAL_DEVICE } from '../branch/device-alerts.ts';
import type { HealthRecorder } from '../branch/health-recorder.ts';
import { type Clock, type Millis, minutes, type Timer } from '../clock.ts';
import type { Config } from '../config/config.ts';

/** The kernel tells nobody that a disk fills up; minutes pass before it matters. */
const LOOK_EVERY: Millis = minutes(1);
/** So much more than the bound must be free before the alert is over: a log that comes and goes raises it once. */
const ENOUGH = 1.25;

export interface DiskWatchParts {
  readonly clock: Clock;
  readonly health: Pick<HealthRecorder, 'report'>;
  /** Says how much is to be free; asked at each look: a reload may change it. */
  readonly live: { readonly config: Pick<Config, 'journalFree'> };
  /** Bytes that are free on the disk of the journal; null when that cannot be told. Undefined: nobody looks. */
  readonly free: (() => Promise<number | null>) | undefined;
}

/**
 * Looks how much is free on the disk of the journal, and reports the disk as a device whose condition it is. A disk that was
 * never nearly full is never spoken of.
 *
 * @returns stops it
 */
export function watchDisk({ clock, health, live, free }: DiskWatchParts): () => void {
  if (!free) return () => {};
  let timer: Timer | null = null;
  let isStopped = false;
  let isLow = false;
  const report = (next: boolean): void => {
    if (next === isLow) return;
    isLow = next;
    const conditions = isLow ? (['disk-nearly-full'] as const) : [];
    health.report({ device: JOURNAL_DEVICE, state: 'running', reason: null, conditions, since: clock.monotonic() });
  };
  const look = async (): Promise<void> => {
    const bound = live.config.journalFree;
    const left = bound === null ? null : await free();
    if (isStopped) return;
    if (bound === null) report(false);
    else if (left !== null) report(left < (isLow ? bound * ENOUGH : bound));
    timer = clock.after(LOOK_EVERY, () => void look());
  };
  void look();
  return () => {
    isStopped = true;
    timer?.cancel();
  };
}

/** Bytes that are free to this user on the disk of a folder; null when the system does not tell. */
export async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

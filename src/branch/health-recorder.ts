import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { Draft } from '../journal/store.ts';
import { type DeviceEvent, deviceDraft, healthEvents } from './health.ts';
import type { BranchTime } from './time.ts';

export interface HealthRecorderParts {
  /** Id of the branch. */
  readonly branch: string;
  readonly clock: Clock;
  readonly time: BranchTime;
  /** Left out: branch time runs with the world. */
  readonly branchSpeed?: number;
  /** True once the drafts are on disk. */
  record(drafts: readonly Draft[]): Promise<boolean>;
}

/** Pause before what could not be written is tried again. */
const RETRY_AFTER: Millis = seconds(2);

/** The health of all devices: the newest of each is at hand, and what is worth keeping goes to the journal. */
export interface HealthRecorder {
  /** A device reports itself. */
  report(health: DeviceHealth): void;
  /** The newest health of every device that has reported. */
  all(): readonly DeviceHealth[];
  /** The configuration has it no more: its newest health goes to the listeners once more, and is not listed again. */
  forget(device: string): void;
  /** Called with each report. */
  onReport(listener: (health: DeviceHealth) => void): () => void;
  stop(): void;
}

/**
 * Journals what devices go through, from nothing at each start: nobody watched them while the daemon was away, so the
 * first record of a start says that what was told before is void. After that, only the difference between what is on disk and what is true now is written,
 * so that a disk that was full for an hour costs at most one step a device.
 */
export function recordHealth(parts: HealthRecorderParts): HealthRecorder {
  const newest = new Map<string, DeviceHealth>();
  const recorded = new Map<string, DeviceHealth>();
  const listeners = new Set<(health: DeviceHealth) => void>();
  let retry: Timer | null = null;
  let isWriting = false;
  let isStartTold = false;
  let isStopped = false;

  const { branch, branchSpeed } = parts;
  const training = branchSpeed === undefined ? {} : { branchSpeed };
  const start: DeviceEvent = { type: 'daemon-started', branch, ...training };
  const write = async (): Promise<void> => {
    if (isWriting || isStopped) return;
    isWriting = true;
    while (!isStopped) {
      const due = [...newest.values()].filter((health) => recorded.get(health.device) !== health);
      if (due.length === 0) break;
      const { offset, isTrusted } = parts.time.label();
      const time = { at: parts.time.now(), offset, isTrusted };
      const changes = due.flatMap((health) => healthEvents(recorded.get(health.device) ?? null, health));
      const events: readonly DeviceEvent[] = isStartTold || changes.length === 0 ? changes : [start, ...changes];
      const drafts = events.map((event) => deviceDraft(event, time));
      if (drafts.length > 0 && !(await parts.record(drafts))) {
        retry = parts.clock.after(RETRY_AFTER, () => void write());
        break;
      }
      isStartTold ||= drafts.length > 0;
      for (const health of due) recorded.set(health.device, health);
    }
    isWriting = false;
  };
  return {
    report(health) {
      newest.set(health.device, health);
      for (const listener of listeners) listener(health);
      void write();
    },
    all: () => [...newest.values()],
    forget(device) {
      const last = newest.get(device);
      newest.delete(device);
      recorded.delete(device);
      if (last) for (const listener of listeners) listener(last);
    },
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      isStopped = true;
      retry?.cancel();
    },
  };
}

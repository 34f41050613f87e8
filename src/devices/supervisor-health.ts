import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { ConditionCode, DeviceHealth } from './kinds.ts';
import type { Log } from './log.ts';

export interface HealthKeeperOptions {
  readonly device: string;
  /** The port's name, for log lines. */
  readonly port: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each change. One that throws is logged and asked again at the next change. */
  onHealth(health: DeviceHealth): void;
}

/** The health of one device: what was told last, conditions raised once and cleared once, one log line an incident. */
export interface HealthKeeper {
  health(): DeviceHealth;
  set(state: DeviceHealth['state'], reason: string | null): void;
  condition(code: ConditionCode, isRaised: boolean, detail?: string): void;
  /** It has held long enough: the next loss is a new incident. */
  settled(): void;
  /** A fault of the driver: an error line, once an incident for each message. */
  fault(caught: unknown, where: string): void;
}

/** A time of trouble: from the first failure until the device has held for a while. */
interface Incident {
  readonly since: number;
  /** What was logged already. */
  readonly reasons: Set<string>;
  failures: number;
  /** Failures when it was back for the first time; null until then. */
  failuresAtBack: number | null;
}

/** Reasons that get a line of their own in one incident; further ones are only counted. */
const REASONS = 8;

/** Makes a {@link HealthKeeper}; its device starts as `closed`. */
export function healthKeeper(options: HealthKeeperOptions): HealthKeeper {
  const { device, port, clock, log } = options;
  const conditions = new Set<ConditionCode>();
  let incident: Incident | null = null;
  let health: DeviceHealth = { device, state: 'closed', reason: null, conditions: [], since: clock.monotonic() };
  const tell = (change: Partial<DeviceHealth>): void => {
    health = { ...health, ...change, since: clock.monotonic() };
    try {
      options.onHealth(health);
    } catch (caught) {
      log.error({ device, port, fault: messageOf(caught) }, 'the news of a device was not taken');
    }
  };
  const begun = (): Incident => {
    incident ??= { since: clock.monotonic(), reasons: new Set(), failures: 0, failuresAtBack: null };
    return incident;
  };
  /** Whether this word is new in the incident, and there is room for it. */
  const isNews = (word: string): boolean => {
    const { reasons } = begun();
    if (reasons.has(word) || reasons.size >= REASONS) return false;
    reasons.add(word);
    return true;
  };
  const noteFailure = (reason: string | null): void => {
    if (health.state !== 'backing-off') begun().failures += 1;
    if (isNews(reason ?? '')) log.warn({ device, port, reason }, 'device lost');
  };
  const noteRunning = (): void => {
    if (!incident) log.info({ device, port }, 'device runs');
    else if (incident.failuresAtBack === null) {
      const { since, failures } = incident;
      incident.failuresAtBack = failures;
      log.info({ device, port, afterMs: Math.round(clock.monotonic() - since), failures }, 'device is back');
    }
  };
  return {
    health: () => health,
    set(state, reason) {
      if (state === health.state && reason === health.reason) return;
      if (state === 'backing-off') noteFailure(reason);
      if (state === 'running') noteRunning();
      tell({ state, reason });
    },
    condition(code, isRaised, detail) {
      if (conditions.has(code) === isRaised) return;
      if (isRaised) conditions.add(code);
      else conditions.delete(code);
      const fields = { device, port, condition: code, ...(detail === undefined ? {} : { detail }) };
      if (isRaised) log.warn(fields, 'condition raised');
      else log.info(fields, 'condition cleared');
      tell({ conditions: [...conditions] });
    },
    settled() {
      if (incident && incident.failures > (incident.failuresAtBack ?? 0)) {
        log.info({ device, port, failures: incident.failures }, 'device holds again');
      }
      incident = null;
    },
    fault(caught, where) {
      if (isNews(`fault: ${messageOf(caught)}`)) {
        log.error({ device, port, where, err: caught }, 'a driver failed; its wire is closed and opened again');
      }
    },
  };
}

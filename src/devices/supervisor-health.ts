import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { ConditionCode, DeviceHealth } from './kinds.ts';
import type { Log } from './log.ts';
import { NEXT_STEPS } from './next-steps.ts';

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
  /** `next`: what a technician does about it, for the log line of a loss. */
  set(state: DeviceHealth['state'], reason: string | null, next?: string): void;
  /** The same, without a log line: what it hangs on has one already. */
  follow(state: DeviceHealth['state'], reason: string | null): void;
  /** `next`: what a technician does about it; from {@link NEXT_STEPS} when left out. */
  condition(code: ConditionCode, isRaised: boolean, detail?: string, next?: string): void;
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
  return new Keeper(options);
}

class Keeper implements HealthKeeper {
  readonly #options: HealthKeeperOptions;
  /** What every log line names. */
  readonly #names: { readonly device: string; readonly port: string };
  readonly #conditions = new Set<ConditionCode>();
  #incident: Incident | null = null;
  #hasRun = false;
  #health: DeviceHealth;

  constructor(options: HealthKeeperOptions) {
    const { device, port, clock } = options;
    this.#options = options;
    this.#names = { device, port };
    this.#health = { device, state: 'closed', reason: null, conditions: [], since: clock.monotonic() };
  }

  health(): DeviceHealth {
    return this.#health;
  }

  set(state: DeviceHealth['state'], reason: string | null, next?: string): void {
    if (state === this.#health.state && reason === this.#health.reason) return;
    if (state === 'backing-off') this.#noteFailure(reason, next);
    if (state === 'running') this.#noteRunning();
    this.#tell({ state, reason });
  }

  follow(state: DeviceHealth['state'], reason: string | null): void {
    if (state !== this.#health.state || reason !== this.#health.reason) this.#tell({ state, reason });
  }

  condition(code: ConditionCode, isRaised: boolean, detail?: string, next = NEXT_STEPS[code]): void {
    if (this.#conditions.has(code) === isRaised) return;
    const { log } = this.#options;
    const fields = { ...this.#names, condition: code, ...(detail === undefined ? {} : { detail }) };
    if (isRaised) {
      this.#conditions.add(code);
      log.warn({ ...fields, next }, 'condition raised');
    } else {
      this.#conditions.delete(code);
      log.info(fields, 'condition cleared');
    }
    this.#tell({ conditions: [...this.#conditions] });
  }

  settled(): void {
    const incident = this.#incident;
    this.#incident = null;
    if (!incident || incident.failures <= (incident.failuresAtBack ?? 0)) return;
    this.#options.log.info({ ...this.#names, failures: incident.failures }, 'device holds again');
  }

  fault(caught: unknown, where: string): void {
    if (!this.#isNews(`fault: ${messageOf(caught)}`)) return;
    this.#options.log.error({ ...this.#names, where, err: caught }, 'a driver failed; it goes on without what it did');
  }

  #tell(change: Partial<DeviceHealth>): void {
    const { clock, log, onHealth } = this.#options;
    this.#health = { ...this.#health, ...change, since: clock.monotonic() };
    try {
      onHealth(this.#health);
    } catch (caught) {
      log.error({ ...this.#names, fault: messageOf(caught) }, 'the news of a device was not taken');
    }
  }

  #begun(): Incident {
    this.#incident ??= {
      since: this.#options.clock.monotonic(),
      reasons: new Set(),
      failures: 0,
      failuresAtBack: null,
    };
    return this.#incident;
  }

  /** Whether this word is new in the incident, and there is room for it. */
  #isNews(word: string): boolean {
    const { reasons } = this.#begun();
    if (reasons.has(word) || reasons.size >= REASONS) return false;
    reasons.add(word);
    return true;
  }

  #noteFailure(reason: string | null, next?: string): void {
    if (this.#health.state !== 'backing-off') this.#begun().failures += 1;
    if (!this.#isNews(reason ?? '')) return;
    this.#options.log.warn({ ...this.#names, reason, ...(next === undefined ? {} : { next }) }, 'device lost');
  }

  #noteRunning(): void {
    const { clock, log } = this.#options;
    const incident = this.#incident;
    if (!incident && !this.#hasRun) log.info(this.#names, 'device runs');
    this.#hasRun = true;
    if (!incident || incident.failuresAtBack !== null) return;
    const { since, failures } = incident;
    incident.failuresAtBack = failures;
    log.info({ ...this.#names, afterMs: Math.round(clock.monotonic() - since), failures }, 'device is back');
  }
}

import type { DeviceHealth } from '../devices/kinds.ts';
import type { DeviceAlert, DeviceAlertRef } from '../queue/alerts.ts';
import type { CommandOf } from '../queue/commands.ts';
import type { LiveBranch } from './branch.ts';
import type { HealthRecorder } from './health-recorder.ts';
import type { Reply } from './port.ts';

/** What devices have raised, as the lobby manager sees it. */
export interface DeviceAlerts {
  /** Those that stand, in the order in which they were raised. */
  all(): readonly DeviceAlert[];
  /** Has an alert acknowledged, of a device or of the queue. */
  acknowledge(command: CommandOf<'acknowledge-alert'>): Promise<Reply>;
  /** Called when one is raised, acknowledged or cleared. */
  onChange(listener: () => void): () => void;
  stop(): void;
}

interface DeviceAlertsParts {
  readonly health: Pick<HealthRecorder, 'all' | 'onReport'>;
  readonly branch: Pick<LiveBranch, 'submit' | 'now' | 'trouble' | 'onTrouble' | 'onCommitted'>;
  /** Number of this start, never that of another: alerts of devices are told anew at each. */
  readonly boot: number;
}

/** What stands for the disk of the journal where devices are named. */
export const JOURNAL_DEVICE = 'journal';

/**
 * Each condition of a device, a device that is lost, and a journal that cannot be written is an alert for as long as it lasts.
 * What raised it is in the journal already, as what the device went through; here it only gets an id by which a person can
 * take care of it. That is decided by the queue, which remembers the answer of every command.
 */
export function openDeviceAlerts(parts: DeviceAlertsParts): DeviceAlerts {
  return new DeviceAlertBook(parts);
}

class DeviceAlertBook implements DeviceAlerts {
  readonly #parts: DeviceAlertsParts;
  readonly #standing = new Map<string, DeviceAlert>();
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribes: readonly (() => void)[];
  /** Alerts whose acknowledgement is on its way to the disk: a second one must not follow. */
  readonly #asked = new Set<string>();
  #raised = 0;

  constructor(parts: DeviceAlertsParts) {
    this.#parts = parts;
    const { health, branch } = parts;
    this.#unsubscribes = [
      health.onReport((report) => this.#heard(report)),
      branch.onTrouble(() => this.#settle(JOURNAL_DEVICE, branch.trouble() ? ['disk-trouble'] : [], DISK_TROUBLE)),
      branch.onCommitted((batch) => {
        for (const { event } of batch) if (event.type === 'alert-acknowledged') this.#acknowledged(event);
      }),
    ];
    for (const each of health.all()) this.#heard(each);
  }

  all(): readonly DeviceAlert[] {
    return [...this.#standing.values()];
  }

  async acknowledge(command: CommandOf<'acknowledge-alert'>): Promise<Reply> {
    const of = this.#refOf(command.alert);
    if (!of || of.isAcknowledged) return this.#parts.branch.submit({ ...command, of });
    this.#asked.add(command.alert);
    const reply = await this.#parts.branch.submit({ ...command, of });
    this.#asked.delete(command.alert);
    return reply;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
  }

  #refOf(id: string): DeviceAlertRef | null {
    const alert = this.all().find((each) => each.id === id);
    if (!alert) return null;
    const { device, kind, acknowledged } = alert;
    return { device, kind, isAcknowledged: acknowledged !== null || this.#asked.has(id) };
  }

  #heard(health: DeviceHealth): void {
    const { device, state, conditions } = health;
    // The last report of a device that the configuration has no more.
    const isGone = !this.#parts.health.all().some((each) => each.device === device);
    const lost = `${device} device-lost`;
    // Between two tries it is opening or identifying: it is lost until it runs.
    const isLost = state === 'backing-off' || (state !== 'running' && this.#standing.has(lost));
    const kinds = isGone ? [] : [...conditions, ...(isLost ? ['device-lost'] : [])];
    this.#settle(device, kinds, (kind) => kind !== 'disk-trouble');
  }

  /** These stand of a device, and no other of those that are meant. */
  #settle(device: string, kinds: readonly string[], isMeant: (kind: string) => boolean): void {
    let isChanged = false;
    for (const [key, alert] of this.#standing) {
      if (alert.device !== device || !isMeant(alert.kind) || kinds.includes(alert.kind)) continue;
      this.#standing.delete(key);
      isChanged = true;
    }
    for (const kind of kinds) {
      const key = `${device} ${kind}`;
      if (this.#standing.has(key)) continue;
      this.#raised += 1;
      const id = `d${this.#parts.boot.toString(36)}-${this.#raised}`;
      this.#standing.set(key, { id, kind, device, since: this.#parts.branch.now(), acknowledged: null });
      isChanged = true;
    }
    if (isChanged) this.#tell();
  }

  #acknowledged(event: {
    readonly alert: string;
    readonly at: number;
    readonly actor: { readonly kind: NonNullable<DeviceAlert['acknowledged']>['by'] };
    readonly person: string | null;
  }): void {
    for (const [key, alert] of this.#standing) {
      if (alert.id !== event.alert) continue;
      const { at, actor, person } = event;
      this.#standing.set(key, { ...alert, acknowledged: { at, by: actor.kind, person } });
      this.#tell();
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const DISK_TROUBLE = (kind: string): boolean => kind === 'disk-trouble';

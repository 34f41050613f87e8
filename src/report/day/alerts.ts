import { whoOf } from '../../journal/who.ts';
import type { Alert } from '../../queue/alerts.ts';
import type { EventOf, QueueEvent } from '../../queue/events.ts';
import type { Duration, Instant, WallTime } from '../../queue/rules.ts';

/** An alert of the queue, or a condition of a device, as a day knew it. */
export interface AlertEntry {
  readonly kind: string;
  readonly service: string | null;
  readonly counter: string | null;
  readonly device: string | null;
  /** Wall time, as far as it was known. */
  readonly raised: WallTime;
  readonly raisedAt: Instant;
  /** It stood when the day began. */
  readonly isCarried: boolean;
  /** What was measured: ms, people or calls, by the kind. */
  readonly measured: number | null;
  /** How often: a panic key may be pressed again. */
  times: number;
  /** Since it was raised; null: it stands. */
  lasted: Duration | null;
  acknowledged: { readonly after: Duration; readonly who: string; readonly isToday: boolean } | null;
}

/** When something was written. */
export interface Written {
  readonly at: Instant;
  readonly wall: WallTime;
}

/** The alerts of a day, of the queue and of devices, kept event by event. */
export class AlertRecord {
  readonly entries: AlertEntry[] = [];
  /** By the id of the alert, or device and kind. */
  readonly #standing = new Map<string, AlertEntry>();

  /**
   * @param before of the day before: what stands of devices; null: nobody knows
   * @param standing alerts of the queue when the day began
   */
  constructor(before: AlertRecord | null, standing: readonly Alert[], opened: Written) {
    const offset = opened.wall - opened.at;
    for (const [key, entry] of before?.ofDevices() ?? []) this.#stands(key, carriedOf(entry));
    for (const alert of standing) {
      const { id, kind, service, counter, since, times, acknowledged: by } = alert;
      const acknowledged = by && { after: by.at - since, who: by.person ?? whoOf(by.by), isToday: false };
      const place = { kind, service, counter, device: null, raised: since + offset, raisedAt: since };
      this.#stands(id, { ...place, isCarried: true, measured: null, times, lasted: null, acknowledged });
    }
  }

  /** Takes the next event of the queue. */
  take(event: QueueEvent, written: Written): void {
    switch (event.type) {
      case 'alert-raised': {
        const { kind, service, counter, measured, alert } = event;
        const place = { kind, service, counter, device: null, raised: written.wall, raisedAt: written.at };
        this.#stands(alert, { ...place, isCarried: false, measured, times: 1, lasted: null, acknowledged: null });
        break;
      }
      case 'alert-repeated':
        this.#with(event.alert, (entry) => void Object.assign(entry, { times: event.times }));
        break;
      case 'alert-acknowledged':
        this.#acknowledged(event, written);
        break;
      case 'alert-cleared':
        this.#cleared(event.alert, event.lasted);
        break;
      default:
    }
  }

  /** A device has a condition, or is lost. */
  raise(device: string, kind: string, { at, wall }: Written, isCarried = false): void {
    const key = keyOf(device, kind);
    if (this.#standing.has(key)) return;
    const place = { kind, service: null, counter: null, device, raised: wall, raisedAt: at };
    this.#stands(key, { ...place, isCarried, measured: null, times: 1, lasted: null, acknowledged: null });
  }

  /** It has it no more; nothing where it had none. */
  clear(device: string, kind: string, { at }: Pick<Written, 'at'>): void {
    const entry = this.#standing.get(keyOf(device, kind));
    if (entry) this.#cleared(keyOf(device, kind), at - entry.raisedAt);
  }

  /** What stands of devices. */
  ofDevices(): readonly (readonly [key: string, entry: AlertEntry])[] {
    return [...this.#standing].filter(([, { device }]) => device !== null);
  }

  #acknowledged(event: EventOf<'alert-acknowledged'>, { at }: Written): void {
    const { alert, device, kind, person, actor } = event;
    this.#with(device === null ? alert : keyOf(device, kind), (entry) => {
      entry.acknowledged = { after: at - entry.raisedAt, who: person ?? whoOf(actor), isToday: true };
    });
  }

  #stands(key: string, entry: AlertEntry): void {
    this.#standing.set(key, entry);
    this.entries.push(entry);
  }

  #cleared(key: string, lasted: Duration): void {
    this.#with(key, (entry) => void Object.assign(entry, { lasted }));
    this.#standing.delete(key);
  }

  #with(key: string, change: (entry: AlertEntry) => void): void {
    const entry = this.#standing.get(key);
    if (entry) change(entry);
  }
}

function keyOf(device: string, kind: string): string {
  return `${device} ${kind}`;
}

function carriedOf(entry: AlertEntry): AlertEntry {
  const { acknowledged } = entry;
  return { ...entry, isCarried: true, acknowledged: acknowledged && { ...acknowledged, isToday: false } };
}

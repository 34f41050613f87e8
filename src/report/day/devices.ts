import type { ReadRecord } from '../../journal/selection.ts';
import type { AlertRecord, Written } from './alerts.ts';

/** Types of what devices go through. */
export const DEVICE_TYPES = [
  'daemon-started',
  'device-running',
  'device-lost',
  'condition-raised',
  'condition-cleared',
  'disk-trouble',
] as const;

/** The kind of a device that does not answer. */
export const LOST = 'device-lost';

/** What is known of devices over several days: which are heard of, and how often lobbyd started. */
export class DeviceRecord {
  /** Starts of lobbyd today. */
  starts = 0;
  /** What devices went through before the first day is not known: the first word of one tells how it stood. */
  #isKnown: boolean;
  readonly #heard = new Set<string>();

  /** @param isKnown the first record of the journal, or a start of lobbyd, is among what will be told */
  constructor(isKnown: boolean) {
    this.#isKnown = isKnown;
  }

  /** Whether it is known of every device how it stood. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Takes the next record of devices; what was not known is held to have begun with the day. */
  take({ type, body }: ReadRecord, written: Written, alerts: AlertRecord, began: Written): void {
    if (type === 'daemon-started') {
      // What was told before is void: each device tells anew.
      for (const [, { device, kind }] of alerts.ofDevices()) alerts.clear(device ?? '', kind, written);
      this.#isKnown = true;
      this.starts += 1;
      return;
    }
    const { device, condition, since } = partsOf(body);
    const isNews = !this.#isKnown && !this.#heard.has(device);
    this.#heard.add(device);
    if (type === 'device-lost') alerts.raise(device, LOST, written);
    if (type === 'condition-raised') alerts.raise(device, condition, written);
    if (type === 'device-running') {
      if (isNews) alerts.raise(device, LOST, began, true);
      alerts.clear(device, LOST, written);
    }
    if (type === 'condition-cleared') alerts.clear(device, condition, written);
    if (type === 'disk-trouble') {
      alerts.raise(device, type, { at: since, wall: written.wall - written.at + since });
      alerts.clear(device, type, written);
    }
  }
}

interface Parts {
  readonly device: string;
  readonly condition: string;
  readonly since: number;
}

function partsOf(body: unknown): Parts {
  const { device = '', condition = '', since = 0 } = body as Partial<Parts>;
  return { device, condition, since };
}

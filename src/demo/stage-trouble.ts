import type { Words } from './stage.ts';

/** Something that can be broken and mended again. */
export interface StagedFault {
  /** `printer1/paper-out`, `bus1/cable`, `broker/stopped`. */
  readonly id: string;
  readonly group: 'printer' | 'cable' | 'unit' | 'bus' | 'broker' | 'disk' | 'daemon';
  /** Device or bus that it is done to; null for what is none. */
  readonly device: string | null;
  readonly name: Words;
  readonly isOn: boolean;
  /** Over by itself as soon as it is done: a kill. There is nothing to switch off. */
  readonly isMomentary: boolean;
  /** Why it cannot be done here; null when it can. */
  readonly cannot: Words | null;
  /**
   * What the branch itself says of it now: by its device states on MQTT, by its log, by the end of its process. Null:
   * nothing, so it has not noticed yet, or it is over.
   */
  readonly said: Words | null;
}

/** A device's health as MQTT publishes it on `…/state/device/<id>`. */
export interface StagedHealth {
  readonly device: string;
  readonly state: 'closed' | 'opening' | 'identifying' | 'running' | 'backing-off';
  /** Why it is not running; null while all is well. */
  readonly reason: string | null;
  /** Condition codes: `paper-out`, `garbled`. */
  readonly conditions: readonly string[];
  /** When the stage heard of its last change, Unix ms. */
  readonly since: number;
}

/** Alerts that are over and still told: a bus that comes back ends one for itself and one for each of its units. */
export const ALERTS_OVER_MOST = 20;

/** Something that a person has to look at, from its beginning to its end. */
export interface StagedAlert {
  /** The same at its beginning and at its end. */
  readonly id: string;
  readonly device: string | null;
  /** `paper-out`, `device-lost`, `broker-away`, `disk-slow`, `daemon-gone`. */
  readonly code: string;
  readonly text: Words;
  /** Unix ms. */
  readonly since: number;
  /** Unix ms; null while it lasts. */
  readonly over: number | null;
}

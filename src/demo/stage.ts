/** What the demo shows: the far ends of all wires, what MQTT says, and whether the daemon lives. */

/** A button with what is written beside it, by language. */
export interface StagedButton {
  readonly button: number;
  /** Language of the ticket. */
  readonly language: string;
  readonly names: Readonly<Record<string, string>>;
  readonly segments: Readonly<Record<string, string>>;
}

/** A kiosk as a customer stands before it. */
export interface StagedKiosk {
  readonly panel: string;
  readonly printer: string | null;
  readonly buttons: readonly StagedButton[];
}

/** A counter with the devices that stand on it. */
export interface StagedCounter {
  readonly id: string;
  readonly number: number;
  /** Prefix letters of the numbers that are called here. */
  readonly services: readonly string[];
  readonly display: string | null;
  readonly keypad: string | null;
}

/** One MQTT message as it passed. */
export interface HeardMessage {
  readonly topic: string;
  readonly text: string;
}

/** The daemon as its parent sees it. */
export interface DaemonLife {
  readonly state: 'starting' | 'running' | 'stopped';
  readonly text: string;
}

/** Everything at one moment: what a page that has just opened needs. */
export interface StageSnapshot {
  readonly name: string;
  /** IANA zone of the branch: what is on the tickets. */
  readonly timeZone: string;
  readonly kiosks: readonly StagedKiosk[];
  readonly counters: readonly StagedCounter[];
  /** What each emulator shows, by device id. */
  readonly views: Readonly<Record<string, unknown>>;
  /** The last slips as SVG, newest first. */
  readonly slips: readonly string[];
  /** The last MQTT events, oldest first. */
  readonly events: readonly HeardMessage[];
  readonly daemon: DaemonLife;
}

/** One thing that changed. */
export type StageChange =
  | { readonly kind: 'view'; readonly device: string; readonly view: unknown }
  | { readonly kind: 'paper'; readonly device: string; readonly slips: readonly string[]; readonly text: string | null }
  | { readonly kind: 'mqtt'; readonly message: HeardMessage }
  | { readonly kind: 'daemon'; readonly daemon: DaemonLife };

/** What became of something a person did at a device. */
export type ActEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly known: readonly string[] }
  | { readonly kind: 'unknown-device'; readonly known: readonly string[] };

/** The demo as its page and its terminal see it. */
export interface Stage {
  snapshot(): StageSnapshot;
  /** A person does something at a device: `press 3`, `paper out`, `pull` (the cable). */
  act(device: string, action: string): Promise<ActEnd>;
  /** Called with each change, in order. */
  onChange(listener: (change: StageChange) => void): () => void;
}

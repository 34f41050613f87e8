/**
 * The kinds of device that a branch has. Each port is small; its docstrings are the contract for drivers.
 * All objects here live as long as the daemon; the wire under them comes and goes.
 */

/** Stops a subscription; may be called any number of times. */
export type Unsubscribe = () => void;

/** What a driver reports besides its connection: raised once, cleared once. */
export type ConditionCode =
  | 'paper-near-end'
  | 'paper-out'
  | 'cover-open'
  | 'cutter-jam'
  | 'printer-fault'
  | 'key-held'
  | 'garbled'
  | 'wrong-device'
  /** The settings say that it shows Hanzi, and it does not: it is given English. */
  | 'no-hanzi'
  /** Another unit of the bus answers in its place. */
  | 'wrong-address'
  /** Two units of the bus have its address. */
  | 'address-clash'
  /** Of the disk of the journal, which is told of as the device `journal`. */
  | 'disk-nearly-full';

/** Health of one device, as people read it. */
export interface DeviceHealth {
  readonly device: string;
  readonly state: 'closed' | 'opening' | 'identifying' | 'running' | 'backing-off';
  /** Why it is not running: names the port. Null while all is well. */
  readonly reason: string | null;
  readonly conditions: readonly ConditionCode[];
  /** Branch or monotonic time of the last change, ms. */
  readonly since: number;
}

// ── ticket printer ───────────────────────────────────────────────────────────────────────────────────

/** One part of a slip. Widths and fonts are the driver's business. */
export type TicketBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align: 'left' | 'center' | 'right';
      /** Magnification of width and height, 1–8. */
      readonly size: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
      readonly bold: boolean;
    }
  /** Two texts at the two edges of one line; wraps when it must. */
  | { readonly kind: 'pair'; readonly left: string; readonly right: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'feed'; readonly lines: number }
  /** ASCII only. */
  | { readonly kind: 'qr'; readonly data: string };

/** What stands on a slip, top to bottom; the driver feeds and cuts after it. */
export interface TicketDocument {
  readonly blocks: readonly TicketBlock[];
}

export type PrintTrouble = 'paper-out' | 'cover-open' | 'fault' | 'gone';

/** How a print ended. */
export type PrintEnd =
  /** The printer confirmed it. */
  | { readonly kind: 'printed' }
  /** The slip is known not to have come out whole: status said so before the cut, or nothing was sent. */
  | { readonly kind: 'failed'; readonly trouble: PrintTrouble }
  /** Bytes left, no answer. */
  | { readonly kind: 'unknown' };

export type PrinterReadiness =
  | { readonly kind: 'ready'; readonly isPaperLow: boolean }
  | { readonly kind: 'not-ready'; readonly trouble: PrintTrouble };

export interface TicketPrinter {
  /** What is known now; answers at once. */
  readiness(): PrinterReadiness;
  /** A print will be asked for in a moment: what would be asked of the printer then is asked now. Answers at once. */
  expect(): void;
  /** This document will probably be the next one: it is laid out now, and nothing of it sent. Answers at once. */
  prepare(document: TicketDocument): void;
  /**
   * Prints one slip and resolves with its end; never rejects. One at a time: the caller waits for the end before the next.
   * `job` (1–9999, the caller counts) identifies the slip to the printer.
   */
  print(job: number, document: TicketDocument): Promise<PrintEnd>;
  /**
   * A daemon before this one died with a slip in hand: what is left of it comes out and is cut off before the next slip,
   * as soon as the printer can. Answers at once. `isVoid`: its ticket was withdrawn, and it is marked so that nobody
   * takes it for one.
   */
  bringOutLeftover(isVoid: boolean): void;
  onReadiness(listener: (readiness: PrinterReadiness) => void): Unsubscribe;
}

// ── counter display ──────────────────────────────────────────────────────────────────────────────────

export interface DisplayFace {
  /** ASCII or Hanzi as far as the sign can; the driver cuts to its width. */
  readonly text: string;
  readonly isBlinking: boolean;
}

export interface CounterDisplay {
  /** The face it should show from now on; the newest wins. Painted again by the driver after each reconnect. */
  show(face: DisplayFace): void;
}

// ── keypad ───────────────────────────────────────────────────────────────────────────────────────────

export const KEYPAD_KEYS = [
  'next',
  'recall',
  'start',
  'finish',
  'no-show',
  'park',
  'transfer',
  'undo',
  'pause',
  'enter',
  'clear',
  /** Calls for help; a contact under the desk on many pads. */
  'panic',
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
] as const;
export type KeypadKey = (typeof KEYPAD_KEYS)[number];

/**
 * A press, once in the life of the daemon: resends of the same press are the driver's business, across reconnects. A driver
 * may hold back the next press until this one is acknowledged, so each must be, sooner or later.
 */
export interface Press<K> {
  readonly key: K;
  /** Same for a press that is sent again, different for the next press: boot nonce and sequence number. */
  readonly id: string;
  /** How long ago it was pressed, ms, as far as the device can tell; left out by devices that report at once. */
  readonly ageMs?: number;
  /**
   * Tells the device that the press is dealt with. Until then the device sends it again, also to the next
   * daemon after a crash: call it after the answer is on disk.
   */
  acknowledge(): void;
}

/** Two lines; ASCII, cut to the pad's width (16). */
export interface PadScreen {
  readonly line1: string;
  readonly line2: string;
}

export interface Keypad {
  /** One listener; a second call replaces the first. */
  onPress(listener: (press: Press<KeypadKey>) => void): void;
  /** What the pad should show from now on; the newest wins. Painted again after each reconnect. */
  show(screen: PadScreen): void;
}

// ── button panel (kiosk) ─────────────────────────────────────────────────────────────────────────────

export type LampState = 'off' | 'on' | 'blink';

/** Two lines of a panel: 20 cells each, a Hanzi takes two; the driver cuts to that. */
export interface PanelText extends PadScreen {
  /** The same for a panel that shows ASCII alone; left out: it is ASCII already. */
  readonly latin?: PadScreen;
}

export interface ButtonPanel {
  /** One listener; buttons count from 1. */
  onPress(listener: (press: Press<number>) => void): void;
  /** Lamp of each button, index 0 = button 1. The newest wins; painted again after each reconnect. */
  showLamps(lamps: readonly LampState[]): void;
  /** Two lines beside the buttons, where the panel has them. The newest wins; painted again after each reconnect. */
  showText(text: PanelText): void;
  /** Buttons that `key-held` is about now. Left out by panels that cannot tell which they are. */
  held?(): readonly number[];
}

// ── code reader ──────────────────────────────────────────────────────────────────────────────────────

/** Reads barcodes and QR codes that a person shows it. */
export interface CodeReader {
  /**
   * The text of each code that is shown, ASCII, at most 256 signs; a code that is held before the reader is shown once. One
   * listener; a second call replaces the first. What is shown while there is none is not kept.
   */
  onCode(listener: (code: string) => void): void;
}

// ── card reader ──────────────────────────────────────────────────────────────────────────────────────

/** What cards are told apart by. */
export interface CardBook {
  /** Issuer prefixes, digits, each with the segment of its customers; of several the longest counts. */
  readonly prefixes: readonly { readonly prefix: string; readonly segment: string }[];
  /** A secret of today: of it and a card's number the card's token is made. */
  readonly key: Uint8Array;
}

/** What is left of a card: neither its number nor anything that stands on it. */
export interface CardFace {
  /** Null: no prefix of the book is that of its issuer. */
  readonly segment: string | null;
  /** The same for the same card and the same key; nobody gets the number out of it. */
  readonly token: string;
}

/** What came of a card. */
export type CardRead =
  /** `id` is unique in the life of the daemon, and of no other. */
  | ({ readonly kind: 'card'; readonly id: string } & CardFace)
  /** Something was swiped, and is no card that can be read. */
  | { readonly kind: 'unreadable' };

export interface CardReader {
  /** One listener; a second call replaces the first. Who comes while there is none is not kept. */
  onCard(listener: (read: CardRead) => void): void;
  /** What cards are looked up in from now on. Without it no card is read. */
  lookUpIn(book: CardBook): void;
}

/** Which port a kind of driver gives. */
export interface DevicePorts {
  readonly printer: TicketPrinter;
  readonly display: CounterDisplay;
  readonly keypad: Keypad;
  readonly panel: ButtonPanel;
  readonly reader: CodeReader;
  readonly card: CardReader;
}
export type DeviceKind = keyof DevicePorts;

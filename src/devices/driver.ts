import type { ZodType } from 'zod';
import type { Clock } from '../clock.ts';
import type { ConditionCode, DeviceKind, DevicePorts } from './kinds.ts';
import type { Log } from './log.ts';
import type { UnitLoad } from './wire/bus-load.ts';
import type { ButtonChange, GpioWish, MachineFiles, Pins, Standing } from './wire/gpio.ts';
import type { CloseReason, LineSettings, Wire } from './wire/wire.ts';

/** What a driver gets to live with. */
export interface DriverContext {
  /** The device's id in the configuration. */
  readonly device: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Raise (once) or clear (once) a condition; the supervisor keeps the set. */
  condition(code: ConditionCode, isRaised: boolean, detail?: string): void;
}

/** How a device on a wire of its own talks to its supervisor during one life of a wire. */
export interface LinkReport {
  /** The device has answered as what it should be: identifying → running. */
  identified(detail: string): void;
  /** The device no longer answers, or is the wrong one: the supervisor closes the wire and backs off. */
  lost(reason: string): void;
}

/** One life of a device on one open wire. */
export interface Link {
  onBytes(bytes: Uint8Array): void;
  /** The wire is gone; no further calls. Pending work ends as the kind's contract says (`unknown`, `gone`). */
  end(reason: CloseReason): void;
}

/** A device with a wire of its own: printer, panel. */
export interface WireDevice<K extends DeviceKind> {
  readonly port: DevicePorts[K];
  /** A wire is open: start to identify. Must call `report.identified` or `report.lost`; the supervisor also has a time limit. */
  begin(wire: Wire, report: LinkReport): Link;
  /** The daemon stops: end pending work, release timers. */
  close(): Promise<void>;
}

/** One life of a device on pins that are open. */
export interface PinsLink {
  /** A button moved, or the system lost sight of it. Counted from 0, in the order of the wish. */
  onButton(button: number, change: ButtonChange): void;
  /** The pins are gone; no further calls. */
  end(reason: CloseReason): void;
}

/** A device on pins of this machine: buttons and lamps, without a wire. */
export interface PinsDevice<K extends DeviceKind> {
  readonly port: DevicePorts[K];
  /** The pins are open. `standing`: where each button stands at that moment. Calls `report.identified` when it runs. */
  begin(pins: Pins, standing: readonly Standing[], report: LinkReport): PinsLink;
  /** The daemon stops: release timers. */
  close(): Promise<void>;
}

/** What a machine says to a device on its pins. */
export interface PinsReport {
  /** How the device would be reached here, for people. */
  readonly summary: string;
  /** What keeps the device from running here as it is written; `path` leads into its settings, as far as it goes. */
  readonly troubles: readonly {
    readonly path: readonly (string | number)[];
    readonly what: string;
    readonly expected: string;
  }[];
  /** Lines to paste into a file of the machine; null when nothing is missing. */
  readonly paste: { readonly file: string; readonly lines: readonly string[] } | null;
}

/** A bus hears one exchange at a time. */
export interface Exchange {
  readonly bytes: Uint8Array;
  /** Null: nobody answers. `timeoutMs` counts from the last byte sent. `isWhole` says whether the bytes so far are a whole answer (of this unit or another). */
  readonly reply: { readonly timeoutMs: number; isWhole(bytes: Uint8Array): boolean } | null;
  /** Silence that the wire needs after it, ms. */
  readonly pauseMs: number;
}

/** How an exchange ended. */
export type ExchangeEnd =
  /** Nothing was to be answered, and all was sent. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'answered'; readonly bytes: Uint8Array }
  /** Not one byte came within the time. */
  | { readonly kind: 'silent' }
  /** Bytes came, but no whole answer within the time, or more than the bound. */
  | { readonly kind: 'garbled'; readonly bytes: Uint8Array }
  /** The wire went away. */
  | { readonly kind: 'cut' };

/** What a unit says of an answer: the bus keeps the unit's health and its place in the polling. */
export type UnitVerdict =
  /** It answered as it should. */
  | {
      readonly kind: 'well';
      /** Asks for fast polling for the next 30 s. */
      readonly isActive: boolean;
      /** A press was handed on: what it comes to is to be said on this bus in a moment. */
      readonly isAwaited?: boolean;
    }
  /** Nobody can tell: a write-only unit. */
  | { readonly kind: 'unsure' }
  /** Silent or garbled. */
  | {
      readonly kind: 'ill';
      readonly reason: string;
      /** Another unit answered in its place, cleanly: the wire is not to blame. */
      readonly isForeign?: boolean;
    };

/** A unit on a shared bus: keypad, counter display. The bus owner calls it; it never touches the wire. */
export interface BusDevice<K extends DeviceKind> {
  readonly port: DevicePorts[K];
  /** For messages and for the check that no two units share it. */
  readonly address: string;
  /** Whether units of this driver are polled; a display that never answers is not. */
  readonly isPolled: boolean;
  /** Whether it has something to say now, beyond a poll: answered before polls, in turn among the units. */
  isUrgent(): boolean;
  /** The exchange for its slot: what is urgent, else the poll; null when there is nothing (not polled, nothing to say). */
  next(): Exchange | null;
  /** The end of the exchange that `next` gave last. */
  ended(end: ExchangeEnd): UnitVerdict;
  /**
   * Bytes that came after its answer, before anybody else was asked, in pieces. Whether they look like another answer of
   * this address: then two units have it, which is for the driver to report, and the bus as a whole is not to blame.
   */
  afterAnswer?(bytes: Uint8Array): boolean;
  /** The wire was opened (again), or the unit is back: everything shown must be painted again. */
  reset(): void;
  /** The bus calls it once; call `wake()` whenever `isUrgent` turned true, so that an idle bus starts at once. */
  onWake(wake: () => void): void;
  close(): Promise<void>;
}

/** Where an emulator puts what it would send, and how long things take. */
export interface EmulatorContext {
  readonly clock: Clock;
  /** Sends bytes to the daemon's side. */
  send(bytes: Uint8Array): void;
  /** Told of everything a person at the device could see, hear or take. */
  onChange(): void;
  /** Draws a number of a start, eight hex digits; left out: by chance. */
  readonly makeNonce?: () => string;
}

/** The other end of a wire: written from the protocol's description, shares no code with the driver. */
export interface Emulator {
  /** Bytes from the daemon. All units of a bus hear all bytes. */
  receive(bytes: Uint8Array): void;
  /** What a person does: `press 3`, `paper out`, `take`; unknown actions are refused with the list of the known ones. */
  act(action: string): { readonly kind: 'done' } | { readonly kind: 'refused'; readonly known: readonly string[] };
  /** What a person sees, plain JSON: lamps, lines, paper … */
  view(): unknown;
  /** Power off: timers released. */
  close(): void;
}

/** What a configuration may ask of a device; left out: no limit that anybody knows. */
export interface DeviceLimits {
  /** Panel: its buttons are 1 to this. */
  readonly buttons?: number;
  /** Panel: what its text may be made of; left out: ASCII. */
  readonly script?: 'latin' | 'hanzi';
  /** Display: ASCII characters that it shows at once. */
  readonly characters?: number;
}

interface DriverBase<K extends DeviceKind, S> {
  /** The folder's name: `printer-escpos`. */
  readonly name: string;
  readonly kind: K;
  readonly settings: ZodType<S>;
  /** One line for the list of drivers. */
  readonly summary: string;
  /** How much of something the device has, so that a configuration which asks for more is refused before anything starts. */
  limits?(settings: S): DeviceLimits;
  /** The actions and faults that the emulator knows, for help texts. */
  readonly emulatorActions: readonly string[];
  /** Imported lazily. */
  emulate(settings: S, context: EmulatorContext): Promise<Emulator>;
}

/** A driver as the catalogue holds it: a value; nothing happens at import. */
export type DriverDefinition<K extends DeviceKind = DeviceKind, S = unknown> =
  | (DriverBase<K, S> & {
      readonly attach: 'wire';
      /** The line that it needs when the wire is serial. */
      lineSettings(settings: S): LineSettings;
      open(settings: S, context: DriverContext): Promise<WireDevice<K>>;
    })
  | (DriverBase<K, S> & {
      readonly attach: 'bus';
      /** The line that it needs when the wire is serial. */
      lineSettings(settings: S): LineSettings;
      /** The unit's address, for the check that no two units of a bus share one. */
      address(settings: S): string;
      /** What the unit asks of its bus, for the limit of units at a speed. */
      load(settings: S): UnitLoad;
      open(settings: S, context: DriverContext): Promise<BusDevice<K>>;
    })
  | (DriverBase<K, S> & {
      readonly attach: 'pins';
      /** The pins of this machine that it needs. */
      pins(settings: S): GpioWish;
      /** What this machine has of what it needs. */
      examine(settings: S, machine: MachineFiles): PinsReport;
      open(settings: S, context: DriverContext): Promise<PinsDevice<K>>;
    });

/** A driver whose settings type is known only to itself. The catalogue is a list of these. */
// biome-ignore lint/suspicious/noExplicitAny: settings are checked by the definition's own schema before they get here
export type AnyDriver = { [K in DeviceKind]: DriverDefinition<K, any> }[DeviceKind];

/** The line that a device's wire needs when it is serial; null for a device on pins, which has no wire. */
export function lineOf<K extends DeviceKind, S>(driver: DriverDefinition<K, S>, settings: S): LineSettings | null {
  return driver.attach === 'pins' ? null : driver.lineSettings(settings);
}

/** Fixes the types of a driver definition: `export const driver = defineDriver({...})`. */
export function defineDriver<K extends DeviceKind, S>(definition: DriverDefinition<K, S>): DriverDefinition<K, S> {
  return definition;
}

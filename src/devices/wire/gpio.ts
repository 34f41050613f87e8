import type { CloseReason } from './wire.ts';

/** A button on a pin. */
export interface GpioButton {
  /** For messages: `button 1 (cash)`. */
  readonly name: string;
  /** Where it stands in the settings: `['buttons', 0]`. */
  readonly path: readonly (string | number)[];
  /** Number of the pin on its chip: on a Raspberry Pi the GPIO number. */
  readonly pin: number;
  /** Whether the pin is low while the button is pressed. */
  readonly isActiveLow: boolean;
  /** The resistor that holds the pin while it is not pressed. */
  readonly pull: 'up' | 'down' | 'off';
  /** The kernel's key code, where the kernel reads the pin. */
  readonly key: number;
}

/** A lamp on a pin. */
export interface GpioLamp {
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly pin: number;
  /** Whether the lamp is lit while the pin is low. */
  readonly isActiveLow: boolean;
  /** Its name in the kernel's LED class. */
  readonly led: string;
}

/** Who reads the pins: this program through sysfs, or the kernel, which gives keys and LEDs. */
export type GpioBackend = 'sysfs' | 'kernel';

/** What a device needs of the machine's pins. */
export interface GpioWish {
  readonly backend: GpioBackend | 'auto';
  /** Label of the chip; null: the header of a Raspberry Pi. */
  readonly chip: string | null;
  readonly buttons: readonly GpioButton[];
  readonly lamps: readonly GpioLamp[];
  /** Event devices to read keys from; empty: those of the kernel's gpio-keys that have the keys. */
  readonly inputs: readonly string[];
  /** Directory of the kernel's LED class. */
  readonly leds: string;
}

/** Where a button stands; `unknown` where nobody can tell before it moves. */
export type Standing = 'down' | 'up' | 'unknown';

/** What became of a button; `lost`: the system dropped what it knew, and where the button stands is not known. */
export type ButtonChange = 'down' | 'up' | 'lost';

/** Callbacks of open pins. Never called before `open` has resolved, nor after `onClosed`. */
export interface PinsListener {
  /** `button`: index in the wish. */
  onButton(button: number, change: ButtonChange): void;
  /** Exactly once, also after our own `close`. */
  onClosed(reason: CloseReason): void;
}

/** One life of a set of pins. Single-use. */
export interface Pins {
  /** For messages: `GPIO of pinctrl-rp1`. */
  readonly name: string;
  /** Lights a lamp of the wish, by its index, or puts it out. A lamp that cannot be set ends this life: `onClosed`. */
  setLamp(lamp: number, isLit: boolean): void;
  /** Puts the lamps out and lets go of the pins. Idempotent; one shared promise, resolved after `onClosed`. */
  close(): Promise<void>;
}

/** How an opening ended. */
export type PinsEnd =
  | { readonly kind: 'open'; readonly pins: Pins; readonly standing: readonly Standing[] }
  | { readonly kind: 'refused'; readonly reason: CloseReason & { readonly kind: 'refused' } };

/** Opens the pins of one wish, any number of times, one at a time. Every implementation passes `gpio.contract.ts`. */
export interface PinsFactory {
  readonly name: string;
  /** Never rejects. */
  open(listener: PinsListener): Promise<PinsEnd>;
}

/** What examining a machine needs of its files; nothing here throws. */
export interface MachineFiles {
  /** The text of a file, null when it cannot be read. */
  read(path: string): string | null;
  /** Names in a directory, sorted; none when there is no such directory. */
  list(path: string): readonly string[];
  /** The one name behind all links; null when there is nothing. */
  realPath(path: string): string | null;
}

/** Directory of the kernel's GPIO class. */
export const SYSFS_GPIO = '/sys/class/gpio';

/** A refusal of {@link PinsFactory.open}. */
export function refusedPins(detail: string): PinsEnd {
  return { kind: 'refused', reason: { kind: 'refused', detail } };
}

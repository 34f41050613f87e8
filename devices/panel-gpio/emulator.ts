import { type FSWatcher, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import type { PanelGpioSettings } from './settings.ts';

/** What a customer sees on the panel. */
export interface GpioPanelView {
  /** Lamp of each button; null: it has none, or the kernel's own LED class has it. */
  readonly lamps: readonly (boolean | null)[];
  /** Buttons that are down, from 1. */
  readonly down: readonly number[];
}

/** The kernel's own LEDs are not played. */
const KERNEL = '/sys/';
/** include/uapi/linux/input-event-codes.h: BTN_TRIGGER_HAPPY1. */
const FIRST_KEY = 0x2c0;
/** Contacts of one press that bounces: down, and up and down again. */
const BOUNCES = [1, 0, 1, 0, 1, 0];

/**
 * The kernel's side of a panel on pins: key events of 24 bytes, as a 64-bit kernel gives them
 * (include/uapi/linux/input.h), at the far end of a pseudo-terminal or pipe that stands for the event device; and a
 * directory that stands for the LED class. Name both in the settings of the device that shall use them, as `inputs` and
 * `leds`.
 */
export function emulatePanel(settings: PanelGpioSettings, context: EmulatorContext): Emulator {
  const { buttons } = settings;
  const down = new Set<number>();
  const leds = settings.leds.startsWith(KERNEL) ? null : openLeds(settings, context);
  const send = (...events: readonly (readonly [type: number, code: number, value: number])[]): void => {
    context.send(Buffer.concat(events.map((event) => inputEvent(context.clock.wall(), ...event))));
  };
  const key = (button: number, value: number): void => {
    if (value === 1) down.add(button);
    if (value === 0) down.delete(button);
    send([EV_KEY, buttons[button - 1]?.key ?? FIRST_KEY + button - 1, value], SYN_REPORT);
    context.onChange();
  };
  const act = (word: string, button: number): boolean => {
    const values = ON_A_BUTTON[word];
    if (!values || !(button >= 1 && button <= buttons.length)) return false;
    for (const value of values) key(button, value);
    return true;
  };
  /** The kernel's buffer ran over; what follows up to the report is the rest of what was lost. */
  const drop = (): boolean => {
    send(SYN_DROPPED, [EV_KEY, FIRST_KEY, 1], SYN_REPORT);
    return true;
  };
  return {
    // An event device is only read.
    receive() {},
    act(action) {
      const [word = '', number = '', ...more] = action.trim().split(/\s+/);
      const isDone =
        more.length === 0 &&
        (number === '' ? word === 'drop' && drop() : /^\d{1,2}$/.test(number) && act(word, Number(number)));
      return isDone ? { kind: 'done' } : { kind: 'refused', known: ACTIONS };
    },
    view: (): GpioPanelView => ({ lamps: leds?.lamps() ?? buttons.map(() => null), down: [...down].toSorted() }),
    close: () => leds?.close(),
  };
}

const EV_SYN = 0;
const EV_KEY = 1;
const SYN_REPORT = [EV_SYN, 0, 0] as const;
const SYN_DROPPED = [EV_SYN, 3, 0] as const;

/** Key values that an action gives: 1 down, 0 up, 2 the key repeats. */
const ON_A_BUTTON: Readonly<Record<string, readonly number[]>> = {
  press: [1, 0],
  hold: [1],
  release: [0],
  bounce: BOUNCES,
  repeat: [1, 2, 2, 2, 0],
};

function inputEvent(wall: number, type: number, code: number, value: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeBigInt64LE(BigInt(Math.floor(wall / 1_000)), 0);
  bytes.writeBigInt64LE(BigInt(Math.floor(wall % 1_000) * 1_000), 8);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

/** A LED class of plain files: trigger and brightness of each lamp. */
function openLeds({ leds, buttons }: PanelGpioSettings, { onChange }: EmulatorContext) {
  const watchers: FSWatcher[] = [];
  const places = buttons.map(({ lamp }, index) => (lamp ? join(leds, lamp.led ?? `lobby-lamp-${index + 1}`) : null));
  for (const place of places) {
    if (place === null) continue;
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'trigger'), '[none] timer heartbeat\n');
    writeFileSync(join(place, 'brightness'), '0');
    watchers.push(watch(join(place, 'brightness'), { persistent: false }, onChange));
  }
  return {
    lamps: () =>
      places.map((place) => (place === null ? null : readFileSync(join(place, 'brightness'), 'utf8').trim() !== '0')),
    close() {
      for (const watcher of watchers) watcher.close();
    },
  };
}

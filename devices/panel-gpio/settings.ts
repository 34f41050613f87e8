import { z } from 'zod';
import type { GpioWish } from '../../src/devices/wire/gpio.ts';

/** Buttons that one panel may have. */
export const BUTTONS_MOST = 24;
/** Highest pin of a chip; the header of a Raspberry Pi has 0 to 27. */
const PIN_MOST = 511;
/** Highest key code of the kernel (KEY_MAX, include/uapi/linux/input-event-codes.h). */
const KEY_MOST = 767;
/** BTN_TRIGGER_HAPPY1 − 1: forty codes that mean nothing to a console, a desktop or the power management. */
const KEYS_BEFORE_FIRST = 703;

const pin = z.int().min(0).max(PIN_MOST);
const word = (pattern: RegExp) => z.string().regex(pattern);

const lamp = z
  .strictObject({
    pin: pin.describe('Pin of the lamp, a GPIO number of the header, 0–27 on a Raspberry Pi.'),
    active: z
      .enum(['high', 'low'])
      .default('high')
      .describe('Level of the pin that lights the lamp: high for a LED or transistor from the pin to ground.'),
    led: word(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,62}$/)
      .optional()
      .describe('Name in the LED class of the kernel; left out: lobby-lamp and the number of the button.'),
  })
  .describe('The lamp in or over the button; left out: the button has none.');

const button = z.strictObject({
  name: word(/^[^\p{Cc}]{1,40}$/u)
    .optional()
    .describe('What stands on the button, for messages.'),
  pin: pin.describe('Pin of the button, a GPIO number of the header, 0–27 on a Raspberry Pi.'),
  active: z
    .enum(['low', 'high'])
    .default('low')
    .describe('Level of the pin while the button is pressed: low for a button from the pin to ground.'),
  pull: z
    .enum(['up', 'down', 'off'])
    .default('up')
    .describe('Resistor of the pin, for the lines that lobbyd check prints; off: the board has its own.'),
  key: z
    .int()
    .min(1)
    .max(KEY_MOST)
    .optional()
    .describe('Key code where the kernel reads the button, 1–767; left out: 703 and the number of the button.'),
  lamp: lamp.optional(),
});

/** Settings of a panel whose buttons and lamps hang on pins of this machine. */
export const settings = z.strictObject({
  backend: z
    .enum(['auto', 'sysfs', 'kernel'])
    .default('auto')
    .describe('Who reads the pins: lobbyd through sysfs, or the kernel as keys and LEDs; auto: what this machine has.'),
  chip: word(/^[^\p{Cc}]{1,64}$/u)
    .optional()
    .describe('Label of the GPIO chip, as in /sys/class/gpio/gpiochip*/label; left out: the header of a Raspberry Pi.'),
  buttons: z
    .array(button)
    .min(1)
    .max(BUTTONS_MOST)
    .describe('The buttons, the first is button 1 of the kiosk; 1–24 of them.'),
  lockOutMs: z
    .int()
    .min(5)
    .max(5_000)
    .default(50)
    .describe('After a press and after a release the button is deaf for so long, ms, 5–5000: contacts bounce.'),
  heldAfterMs: z
    .int()
    .min(1_000)
    .max(600_000)
    .default(10_000)
    .describe('A button that is down for so long is reported as stuck, ms, 1000–600000.'),
  inputs: z
    .array(word(/^\/[^\p{Cc}]{1,1023}$/u))
    .max(BUTTONS_MOST)
    .default([])
    .describe('Event devices that have the keys, best of /dev/input/by-path; empty: the gpio-keys of the kernel.'),
  leds: word(/^\/[^\p{Cc}]{1,1023}$/u)
    .default('/sys/class/leds')
    .describe('Directory of the LED class; another one only for an emulated panel.'),
});
export type PanelGpioSettings = z.infer<typeof settings>;

/** What the panel needs of the machine's pins. */
export function wishOf(chosen: PanelGpioSettings): GpioWish {
  const { backend, chip, buttons, inputs, leds } = chosen;
  const named = buttons.map((each, index) => ({
    ...each,
    number: index + 1,
    called: `${index + 1}${each.name === undefined ? '' : ` (${each.name})`}`,
    path: ['buttons', index],
  }));
  return {
    backend,
    chip: chip ?? null,
    inputs,
    leds,
    buttons: named.map(({ called, path, number, pin: at, active, pull, key }) => ({
      name: `button ${called}`,
      path,
      pin: at,
      isActiveLow: active === 'low',
      pull,
      key: key ?? KEYS_BEFORE_FIRST + number,
    })),
    lamps: named.flatMap(({ called, path, number, lamp: its }) =>
      its
        ? {
            name: `lamp ${called}`,
            path: [...path, 'lamp'],
            pin: its.pin,
            isActiveLow: its.active === 'low',
            led: its.led ?? `lobby-lamp-${number}`,
          }
        : [],
    ),
  };
}

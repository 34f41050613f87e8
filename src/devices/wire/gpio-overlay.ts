import type { GpioButton, GpioWish } from './gpio.ts';

/**
 * Lines for `config.txt` of a Raspberry Pi that make its kernel read the buttons and light the lamps of a wish
 * (overlays gpio-key and gpio-led; their parameters stand in /boot/firmware/overlays/README). One line each: an overlay
 * can be loaded any number of times.
 */
export function kernelLines({ buttons, lamps }: Pick<GpioWish, 'buttons' | 'lamps'>): readonly string[] {
  return [
    ...buttons.map(
      ({ pin, isActiveLow, pull, key }) =>
        `dtoverlay=gpio-key,gpio=${pin},active_low=${isActiveLow ? 1 : 0},gpio_pull=${pull},keycode=${key}`,
    ),
    ...lamps.map(
      ({ pin, isActiveLow, led }) => `dtoverlay=gpio-led,gpio=${pin},label=${led}${isActiveLow ? ',active_low=1' : ''}`,
    ),
  ];
}

/** The firmware's words for a resistor: `gpio=17=ip,pu` (input, pulled up). */
const PULLS: readonly (readonly [pull: GpioButton['pull'], word: string])[] = [
  ['up', 'pu'],
  ['down', 'pd'],
  ['off', 'pn'],
];

/** Lines for `config.txt` that set the resistors of the buttons' pins at power-up, for programs that cannot set them. */
export function pullLines({ buttons }: Pick<GpioWish, 'buttons'>): readonly string[] {
  return PULLS.flatMap(([pull, word]) => {
    const pins = buttons.filter((button) => button.pull === pull).map(({ pin }) => pin);
    return pins.length > 0 ? [`gpio=${pins.join(',')}=ip,${word}`] : [];
  });
}

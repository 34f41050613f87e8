import { describe, expect, it } from 'vitest';
import type { GpioWish } from './gpio.ts';
import { chooseBackend, examinePins } from './gpio-choice.ts';
import { gpioKey, machineOf, sysfsChip } from './gpio-machine.fake.ts';

const wish: GpioWish = {
  backend: 'auto',
  chip: null,
  buttons: [
    { name: 'button 1', path: ['buttons', 0], pin: 17, isActiveLow: true, pull: 'up', key: 704 },
    { name: 'button 2', path: ['buttons', 1], pin: 27, isActiveLow: false, pull: 'down', key: 705 },
  ],
  lamps: [
    { name: 'lamp 1', path: ['buttons', 0, 'lamp'], pin: 12, isActiveLow: false, led: 'lobby-lamp-1' },
    { name: 'lamp 2', path: ['buttons', 1, 'lamp'], pin: 13, isActiveLow: true, led: 'lobby-lamp-2' },
  ],
  inputs: [],
  leds: '/sys/class/leds',
};
const keys = { ...gpioKey(0, 704), ...gpioKey(1, 705) };
const leds = { '/sys/class/leds/lobby-lamp-1/brightness': '0', '/sys/class/leds/lobby-lamp-2/brightness': '0' };
const byPath = { '/dev/input/by-path/platform-button@11-event': '/dev/input/event0' };

/** What to paste for all of it. */
const ALL = [
  'dtoverlay=gpio-key,gpio=17,active_low=1,gpio_pull=up,keycode=704',
  'dtoverlay=gpio-key,gpio=27,active_low=0,gpio_pull=down,keycode=705',
  'dtoverlay=gpio-led,gpio=12,label=lobby-lamp-1',
  'dtoverlay=gpio-led,gpio=13,label=lobby-lamp-2,active_low=1',
];

describe('which way to the pins a machine offers', () => {
  it.each([
    ['a Raspberry Pi 3', 'pinctrl-bcm2835', 512],
    ['a Raspberry Pi 4', 'pinctrl-bcm2711', 512],
    ['a Raspberry Pi 5', 'pinctrl-rp1', 571],
  ])('finds the header of %s by its label, wherever the kernel put it', (_board, label, base) => {
    const machine = machineOf({ ...sysfsChip('brcmvirt-gpio', 504, 8), ...sysfsChip(label, base) });
    expect(chooseBackend(wish, machine)).toEqual({ kind: 'sysfs', chip: { label, base, count: 58 } });
  });

  it('finds the chip of another board by the label of the settings, and lists the labels when there is none', () => {
    const machine = machineOf(sysfsChip('1f02000.pinctrl', 352));
    expect(chooseBackend({ ...wish, chip: '1f02000.pinctrl' }, machine)).toMatchObject({ kind: 'sysfs' });
    expect(chooseBackend({ ...wish, backend: 'sysfs' }, machine)).toEqual({
      kind: 'none',
      what: '/sys/class/gpio has no chip pinctrl-bcm2835 or pinctrl-bcm2711 or pinctrl-rp1',
      expected: 'settings.chip as one of those that it has: 1f02000.pinctrl',
    });
  });

  it('takes the keys of the kernel where an overlay holds the pins, by names that stay', () => {
    const machine = machineOf({ ...sysfsChip('pinctrl-bcm2711', 512), ...keys }, byPath);
    const [first] = Object.keys(byPath);
    expect(chooseBackend(wish, machine)).toEqual({ kind: 'kernel', inputs: [first, '/dev/input/event1'] });
    expect(chooseBackend({ ...wish, backend: 'sysfs' }, machine)).toMatchObject({ kind: 'sysfs' });
  });

  it('passes over keys that are not of the panel: a keyboard, the power button', () => {
    const keyboard = { ...gpioKey(3, 704), '/sys/class/input/event3/device/phys': 'usb-0000:01:00.0-1.2/input0\n' };
    expect(chooseBackend(wish, machineOf({ ...gpioKey(0, 116), ...keyboard }))).toMatchObject({ kind: 'none' });
    const inputs = ['/dev/input/event3'];
    expect(chooseBackend({ ...wish, inputs }, machineOf(keyboard))).toEqual({ kind: 'kernel', inputs });
  });

  it('names event devices of the settings that are not there', () => {
    const machine = machineOf({ ...keys, ...sysfsChip('pinctrl-bcm2711', 512) });
    for (const backend of ['auto', 'kernel'] as const) {
      const choice = chooseBackend({ ...wish, backend, inputs: ['/dev/input/event0', '/dev/input/pad'] }, machine);
      expect(choice).toMatchObject({ kind: 'none', what: 'there is no /dev/input/pad' });
    }
  });
});

describe('what lobbyd check says of the pins', () => {
  it('on a kernel without sysfs GPIO: what is missing, and every line to paste', () => {
    const report = examinePins(wish, machineOf({}));
    expect(report).toMatchObject({
      summary: 'no way to the pins: this kernel has no /sys/class/gpio, and the kernel has none of its keys',
      paste: { file: '/boot/firmware/config.txt', lines: ALL },
    });
    expect(report.troubles).toHaveLength(1);
  });

  it('with the lines pasted: the way, and nothing to do', () => {
    expect(examinePins(wish, machineOf({ ...keys, ...leds }))).toEqual({
      summary: 'GPIO through the kernel: keys at /dev/input/event0, /dev/input/event1, lamps in /sys/class/leds',
      troubles: [],
      paste: null,
    });
  });

  it('with half of them pasted: the other half', () => {
    const report = examinePins(wish, machineOf({ ...gpioKey(0, 704), '/sys/class/leds/lobby-lamp-2/brightness': '0' }));
    expect(report.paste?.lines).toEqual([ALL[1], ALL[2]]);
    expect(report.troubles.map(({ path }) => path)).toEqual([
      ['buttons', 1],
      ['buttons', 0, 'lamp'],
    ]);
  });

  it('through sysfs: the base of today, pins that the chip has not, and the resistors', () => {
    const report = examinePins(wish, machineOf(sysfsChip('pinctrl-rp1', 571, 20)));
    expect(report.summary).toContain('pinctrl-rp1, its pin 0 is line 571 today');
    expect(report.troubles).toEqual([
      {
        path: ['buttons', 1, 'pin'],
        what: 'button 2 is on pin 27, and pinctrl-rp1 has pins 0 to 19',
        expected: 'a pin of that chip',
      },
    ]);
    expect(report.paste?.lines).toEqual(['gpio=17=ip,pu', 'gpio=27=ip,pd']);
  });

  it.each([
    [27, 1],
    [28, 0],
  ])('through sysfs: of a chip with %d pins, 0 is the first, and pin 27 is beyond it or not', (count, beyond) => {
    const { troubles } = examinePins(wish, machineOf(sysfsChip('pinctrl-rp1', 571, count)));
    expect(troubles).toHaveLength(beyond);
  });
});

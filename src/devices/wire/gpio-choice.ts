import type { PinsReport } from '../driver.ts';
import type { GpioWish, MachineFiles } from './gpio.ts';
import { chipsOf, eventDevicesOf, type GpioChip } from './gpio-machine.ts';
import { kernelLines, pullLines } from './gpio-overlay.ts';

/** How the pins of a wish are reached on one machine. */
export type GpioChoice =
  | { readonly kind: 'sysfs'; readonly chip: GpioChip }
  /** Event devices to read. */
  | { readonly kind: 'kernel'; readonly inputs: readonly string[] }
  /** In no way: why not, and what to do. */
  | { readonly kind: 'none'; readonly what: string; readonly expected: string };

/** Labels of the chip behind the header: Raspberry Pi up to 3, 4, and 5. */
const HEADER_CHIPS: readonly string[] = ['pinctrl-bcm2835', 'pinctrl-bcm2711', 'pinctrl-rp1'];

/** What the kernel's driver for keys on pins calls itself. */
const GPIO_KEYS = 'gpio-keys/';

/** Where the Raspberry Pi's firmware reads overlays; older systems have `/boot/config.txt`. */
const CONFIG_TXT = '/boot/firmware/config.txt';
const PASTE = `the dtoverlay lines that lobbyd check prints, in ${CONFIG_TXT}, and a restart of the machine`;

/**
 * Which way a machine offers to the pins of a wish. Left to itself it takes the kernel's keys where at least one of the
 * wish's is there: the overlay that made them holds the pin, and sysfs would be told that it is busy. Else sysfs, where
 * it shows the chip. Event devices that the settings name are all wanted: one that came back would else never be heard.
 */
export function chooseBackend(wish: GpioWish, machine: MachineFiles): GpioChoice {
  switch (wish.backend) {
    case 'kernel':
      return kernelInputs(wish, machine);
    case 'sysfs':
      return sysfsChip(wish, machine);
    case 'auto': {
      const kernel = kernelInputs(wish, machine);
      if (kernel.kind === 'kernel' || wish.inputs.length > 0) return kernel;
      const sysfs = sysfsChip(wish, machine);
      return sysfs.kind === 'sysfs' ? sysfs : { ...sysfs, what: `${sysfs.what}, and ${kernel.what}` };
    }
  }
}

function kernelInputs({ inputs, buttons }: GpioWish, machine: MachineFiles): Exclude<GpioChoice, { kind: 'sysfs' }> {
  if (inputs.length > 0) {
    const missing = inputs.filter((path) => machine.realPath(path) === null);
    if (missing.length === 0) return { kind: 'kernel', inputs };
    const expected = 'the event devices that the settings name, as ls -l /dev/input/by-path lists them';
    return { kind: 'none', what: `there is no ${missing.join(', no ')}`, expected };
  }
  const found = eventDevicesOf(machine)
    .filter(({ phys, hasKey }) => phys.startsWith(GPIO_KEYS) && buttons.some(({ key }) => hasKey(key)))
    .map(({ path }) => path);
  if (found.length > 0) return { kind: 'kernel', inputs: found };
  return { kind: 'none', what: 'the kernel has none of its keys', expected: PASTE };
}

function sysfsChip({ chip }: GpioWish, machine: MachineFiles): Exclude<GpioChoice, { kind: 'kernel' }> {
  const chips = chipsOf(machine);
  if (chips === null) return { kind: 'none', what: 'this kernel has no /sys/class/gpio', expected: PASTE };
  const labels = chip === null ? HEADER_CHIPS : [chip];
  const found = chips.find(({ label }) => labels.includes(label));
  if (found) return { kind: 'sysfs', chip: found };
  const known = chips.map(({ label }) => label).join(', ') || 'none';
  return {
    kind: 'none',
    what: `/sys/class/gpio has no chip ${labels.join(' or ')}`,
    expected: `settings.chip as one of those that it has: ${known}`,
  };
}

/**
 * What a machine has of what a wish needs, for people: `lobbyd check` tells it before anything is opened.
 *
 * @param machine may be another than the one that the branch runs on: then it says what is missing here
 */
export function examinePins(wish: GpioWish, machine: MachineFiles): PinsReport {
  const choice = chooseBackend(wish, machine);
  switch (choice.kind) {
    case 'sysfs':
      return examineSysfs(wish, choice.chip);
    case 'kernel':
      return examineKernel(wish, choice.inputs, machine);
    case 'none': {
      const { what, expected } = choice;
      // With event devices of its own nothing on the pins is missing.
      const lines = wish.inputs.length > 0 ? [] : kernelLines(wish);
      return {
        summary: `no way to the pins: ${what}`,
        troubles: [{ path: [], what, expected }],
        paste: lines.length > 0 ? { file: CONFIG_TXT, lines } : null,
      };
    }
  }
}

function examineSysfs(wish: GpioWish, { label, base, count }: GpioChip): PinsReport {
  const beyond = ({ pin }: { readonly pin: number }): boolean => pin >= count;
  const wrong = [...wish.buttons, ...wish.lamps].filter(beyond);
  return {
    summary: `GPIO through /sys/class/gpio: ${label}, its pin 0 is line ${base} today`,
    troubles: wrong.map(({ name, pin, path }) => ({
      path: [...path, 'pin'],
      what: `${name} is on pin ${pin}, and ${label} has pins 0 to ${count - 1}`,
      expected: 'a pin of that chip',
    })),
    // sysfs sets no pull: the firmware does, before the kernel starts.
    paste: { file: `${CONFIG_TXT}, where the buttons have no resistors of their own`, lines: pullLines(wish) },
  };
}

function examineKernel(wish: GpioWish, inputs: readonly string[], machine: MachineFiles): PinsReport {
  const devices = eventDevicesOf(machine).filter(({ path }) =>
    inputs.some((input) => machine.realPath(input) === machine.realPath(path)),
  );
  // A named device of which the kernel tells nothing may have any key.
  const areAllKnown = inputs.every((input) =>
    devices.some(({ path }) => machine.realPath(path) === machine.realPath(input)),
  );
  const leds = machine.list(wish.leds);
  const keyless = areAllKnown ? wish.buttons.filter(({ key }) => !devices.some((device) => device.hasKey(key))) : [];
  const dark = wish.lamps.filter(({ led }) => !leds.includes(led));
  const missing = { ...wish, buttons: wish.inputs.length > 0 ? [] : keyless, lamps: dark };
  const lines = kernelLines(missing);
  return {
    summary: `GPIO through the kernel: keys at ${inputs.join(', ')}, lamps in ${wish.leds}`,
    troubles: [
      ...keyless.map(({ name, key, path }) => ({
        path,
        what: `${name} needs key ${key}, which no event device of the panel has`,
        expected: PASTE,
      })),
      ...dark.map(({ name, led, path }) => ({ path, what: `${name} needs ${wish.leds}/${led}`, expected: PASTE })),
    ],
    paste: lines.length > 0 ? { file: CONFIG_TXT, lines } : null,
  };
}

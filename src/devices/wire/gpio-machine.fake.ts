import type { MachineFiles } from './gpio.ts';

/**
 * A machine of a few files.
 *
 * @param texts by path; a directory is there when something in it is
 * @param links by name
 */
export function machineOf(
  texts: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
): MachineFiles {
  const paths = [...Object.keys(texts), ...Object.keys(links)];
  return {
    read: (path) => texts[path] ?? null,
    list(path) {
      const below = paths.filter((each) => each.startsWith(`${path}/`));
      return [...new Set(below.map((each) => each.slice(path.length + 1).split('/')[0] ?? ''))].toSorted();
    },
    realPath: (path) => links[path] ?? (path in texts ? path : null),
  };
}

/** Files of a chip as sysfs shows it. */
export function sysfsChip(label: string, base: number, count = 58): Record<string, string> {
  const chip = `/sys/class/gpio/gpiochip${base}`;
  return {
    '/sys/class/gpio/export': '',
    [`${chip}/label`]: `${label}\n`,
    [`${chip}/base`]: `${base}\n`,
    [`${chip}/ngpio`]: `${count}\n`,
  };
}

/** Files of an event device of gpio-keys with one key; capabilities as the kernel writes them. */
export function gpioKey(event: number, key: number): Record<string, string> {
  const words = Array.from({ length: Math.floor(key / 64) + 1 }, () => '0');
  words[0] = (1n << BigInt(key % 64)).toString(16);
  const device = `/sys/class/input/event${event}/device`;
  return {
    [`/dev/input/event${event}`]: '',
    [`${device}/phys`]: 'gpio-keys/input0\n',
    [`${device}/capabilities/key`]: `${words.join(' ')}\n`,
  };
}

import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { type MachineFiles, SYSFS_GPIO } from './gpio.ts';

/** A GPIO chip as sysfs shows it. */
export interface GpioChip {
  readonly label: string;
  /** Number of its first line among all lines of the machine; the kernel's choice, another one with each release. */
  readonly base: number;
  /** How many lines it has. */
  readonly count: number;
}

/** An event device of the kernel. */
export interface EventDevice {
  /** The stable name in `/dev/input/by-path` where there is one, else `/dev/input/eventN`. */
  readonly path: string;
  /** `gpio-keys/input0` for the kernel's keys on pins. */
  readonly phys: string;
  /** Whether it has a key of this code. */
  hasKey(code: number): boolean;
}

const INPUTS = '/sys/class/input';
const BY_PATH = '/dev/input/by-path';

/** The files of this machine. */
export function systemMachine(): MachineFiles {
  const tried = <T>(run: () => T): T | null => {
    try {
      return run();
    } catch {
      return null;
    }
  };
  return {
    read: (path) => tried(() => readFileSync(path, 'utf8')),
    list: (path) => tried(() => readdirSync(path).toSorted()) ?? [],
    realPath: (path) => tried(() => realpathSync(path)),
  };
}

/** The chips that sysfs shows; null when this kernel has no GPIO in sysfs at all. */
export function chipsOf(machine: MachineFiles): readonly GpioChip[] | null {
  const names = machine.list(SYSFS_GPIO);
  if (!names.includes('export')) return null;
  return names
    .filter((name) => name.startsWith('gpiochip'))
    .flatMap((name) => {
      const at = (file: string): string => machine.read(`${SYSFS_GPIO}/${name}/${file}`)?.trim() ?? '';
      const [base, count] = [Number.parseInt(at('base'), 10), Number.parseInt(at('ngpio'), 10)];
      return Number.isNaN(base) || Number.isNaN(count) ? [] : [{ label: at('label'), base, count }];
    });
}

/** The event devices of this machine. */
export function eventDevicesOf(machine: MachineFiles): readonly EventDevice[] {
  const stable = new Map(
    machine.list(BY_PATH).map((name) => [machine.realPath(`${BY_PATH}/${name}`), `${BY_PATH}/${name}`]),
  );
  return machine
    .list(INPUTS)
    .filter((name) => /^event\d+$/.test(name))
    .map((name) => {
      const at = (file: string): string => machine.read(`${INPUTS}/${name}/device/${file}`)?.trim() ?? '';
      const node = `/dev/input/${name}`;
      const keys = keysOf(at('capabilities/key'));
      return { path: stable.get(node) ?? node, phys: at('phys'), hasKey: (code) => keys.has(code) };
    });
}

const WORD_BITS = 64;

/**
 * The key codes of a `capabilities/key` file: hexadecimal words of 64 bits, the highest first, without leading zeros
 * (drivers/input/input.c, `input_bits_to_string`).
 */
function keysOf(text: string): ReadonlySet<number> {
  const words = text.split(/\s+/).filter((word) => /^[0-9a-f]{1,16}$/i.test(word));
  const keys = new Set<number>();
  for (const [index, word] of words.toReversed().entries()) {
    const bits = BigInt(`0x${word}`);
    for (let bit = 0; bit < WORD_BITS; bit += 1) {
      if ((bits >> BigInt(bit)) & 1n) keys.add(index * WORD_BITS + bit);
    }
  }
  return keys;
}

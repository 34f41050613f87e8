import { constants, existsSync } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import type { Gpio } from 'onoff';
import { type Clock, type Millis, ms, sleep } from '../../clock.ts';
import { LobbydError, messageOf } from '../../errors.ts';
import type { Log } from '../log.ts';
import { type GpioWish, type PinsEnd, type PinsListener, refusedPins, type Standing, SYSFS_GPIO } from './gpio.ts';
import { explained, quietly } from './gpio-faults.ts';
import { type PinsLife, pinsLife } from './gpio-life.ts';
import type { GpioChip } from './gpio-machine.ts';

export interface SysfsOptions {
  readonly wish: GpioWish;
  readonly chip: GpioChip;
  readonly listener: PinsListener;
  readonly clock: Clock;
  readonly log: Log;
}

/** One pin of the wish. */
interface Pin {
  readonly name: string;
  readonly pin: number;
  readonly isActiveLow: boolean;
  readonly isButton: boolean;
}

/** A pin that is open, and its number among all lines of the machine. */
interface Line {
  readonly pin: Pin;
  readonly number: number;
  readonly gpio: Gpio;
}

/** udev gives a new pin's files to the group gpio a moment after the kernel made them. */
const ACCESS_LIMIT: Millis = ms(1_000);
const ACCESS_EVERY: Millis = ms(10);

/**
 * Pins through `/sys/class/gpio` and onoff. The pins are exported here, before onoff comes: it waits for permissions by
 * trying ten thousand times without letting anything else run, and swallows the faults of a pin that was exported
 * before, by a daemon that was killed; so what it set is read back.
 */
export async function openSysfs(options: SysfsOptions): Promise<PinsEnd> {
  const { wish, chip, listener, log } = options;
  const lines: Line[] = [];
  const life = pinsLife(
    {
      name: `GPIO of ${chip.label}`,
      setLamp: (lamp, isLit) => setLamp(options, lines[wish.buttons.length + lamp], isLit),
      release: () => letGo(log, lines),
    },
    listener,
  );
  const pins: readonly Pin[] = [
    ...wish.buttons.map((button) => ({ ...button, isButton: true })),
    ...wish.lamps.map((lamp) => ({ ...lamp, isButton: false })),
  ];
  try {
    const { Gpio: Line } = await import('onoff');
    for (const pin of pins) lines.push(await openLine(options, pin, Line));
    const standing = wish.buttons.map((_, button) => standingOf(lines[button]));
    watch(options, lines, life);
    return { kind: 'open', pins: life.pins, standing };
  } catch (caught) {
    letGo(log, lines);
    return refusedPins(messageOf(caught));
  }
}

/** Waits for the turn after the one in which `open` resolved; an edge that comes before is still seen: sysfs counts them. */
function watch({ clock }: SysfsOptions, lines: readonly Line[], life: PinsLife): void {
  clock.after(0, () => {
    for (const [button, { pin, gpio, number }] of lines.entries()) {
      if (!pin.isButton) continue;
      guardReads(gpio, () => life.broken(`${pin.name}: line ${number} was let go of by another program`));
      gpio.watch((_fault, value) => life.changed(button, value === 1 ? 'down' : 'up'));
    }
  });
}

/**
 * onoff reads the pin in a callback of its own, where nobody catches: a pin that another program unexported would end
 * the daemon.
 */
function guardReads(gpio: Gpio, onFault: () => void): void {
  const read = gpio.readSync.bind(gpio);
  // Not read here: that would take the news of an edge that came since.
  let last: 0 | 1 = 0;
  gpio.readSync = () => {
    try {
      last = read();
    } catch {
      gpio.unwatchAll();
      onFault();
    }
    return last;
  };
}

function standingOf(line: Line | undefined): Standing {
  if (!line) return 'unknown';
  return line.gpio.readSync() === 1 ? 'down' : 'up';
}

async function openLine(options: SysfsOptions, pin: Pin, Line: typeof Gpio): Promise<Line> {
  const { chip, clock } = options;
  const number = chip.base + pin.pin;
  const where = `${SYSFS_GPIO}/gpio${number}`;
  const isExportedBefore = existsSync(where);
  if (!isExportedBefore) await exportLine(chip, pin, number);
  const files = ['value', 'direction', 'active_low', ...(pin.isButton ? ['edge'] : [])];
  try {
    await waitForAccess(clock, where, files);
    // `high` and `low` are levels of the pin: a lamp starts dark.
    const gpio = pin.isButton
      ? new Line(number, 'in', 'both', { activeLow: pin.isActiveLow })
      : new Line(number, pin.isActiveLow ? 'high' : 'low', 'none', { activeLow: pin.isActiveLow });
    return checked({ pin, number, gpio }, where);
  } catch (caught) {
    // What is told is why it could not be opened; a pin that was exported before may be another program's.
    if (!isExportedBefore) await writeFile(`${SYSFS_GPIO}/unexport`, String(number), { flag: 'r+' }).catch(() => {});
    const next = 'put the user of lobbyd into the group gpio; when the file is not there, take another pin';
    throw explained(caught, where, `${nameOf(chip, pin)} cannot be set up`, next);
  }
}

function nameOf({ label }: GpioChip, { name, pin }: Pin): string {
  return `${name} on pin ${pin} of ${label}`;
}

async function exportLine(chip: GpioChip, pin: Pin, number: number): Promise<void> {
  const path = `${SYSFS_GPIO}/export`;
  try {
    await writeFile(path, String(number), { flag: 'r+' });
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    const next =
      code === 'EBUSY'
        ? 'see in /sys/kernel/debug/gpio who holds it (an overlay of config.txt, a running program), or take another pin'
        : code === 'EINVAL'
          ? `take a pin from 0 to ${chip.count - 1}`
          : 'put the user of lobbyd into the group gpio, and see that udev gives /sys/class/gpio to it';
    throw explained(caught, path, `${nameOf(chip, pin)} (line ${number}) cannot be had`, next);
  }
}

async function waitForAccess(clock: Clock, where: string, files: readonly string[]): Promise<void> {
  const until = clock.monotonic() + ACCESS_LIMIT;
  for (const file of files) {
    while (!(await isOurs(`${where}/${file}`))) {
      if (clock.monotonic() >= until) return access(`${where}/${file}`, constants.R_OK | constants.W_OK);
      await sleep(clock, ACCESS_EVERY);
    }
  }
}

function isOurs(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Reads back what onoff was to set. */
function checked(line: Line, where: string): Line {
  const { pin, gpio } = line;
  const [direction, edge, isActiveLow] = [gpio.direction(), pin.isButton ? gpio.edge() : 'none', gpio.activeLow()];
  const isRight = direction === (pin.isButton ? 'in' : 'out') && edge === (pin.isButton ? 'both' : 'none');
  if (isRight && isActiveLow === pin.isActiveLow) return line;
  gpio.unexport();
  throw new LobbydError({
    code: 'wire/gpio',
    what: `${pin.name} on pin ${pin.pin} does not take its settings: it is ${direction}, edge ${edge}`,
    where,
    next: 'another program uses this pin: stop it, or take another pin',
  });
}

function setLamp({ chip }: SysfsOptions, line: Line | undefined, isLit: boolean): void {
  if (!line) return;
  try {
    line.gpio.writeSync(isLit ? 1 : 0);
  } catch (caught) {
    const where = `${SYSFS_GPIO}/gpio${line.number}/value`;
    throw explained(
      caught,
      where,
      `${nameOf(chip, line.pin)} cannot be set`,
      'see which program uses this pin as well',
    );
  }
}

/** Lamps out, pins unexported; each whatever became of the one before. */
function letGo(log: Log, lines: Line[]): void {
  for (const { pin, gpio } of lines.splice(0)) {
    if (!pin.isButton) quietly(log, () => gpio.writeSync(0));
    quietly(log, () => gpio.unexport());
  }
}

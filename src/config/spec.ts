import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type AnyDriver, defineDriver } from '../devices/driver.ts';
import type { DeviceKind } from '../devices/kinds.ts';
import type { LineSettings } from '../devices/wire/wire.ts';
import { LobbydError } from '../errors.ts';
import { type ConfigFiles, type FileText, unreadable } from './files.ts';
import { type LoadResult, loadConfig } from './load.ts';

/** A small catalogue and small files: what the tests of the configuration stand on. */

const line = (baud: number, dataBits: 7 | 8 = 8, parity: 'none' | 'even' = 'none'): LineSettings => ({
  baud,
  dataBits,
  parity,
  stopBits: 1,
  flow: 'none',
});

function neverOpened(): never {
  throw new LobbydError({
    code: 'config/opened',
    what: 'a check opened a device',
    where: 'test',
    next: 'fix the check',
  });
}

const common = { emulatorActions: [], open: neverOpened, emulate: neverOpened } as const;

const baud = z.literal([9_600, 38_400]).describe('Bits a second.');

/** One driver of each kind, shaped like the real ones. */
export const testCatalogue: readonly AnyDriver[] = [
  defineDriver<DeviceKind, { buttons: number; baud: number; script: 'latin' | 'hanzi' }>({
    ...common,
    name: 'panel-line',
    kind: 'panel',
    attach: 'wire',
    summary: 'Buttons with lamps.',
    // Open on purpose: the configuration closes what a driver leaves open.
    settings: z.object({
      buttons: z.int().min(1).max(24).describe('Buttons of the panel, 1 to 24.').default(12),
      script: z.enum(['latin', 'hanzi']).describe('What it shows.').default('latin'),
      baud: baud.default(9_600),
    }),
    lineSettings: (settings) => line(settings.baud),
    limits: ({ buttons, script }) => ({ buttons, script }),
  }) as AnyDriver,
  defineDriver<DeviceKind, { baud: number; columns: number }>({
    ...common,
    name: 'printer-escpos',
    kind: 'printer',
    attach: 'wire',
    summary: 'ESC/POS ticket printer.',
    settings: z.strictObject({
      baud: baud.default(38_400),
      columns: z.int().min(32).max(48).describe('ASCII characters of a line, 32 to 48.').default(42),
    }),
    lineSettings: (settings) => line(settings.baud),
  }) as AnyDriver,
  defineDriver<DeviceKind, { baud: number }>({
    ...common,
    name: 'card-line',
    kind: 'card',
    attach: 'wire',
    summary: 'Card reader.',
    settings: z.strictObject({ baud: baud.default(9_600) }),
    lineSettings: (settings) => line(settings.baud),
  }) as AnyDriver,
  defineDriver<DeviceKind, { address: number }>({
    ...common,
    name: 'keypad-line',
    kind: 'keypad',
    attach: 'bus',
    summary: "Teller's keypad.",
    settings: z.strictObject({ address: z.int().min(1).max(31).describe('Address on the bus, 1 to 31.') }),
    lineSettings: () => line(9_600),
    address: ({ address }) => String(address),
    load: () => ({
      quiet: { sent: 10, answered: 15, turnRound: 20, pause: 0 },
      news: { sent: 10, answered: 30, turnRound: 20, pause: 0 },
      show: { sent: 54, answered: 30, turnRound: 20, pause: 0 },
    }),
  }) as AnyDriver,
  defineDriver<DeviceKind, { address: number; width: number }>({
    ...common,
    name: 'display-alpha',
    kind: 'display',
    attach: 'bus',
    summary: 'LED sign.',
    settings: z.strictObject({
      address: z.int().min(1).max(255).describe('Address on the bus, 1 to 255.'),
      width: z.int().min(1).max(40).describe('Characters of the sign, 1 to 40.').default(4),
    }),
    lineSettings: () => line(9_600, 7, 'even'),
    address: ({ address }) => String(address),
    load: () => ({ quiet: null, news: null, show: { sent: 26, answered: 0, turnRound: 0, pause: 5 } }),
    limits: ({ width }) => ({ characters: width }),
  }) as AnyDriver,
  defineDriver<DeviceKind, { baud: number }>({
    ...common,
    name: 'reader-line',
    kind: 'reader',
    attach: 'wire',
    summary: 'Scanner of codes.',
    settings: z.strictObject({ baud: baud.default(9_600) }),
    lineSettings: (settings) => line(settings.baud),
  }) as AnyDriver,
];

/** Files that stand in memory, for one user's eyes unless told otherwise, and links between names of ports. */
export function memoryFiles(
  texts: Readonly<Record<string, string | FileText>>,
  links: Readonly<Record<string, string>> = {},
): ConfigFiles {
  return {
    read(path): FileText {
      const found = texts[path] ?? unreadable('no such file');
      return typeof found === 'string' ? { kind: 'text', text: found, isOpenToAll: false } : found;
    },
    realPath: (path) => links[path] ?? null,
  };
}

/** A bank standard of two services, and a branch of one counter and one kiosk, without a problem. */
export const STANDARD = `version: "1"
languages:
  - { tag: zh-CN, name: 中文 }
  - { tag: en, name: English }
segments:
  - { id: ordinary, names: { zh-CN: 普通, en: Ordinary } }
profiles:
  - { id: longest-wait, kind: longest-wait, cap: 45min }
services:
  - id: cash
    category: cash
    complexity: simple
    names: { zh-CN: 现金, en: Cash }
    numbers: { prefix: A, first: 1, last: 99 }
    targetWait: 15min
    standardTime: 4min
  - id: wealth
    category: wealth
    complexity: complex
    names: { zh-CN: 理财, en: Wealth }
    numbers: { prefix: A, first: 101, last: 199 }
    targetWait: 20min
    standardTime: 25min
`;

export const BRANCH = `id: branch1
name: { zh-CN: 支行, en: Branch }
timeZone: Asia/Shanghai
standard: ./standard.yaml
counters:
  - id: counter1
    number: 1
    services: [cash, wealth]
    profile: longest-wait
    display: display1
    keypad: keypad1
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons:
      - { button: 1, service: cash, segment: ordinary, language: zh-CN }
      - { button: 2, service: wealth, segment: ordinary, language: en }
buses:
  - { id: bus1, wire: { serial: /dev/serial/by-path/one } }
  - { id: bus2, wire: { serial: /dev/serial/by-path/two } }
devices:
  - { id: panel1, driver: panel-line, wire: { serial: /dev/serial/by-path/three } }
  - { id: printer1, driver: printer-escpos, wire: { tcp: "10.0.0.7:4001" } }
  - { id: keypad1, driver: keypad-line, bus: bus1, settings: { address: 1 } }
  - { id: display1, driver: display-alpha, bus: bus2, settings: { address: 1 } }
`;

/** Text to put in place of another, which must stand there exactly once. */
export type Edit = readonly [from: string, to: string];

/** Applies edits to a text. */
export function edited(text: string, ...edits: readonly Edit[]): string {
  return edits.reduce((before, [from, to]) => {
    if (before.split(from).length !== 2) {
      throw new LobbydError({
        code: 'config/edit',
        what: `"${from}" does not stand there once`,
        where: 'test',
        next: 'fix the test',
      });
    }
    return before.replace(from, () => to);
  }, text);
}

/** What differs from the small files. */
export interface Edits {
  readonly branch?: readonly Edit[];
  readonly standard?: readonly Edit[];
  /** Further files. */
  readonly files?: Readonly<Record<string, string | FileText>>;
}

/** Loads the small files with edits. */
export function load(edits: Edits, links: Readonly<Record<string, string>> = {}): LoadResult {
  const texts = {
    ...edits.files,
    'etc/branch.yaml': edited(BRANCH, ...(edits.branch ?? [])),
    'etc/standard.yaml': edited(STANDARD, ...(edits.standard ?? [])),
  };
  return loadConfig('etc/branch.yaml', testCatalogue, memoryFiles(texts, links));
}

/** The lines that the small files with edits give: errors, or the warnings of files that are ok. */
export function linesOf(edits: Edits, links: Readonly<Record<string, string>> = {}): readonly string[] {
  const result = load(edits, links);
  return (result.kind === 'ok' ? result.warnings : result.problems).map(({ text }) => text);
}

/** The example of a branch without its opening hours: a branch that is always open. */
export function alwaysOpen(text: string): string {
  return ['hours', 'services'].reduce(
    (before, key) => before.replace(new RegExp(`^${key}:\\n(?: .*\\n)+`, 'm'), ''),
    text,
  );
}

/** A committed example. */
export function example(name: 'branch.example.yaml' | 'bank-standard.yaml'): string {
  return readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');
}

import type { AnyDriver } from '../devices/driver.ts';
import type { MachineFiles } from '../devices/wire/gpio.ts';
import type { Config } from './config.ts';
import type { ConfigFiles } from './files.ts';
import { loadBranch, loadStandard, readSource } from './load.ts';
import { inOrder, type Problem } from './problems.ts';
import { branchSchema } from './schema/branch.ts';
import { standardSchema } from './schema/standard.ts';
import type { Source } from './yaml.ts';

/** What became of one file of the command line. */
export interface FileCheck {
  readonly file: string;
  readonly isOk: boolean;
  /** Errors and warnings, of this file and of the standard that it names. */
  readonly problems: readonly Problem[];
  /** `9 counters, 12 services, 21 devices`; empty when the file is not ok. */
  readonly summary: string;
  /** What this machine says to devices on its pins, and lines to paste; one text a line. */
  readonly hints: readonly string[];
}

/** Keys of the two files. */
const KEYS_OF_BRANCH = Object.keys(branchSchema([]).shape);
const KEYS_OF_STANDARD = Object.keys(standardSchema.shape);
/** Keys that only a branch file has, and keys that only a bank standard has. */
const BRANCH_KEYS = KEYS_OF_BRANCH.filter((key) => !KEYS_OF_STANDARD.includes(key));
const STANDARD_KEYS = KEYS_OF_STANDARD.filter((key) => !KEYS_OF_BRANCH.includes(key));

/**
 * Checks a file of either kind, a branch together with the standard that it names. Which kind it is, its keys say.
 *
 * @param machine the machine that the branch would run on: devices on pins that it cannot serve are warnings
 */
export function checkFile(
  file: string,
  catalogue: readonly AnyDriver[],
  files: ConfigFiles,
  machine: MachineFiles,
): FileCheck {
  const source = readSource(file, files);
  if (isStandard(source.guess)) {
    const result = loadStandard(source);
    if (result.kind === 'problems') return wrong(file, result.problems);
    const { services, segments, languages } = result.standard;
    const counts = [count(services, 'service'), count(segments, 'segment'), count(languages, 'language')];
    return { file, isOk: true, problems: result.warnings, summary: counts.join(', '), hints: [] };
  }
  const result = loadBranch(source, catalogue, files);
  if (result.kind === 'problems') return wrong(file, result.problems);
  const { counters, services, devices } = result.config;
  const counts = [count(counters, 'counter'), count(services, 'service'), count(devices, 'device')];
  const pins = examinePins(source, result.config, machine);
  const problems = inOrder([...result.warnings, ...pins.problems], Object.values(result.config.files));
  return { file, isOk: true, problems, summary: counts.join(', '), hints: pins.hints };
}

function wrong(file: string, problems: readonly Problem[]): FileCheck {
  return { file, isOk: false, problems, summary: '', hints: [] };
}

/** What the machine says to the devices on its pins. */
function examinePins(
  source: Source,
  { devices }: Config,
  machine: MachineFiles,
): { readonly problems: readonly Problem[]; readonly hints: readonly string[] } {
  const problems: Problem[] = [];
  const hints: string[] = [];
  for (const [index, device] of devices.entries()) {
    if (device.attach !== 'pins') continue;
    const { summary, troubles, paste } = device.driver.examine(device.settings, machine);
    hints.push(`${device.id}: ${summary}`);
    for (const { path, what, expected } of troubles) {
      problems.push(source.problem('warning', ['devices', index, 'settings', ...path], what, expected));
    }
    if (paste) hints.push(`${device.id}: lines for ${paste.file}:`, ...paste.lines);
  }
  return { problems, hints };
}

function isStandard(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const has = (keys: readonly string[]): number => keys.filter((key) => Object.hasOwn(value, key)).length;
  return has(STANDARD_KEYS) > has(BRANCH_KEYS);
}

/** `1 counter`, `9 counters`. */
export function count(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? '' : 's'}`;
}

import type { AnyDriver } from '../devices/driver.ts';
import type { ConfigFiles } from './files.ts';
import { loadBranch, loadStandard, readSource } from './load.ts';
import type { Problem } from './problems.ts';

/** What became of one file of the command line. */
export interface FileCheck {
  readonly file: string;
  readonly isOk: boolean;
  /** Errors and warnings, of this file and of the standard that it names. */
  readonly problems: readonly Problem[];
  /** `9 counters, 12 services, 20 devices`; empty when the file is not ok. */
  readonly summary: string;
}

/** Keys that only a branch file has, and keys that only a bank standard has. */
const BRANCH_KEYS = [
  'standard',
  'timeZone',
  'counters',
  'kiosks',
  'devices',
  'buses',
  'dayStartsAt',
  'mqtt',
  'journal',
];
const STANDARD_KEYS = ['services', 'segments', 'profiles', 'languages', 'rules'];

/**
 * Checks a file of either kind, a branch together with the standard that it names. Which kind it is, its keys say.
 */
export function checkFile(file: string, catalogue: readonly AnyDriver[], files: ConfigFiles): FileCheck {
  const source = readSource(file, files);
  if (isStandard(source.guess)) {
    const result = loadStandard(source);
    if (result.kind === 'problems') return { file, isOk: false, problems: result.problems, summary: '' };
    const { services, segments, languages } = result.standard;
    const counts = [count(services, 'service'), count(segments, 'segment'), count(languages, 'language')];
    return { file, isOk: true, problems: result.warnings, summary: counts.join(', ') };
  }
  const result = loadBranch(source, catalogue, files);
  if (result.kind === 'problems') return { file, isOk: false, problems: result.problems, summary: '' };
  const { counters, services, devices } = result.config;
  const counts = [count(counters, 'counter'), count(services, 'service'), count(devices, 'device')];
  return { file, isOk: true, problems: result.warnings, summary: counts.join(', ') };
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

import { existsSync, statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { isDate } from '../branch/calendar.ts';
import { FASTEST } from '../faster-clock.ts';
import type { ExitCode, ProcessPort } from '../process.ts';
import type { BranchSource } from './journal-source.ts';

/** How a command of the command line hands over what it runs. */
export type Choose = (run: (port: ProcessPort) => Promise<ExitCode>) => void;

/** A whole number of an option. */
export function wholeNumber(text: string): number {
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a whole number is expected');
  return Number(text);
}

/** How many threads play. */
export function jobCount(text: string): number {
  const count = wholeNumber(text);
  // biome-ignore lint/plugin: as above
  if (count < 1 || count > 64) throw new InvalidArgumentError('from 1 to 64 threads play');
  return count;
}

/** How fast a training runs. */
export function branchSpeed(text: string): number {
  const times = wholeNumber(text);
  const isRight = times >= 2 && times <= FASTEST;
  // biome-ignore lint/plugin: as above
  if (!isRight) throw new InvalidArgumentError(`a training runs 2 to ${FASTEST} times as fast; a branch without this`);
  return times;
}

/** A date of the calendar. */
export function isoDate(text: string): string {
  // biome-ignore lint/plugin: as above
  if (!isDate(text)) throw new InvalidArgumentError('a date such as 2026-01-05 is expected');
  return text;
}

/** A time zone. */
export function zoneName(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // biome-ignore lint/plugin: as above
    throw new InvalidArgumentError('an IANA time zone such as Asia/Shanghai is expected');
  }
}

/** Whether a place is a branch file, not the directory of a journal. */
export function isBranchFile(place: string): boolean {
  return /\.ya?ml$/.test(place);
}

/** What tells of the branch whose file stands at a place; null: it is no branch file. Imported for one alone: the schemas of all devices come with it. */
export async function branchSourceOf(place: string): Promise<BranchSource | null> {
  return isBranchFile(place) ? (await import('./report-branch.ts')).branchSource : null;
}

/** The directory of a journal; a file is a mistake that damage must not be read out of. */
export function journalDirectory(path: string): string {
  // biome-ignore lint/plugin: as above
  if (existsSync(path) && !statSync(path).isDirectory()) throw new InvalidArgumentError('a directory is expected');
  return path;
}

/** Where the journal is: its directory, or a branch file that names it. */
export function journalPlace(text: string): string {
  return isBranchFile(text) ? text : journalDirectory(text);
}

/** A TCP port. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  // biome-ignore lint/plugin: as above
  if (port > 65_535) throw new InvalidArgumentError('a port is at most 65535');
  return port;
}

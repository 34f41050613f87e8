import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { messageOf } from '../errors.ts';
import type { ProcessPort } from '../process.ts';

/** The name that stands for standard output, as in other tools. */
export const STANDARD_OUTPUT = '-';

/** Where commands write what they were asked for. */
export interface OutputFiles {
  /**
   * Why a file cannot be written; leaves no trace. Asked before the work: nobody waits minutes for a page that has no place.
   *
   * @returns null: nothing stands against it yet
   */
  obstacle(file: string): string | null;
  /** Writes a file, or to standard output; throws what the system throws. */
  write(file: string, text: string): void;
}

/** The machine's files. */
export function systemOutputs({ print }: Pick<ProcessPort, 'print'>): OutputFiles {
  return {
    obstacle: (file) => (file === STANDARD_OUTPUT ? null : obstacleOf(file)),
    write: (file, text) => (file === STANDARD_OUTPUT ? print(text) : writeFileSync(file, text)),
  };
}

/** The name of a file that is to be written; an option in its place is a name that was forgotten. */
export function outputFile(text: string): string {
  const isName = text === STANDARD_OUTPUT || (text !== '' && !text.startsWith('-'));
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!isName) throw new InvalidArgumentError("the name of a file is expected, or '-' for standard output");
  return text;
}

/** Refuses `--language` beside what says everything in one language, or in all: nothing is asked for in vain. */
export function refuseLanguage(command: Command, isTold: boolean, of: string): void {
  const isAsked = command.getOptionValueSource('language') === 'cli';
  if (isAsked && !isTold) command.error(`error: '--language' is of ${of}`);
}

function obstacleOf(file: string): string | null {
  try {
    if (file.endsWith('/')) return 'it is a folder';
    if (!statSync(file, { throwIfNoEntry: false })) {
      const folder = dirname(file);
      if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
      accessSync(folder, constants.W_OK | constants.X_OK);
      return null;
    }
    if (statSync(file).isDirectory()) return 'it is a folder';
    // A branch file or a scenario that was meant to be read: what it says would be lost.
    if (/\.ya?ml$/i.test(basename(file))) return 'it is a YAML file, which would be lost';
    accessSync(file, constants.W_OK);
    return null;
  } catch (caught) {
    return reasonOf(caught, file);
  }
}

/** In words, where the system has a code for it. */
function reasonOf(caught: unknown, file: string): string {
  const code = caught instanceof Error && 'code' in caught ? String(caught.code) : '';
  return REASONS[code]?.(dirname(file)) ?? messageOf(caught);
}

const REASONS: Readonly<Record<string, (folder: string) => string>> = {
  ENOENT: (folder) => `there is no folder ${folder}`,
  ENOTDIR: (folder) => `${folder} is no folder`,
  EACCES: (folder) => `this user has no permission for it, or for the folder ${folder}`,
  EPERM: (folder) => `this user has no permission for it, or for the folder ${folder}`,
  EROFS: () => 'its file system is read-only',
  ELOOP: () => 'it is a link that leads to itself',
  ENAMETOOLONG: () => 'its name is too long',
};

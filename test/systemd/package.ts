import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { must } from './run.ts';

/** Versions of the package for the machine's shelf. */
export interface Packages {
  /** Folder of both. */
  readonly folder: string;
  /** File name of what the sources give. */
  readonly now: string;
  /** File name of the same under a higher version. */
  readonly next: string;
}

/** Builds the package; its successor when it is asked for. */
export function buildPackages(shelf: string): Packages {
  const folder = join(shelf, 'packages');
  mkdirSync(folder);
  const file = must(process.execPath, 'systemd/deb/build.mjs');
  must('cp', file, folder);
  const now = basename(file);
  let next: string | null = null;
  return {
    folder,
    now,
    get next() {
      next ??= successorOf(file, folder, shelf);
      return next;
    },
  };
}

function successorOf(file: string, folder: string, shelf: string): string {
  const tree = join(shelf, 'next');
  must('dpkg-deb', '--raw-extract', file, tree);
  const control = join(tree, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: (.*)$/m, 'Version: $1+next'));
  must('dpkg-deb', '--root-owner-group', '-Zgzip', '-z1', '--build', tree, folder);
  rmSync(tree, { recursive: true });
  const next = readdirSync(folder).find((name) => name !== basename(file));
  if (next === undefined) throw new Error(`no second package in ${folder}`);
  return next;
}

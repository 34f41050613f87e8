import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from '../../built.ts';
import { pathOf } from '../../tools.ts';
import { Disk, type Files, NO_LOSS } from './disk.ts';
import type { Life } from './plan.ts';
import { CALLS, type Step, TraceReader } from './trace.ts';

const PROGRAM = fileURLToPath(new URL('./life.mjs', import.meta.url));
const HOME = built('src/journal/').href;

/** Everything that was done to the files of a journal. */
export interface Recording {
  /** What was there before, confirmed by the disk. */
  readonly before: Files;
  /** Index into each {@link Step}'s file, by name, of `before`. */
  readonly known: ReadonlyMap<string, number>;
  readonly steps: readonly Step[];
}

/** Where files are written without waiting for a disk: what is written there is never confirmed by one. */
export function memoryDirectory(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lobbyd-cuts-'));
}

/**
 * Lets a journal live, each life in a process of its own, and writes down what the system is asked to do. Nothing is
 * missing in that: done again on a model of a disk it leaves the same files, byte for byte.
 *
 * @param before files that are there at the beginning
 * @throws Error when a life does not go as planned, or the files differ
 */
export function recordLives(lives: readonly Life[], before: Files = new Map()): Recording {
  const folder = memoryDirectory();
  const directory = join(folder, 'journal');
  writeFiles(directory, before);
  const reader = new TraceReader(directory);
  const known = new Map([...before.keys()].map((name) => [name, reader.know(name)]));
  const steps: Step[] = [];
  try {
    for (const life of lives) steps.push(...reader.steps(traced(folder, directory, life)));
    const recording = { before, known, steps };
    compare(modelOf(recording), directory);
    return recording;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Puts files into a directory, which holds nothing else afterwards. */
export function writeFiles(directory: string, files: Files): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  for (const [name, content] of files) writeFileSync(join(directory, name), content);
}

function traced(folder: string, directory: string, life: Life): string {
  const trace = join(folder, 'trace');
  const words = ['-f', '--seccomp-bpf', '-qq', '-y', '-xx', '-s', '100000', '-o', trace, '-e', `trace=${CALLS}`];
  const errors = life.errors === null ? [] : ['-e', `inject=fsync,fdatasync:error=EIO:when=${life.errors}`];
  const command = [...words, ...errors, process.execPath, PROGRAM, HOME, directory, JSON.stringify(life)];
  const { signal, status, stderr } = spawnSync(pathOf('strace'), command, { encoding: 'utf8' });
  const isAsPlanned = life.isKilled ? signal === 'SIGKILL' : status === 0;
  if (!isAsPlanned) throw new Error(`a life ended with ${signal ?? status}: ${stderr}`);
  return readFileSync(trace, 'utf8');
}

/** The files as a process sees them after the last step. */
function modelOf({ before, known, steps }: Recording): Files {
  const disk = new Disk();
  for (const [name, content] of before) disk.put(name, known.get(name) ?? -1, content);
  for (const step of steps) disk.take(step);
  return disk.left(NO_LOSS);
}

function compare(model: Files, directory: string): void {
  const real = readdirSync(directory).filter((name) => !name.endsWith('-shm'));
  const names = [...new Set([...real, ...model.keys()])];
  const wrong = names.filter((name) => !model.get(name)?.equals(contentAt(join(directory, name))));
  if (wrong.length > 0) throw new Error(`what was written down does not give ${wrong.join(', ')}`);
}

function contentAt(path: string): Buffer {
  return existsSync(path) ? readFileSync(path) : Buffer.from('no such file');
}

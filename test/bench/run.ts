import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCHES, FLAGS } from './benches.ts';
import type { BenchContext } from './frame/bench.ts';
import { comparisonText } from './frame/compare.ts';
import { figuresText } from './frame/document.ts';
import { earlierRun } from './frame/earlier.ts';
import { endOf } from './frame/end.ts';
import { type BenchFile, type BenchResult, benchFile, type Figure, proved, verdictOf } from './frame/figure.ts';
import { machineAt, watchLoad } from './frame/machine.ts';
import { tableHead, tableRow } from './frame/table.ts';
import { ROOT } from './stand/places.ts';

export interface RunOptions {
  readonly quick: boolean;
  readonly publish: boolean;
  readonly compare?: string;
  readonly profile?: string;
  readonly daemonFlags?: string;
  readonly directory?: string;
  readonly seed?: number;
}

/** A bench that takes longer hangs, ms. */
const PATIENCE = 20 * 60_000;
const ROW_PROCESS = fileURLToPath(new URL('./row-process.js', import.meta.url));
const out = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * Runs benches and writes what they found.
 *
 * @param names of the benches; all when empty
 * @returns the exit code
 */
export async function runBenches(names: readonly string[], options: RunOptions): Promise<number> {
  const strange = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (strange.length > 0) {
    process.stderr.write(`no bench ${strange.join(', ')}: ${Object.keys(BENCHES).join(', ')}\n`);
    return 2;
  }
  // Read before an hour of measuring, not after it.
  const then = options.compare === undefined ? null : earlierRun(resolve(options.compare));
  if (then?.kind === 'none') {
    process.stderr.write(`${then.why}\n`);
    return 2;
  }
  const place = options.directory ?? tmpdir();
  const file = headOf(options, place);
  out(tableHead());
  const { results, broken } = await measure(names.length > 0 ? names : Object.keys(BENCHES), file, place, options);
  const whole: BenchFile = { ...file, results };
  const isWhole = names.length === 0 && (!options.quick || options.publish) && options.daemonFlags === undefined;
  const { isPublished, exitCode, lines } = endOf(whole, { isWhole, broken });
  const isWritten = write(whole, isPublished);
  if (then) out(`\n${comparisonText(whole, then.file)}`);
  out(`\n${lines.join('\n')}`);
  return isWritten ? exitCode : 1;
}

/** One bench after the other; each row is printed when it is there. */
async function measure(
  names: readonly string[],
  file: Omit<BenchFile, 'results'>,
  place: string,
  options: RunOptions,
): Promise<{ readonly results: readonly BenchResult[]; readonly broken: readonly string[] }> {
  const averageBefore = loadavg()[0] ?? 0;
  const results: BenchResult[] = [];
  const broken: string[] = [];
  for (const name of names) {
    const watch = watchLoad(averageBefore);
    const began = performance.now();
    const figures = await runOne(name, file, place, options).catch((caught: unknown) => {
      process.stderr.write(`${name} broke: ${caught instanceof Error ? caught.message : String(caught)}\n`);
      broken.push(name);
      return [];
    });
    const result = { name, seconds: round((performance.now() - began) / 1_000), load: rounded(watch()), figures };
    results.push(result);
    for (const figure of figures) out(tableRow({ figure, verdict: verdictOf(figure, result.load) }));
  }
  return { results, broken };
}

function headOf({ quick, seed }: RunOptions, place: string): Omit<BenchFile, 'results'> {
  const commit = execFileSync('git', ['-C', ROOT, 'describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  return {
    version: 1,
    date: new Date().toISOString(),
    commit,
    node: process.version,
    seed: seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 1,
    isQuick: quick,
    machine: machineAt(place),
  };
}

/** One bench in a process of its own, on a folder of its own. */
async function runOne(
  name: string,
  { seed, isQuick }: Omit<BenchFile, 'results'>,
  place: string,
  { profile, daemonFlags }: RunOptions,
): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(place, `lobbyd-bench-${name}-`));
  const context: BenchContext = {
    isQuick,
    seed,
    directory,
    profile: profile === undefined ? null : resolve(profile),
    daemonFlags: daemonFlags?.split(' ') ?? [],
  };
  const child = fork(ROW_PROCESS, [name, JSON.stringify(context)], {
    execArgv: [...(FLAGS[name] ?? [])],
    // Node, and all that it starts, must not write into the table.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // JSON would make null of what is no number, and null is within every limit.
    serialization: 'advanced',
  });
  const hung = setTimeout(() => child.kill('SIGTERM'), PATIENCE);
  const stop = (): void => void child.kill('SIGTERM');
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    return await new Promise<readonly Figure[]>((done, fail) => {
      let figures: readonly Figure[] | null = null;
      child.once('message', (message) => {
        figures = message as readonly Figure[];
      });
      child.once('error', fail);
      child.once('exit', (code, signal) => {
        if (figures && figures.length > 0) done(figures.map(proved));
        else fail(new Error(`its process ended with ${signal ?? code} and gave no figures`));
      });
    });
  } finally {
    clearTimeout(hung);
    process.off('SIGTERM', stop).off('SIGINT', stop);
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The page and its source stand in the repository: only a run of all benches writes them.
 *
 * @returns whether the file could be made
 */
function write(file: BenchFile, isPublished: boolean): boolean {
  const { data, error } = benchFile.safeParse(file);
  if (!data) {
    const [first] = error.issues;
    process.stderr.write(`bench.json is not written: ${first?.path.join('.')}: ${first?.message}\n`);
    return false;
  }
  const folder = join(ROOT, isPublished ? 'docs' : 'var');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(data, null, 2)}\n`);
  if (isPublished) writeFileSync(join(folder, 'figures.md'), figuresText(data));
  return true;
}

/** Digits that say something. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

function rounded<T extends Readonly<Record<string, number>>>(numbers: T): T {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)])) as T;
}

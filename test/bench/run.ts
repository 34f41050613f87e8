import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BENCHES, FLAGS } from './benches.ts';
import type { BenchContext } from './frame/bench.ts';
import { comparisonText } from './frame/compare.ts';
import { figuresText } from './frame/document.ts';
import {
  type BenchFile,
  type BenchResult,
  benchFile,
  type Figure,
  isLoaded,
  type Verdict,
  verdictOf,
} from './frame/figure.ts';
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
  const then = options.compare === undefined ? null : readBenchFile(resolve(options.compare));
  const place = options.directory ?? tmpdir();
  const file = headOf(options, place);
  const averageBefore = loadavg()[0] ?? 0;
  out(tableHead());
  const results: BenchResult[] = [];
  const verdicts: Verdict[] = [];
  let hasBroken = false;
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const watch = watchLoad(averageBefore);
    const began = performance.now();
    const figures = await runOne(name, file, place, options).catch((caught: unknown) => {
      process.stderr.write(`${name} broke: ${caught instanceof Error ? caught.message : String(caught)}\n`);
      hasBroken = true;
      return [];
    });
    const result = { name, seconds: round((performance.now() - began) / 1_000), load: rounded(watch()), figures };
    results.push(result);
    for (const figure of figures) {
      const verdict = verdictOf(figure, result.load);
      verdicts.push(verdict);
      out(tableRow({ figure, verdict }));
    }
  }
  const whole: BenchFile = { ...file, results };
  write(
    whole,
    names.length === 0 && (!options.quick || options.publish) && options.daemonFlags === undefined && !hasBroken,
  );
  if (then) out(`\n${comparisonText(whole, then)}`);
  out(`\n${lastLine(whole, verdicts)}`);
  return hasBroken || verdicts.includes('beyond') ? 1 : 0;
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
        if (figures) done(figures);
        else fail(new Error(`its process ended with ${signal ?? code} and gave no figures`));
      });
    });
  } finally {
    clearTimeout(hung);
    process.off('SIGTERM', stop).off('SIGINT', stop);
    rmSync(directory, { recursive: true, force: true });
  }
}

function readBenchFile(path: string): BenchFile {
  return benchFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The page and its source stand in the repository: only a run of all benches writes them. */
function write(file: BenchFile, isWhole: boolean): void {
  const folder = join(ROOT, isWhole ? 'docs' : 'var');
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify(benchFile.parse(file), null, 2)}\n`;
  writeFileSync(join(folder, 'bench.json'), text);
  if (isWhole) writeFileSync(join(folder, 'figures.md'), figuresText(file));
}

function lastLine({ results, seed }: BenchFile, verdicts: readonly Verdict[]): string {
  const count = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  const busy = results.filter(({ load }) => isLoaded(load)).map(({ name }) => name);
  const warning = busy.length > 0 ? `\nwarning: the machine had other work during ${busy.join(', ')}` : '';
  return `${count('ok')} ok, ${count('beyond')} beyond, ${count('loaded')} beyond on a loaded machine, ${count('stated')} stated, ${count('not measured')} not measured; seed ${seed}${warning}`;
}

/** Digits that say something. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}

function rounded<T extends Readonly<Record<string, number>>>(numbers: T): T {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)])) as T;
}

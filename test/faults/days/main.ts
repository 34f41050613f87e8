// Simulated days, one after the other on every core: npm run faults -- days [--seed N] [--runs DAYS] [--minutes M] [--jobs THREADS]
// What is told of them is the same however many threads play, but for the last line, which says what they cost.
// With --uses, or when nobody has bounded them, then a short day again and again whose n-th use of the disk goes wrong, for every n.
// One of these short days again: npm run faults -- days --seed N --nth N --how WORDS
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { DayEnd } from './day.ts';
import { runDay } from './day.ts';
import { type InOrder, inOrder } from './in-order.ts';
import { areUsesPlayed, brokeOff, type CampaignWords, type NthEnd, nthOperations } from './nth.ts';
import { replayNth, replayWords, useOf } from './replay.ts';

/** Days of a long run that nobody has bounded. */
const DAYS = 200;
const TOLD_EVERY = 20;
const INTERRUPTED = 130;
const STRANGE = 2;
/** The only day of a run: its digest is told, so that two replays may be compared. */
const REPLAY = 'replay';
/** What a day throws away goes before it is copied twice. */
const LIMITS = { maxYoungGenerationSizeMb: 96 };

interface Campaign {
  /** Seed of the first day. */
  readonly first: number;
  readonly runs: number;
  /** No day is begun after it, of `performance.now()`. */
  readonly until: number;
  /** Threads that play. */
  readonly jobs: number;
}

interface Tally {
  days: number;
  wrong: number;
  records: number;
}

/** A thread simulates the day of each seed that it is sent. */
function serve(): void {
  parentPort?.on('message', (seed: number) => {
    void runDay({ seed, isDigested: workerData === REPLAY })
      .catch((caught: unknown) => brokenOff(seed, caught))
      .then((end) => parentPort?.postMessage(end));
  });
}

/** A day that came to no end is told with its seed too. */
function brokenOff(seed: number, caught: unknown): DayEnd {
  const figures = { records: 0, timers: 0, mishaps: [] };
  return { seed, wrong: [brokeOff(caught)], digest: null, hasNth: false, isWrongNth: false, figures };
}

function tell({ seed, wrong, figures }: DayEnd): void {
  process.stdout.write(`day ${seed}: ${wrong.length} wrong, after: ${figures.mishaps.join('; ')}\n`);
  for (const sentence of wrong) process.stdout.write(`  ${sentence}\n`);
  process.stdout.write(`  again: npm run faults -- days --seed ${seed} --runs 1\n`);
}

/** Days are told in the order of their seeds. */
function told(first: number, tally: Tally): InOrder<DayEnd> {
  return inOrder(first, (end) => {
    tally.days += 1;
    tally.records += end.figures.records;
    if (end.digest !== null) process.stdout.write(`digest of day ${end.seed}: ${end.digest}\n`);
    if (end.wrong.length > 0) {
      tally.wrong += 1;
      tell(end);
    }
    if (tally.days % TOLD_EVERY === 0) process.stdout.write(`${tally.days} days, ${tally.wrong} wrong\n`);
  });
}

async function simulate({ first, runs, until, jobs }: Campaign): Promise<Tally> {
  const tally: Tally = { days: 0, wrong: 0, records: 0 };
  const days = told(first, tally);
  let next = first;
  process.once('SIGINT', () => {
    // Begun and not told: those under way, and those that wait for one of them to be told.
    const left = Array.from({ length: next - first - tally.days }, (_, place) => first + tally.days + place);
    process.stdout.write(`\n${tally.days} days, ${tally.wrong} wrong; left: ${left.join(', ')}\n`);
    process.exit(tally.wrong > 0 ? 1 : INTERRUPTED);
  });
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const send = (): void => {
        if (next >= first + runs || performance.now() >= until) resolve(void worker.terminate());
        else worker.postMessage(next++);
      };
      worker.on('error', reject);
      worker.on('message', (end: DayEnd) => {
        days.take(end.seed, end);
        send();
      });
      send();
    });
  const count = Math.min(runs, jobs);
  await Promise.all(
    Array.from({ length: count }, () =>
      work(new Worker(new URL(import.meta.url), { resourceLimits: LIMITS, workerData: runs === 1 ? REPLAY : null })),
    ),
  );
  return tally;
}

async function operations(seed: number): Promise<readonly NthEnd[]> {
  const wrong: NthEnd[] = [];
  let tried = 0;
  for await (const end of nthOperations(seed)) {
    tried += 1;
    if (end.wrong.length === 0) continue;
    wrong.push(end);
    process.stdout.write(`operation ${end.n} of the disk, ${end.how}, seed ${seed}:\n`);
    for (const sentence of end.wrong) process.stdout.write(`  ${sentence}\n`);
    process.stdout.write(`  again: ${replayWords(seed, end)}\n`);
  }
  process.stdout.write(`${tried} short days, each with another use of the disk gone wrong: ${wrong.length} wrong\n`);
  return wrong;
}

async function main(): Promise<void> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      seed: option,
      runs: option,
      minutes: option,
      jobs: option,
      nth: option,
      how: option,
      uses: { type: 'boolean' },
    },
  });
  const seed = Number(values.seed ?? 1);
  const use = useOf(values);
  if (use.kind === 'strange') {
    process.stderr.write(`${use.why}\n`);
    process.exitCode = STRANGE;
  } else if (use.kind === 'use') {
    const { exitCode, lines } = await replayNth(seed, use);
    process.stdout.write(`${lines.join('\n')}\n`);
    process.exitCode = exitCode;
  } else await campaign(seed, values);
}

async function campaign(seed: number, values: CampaignWords): Promise<void> {
  const begun = performance.now();
  const until = values.minutes === undefined ? Number.POSITIVE_INFINITY : begun + Number(values.minutes) * 60_000;
  const runs = Number(values.runs ?? (values.minutes === undefined ? DAYS : Number.MAX_SAFE_INTEGER - seed));
  const jobs = Number(values.jobs ?? availableParallelism());
  const { days, wrong, records } = await simulate({ first: seed, runs, until, jobs });
  const pace = (60_000 * days) / (performance.now() - begun);
  const { user, system } = process.cpuUsage();
  // On a machine with other work the pace says little; the work of all threads says nearly the same as on an idle one.
  const work = (user + system) / 1e6 / Math.max(1, days);
  process.stdout.write(`${days} days from seed ${seed}, ${records} records: ${wrong} wrong\n`);
  process.stdout.write(
    `${pace.toFixed(0)} days a minute, ${work.toFixed(2)} s of processor time a day, ${jobs} threads\n`,
  );
  const ends = areUsesPlayed(values) ? await operations(seed) : [];
  if (wrong > 0 || ends.length > 0) process.exitCode = 1;
}

if (isMainThread) await main();
else serve();

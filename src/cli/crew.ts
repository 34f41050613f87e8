import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LobbydError, messageOf } from '../errors.ts';
import type { Printer } from '../process.ts';
import type { Crew, DayAnswers, DayKind, DayQuestions } from '../simulate/crew.ts';
import { customersOf } from '../simulate/customers.ts';
import { crewHere } from '../simulate/days.ts';
import { packed } from '../simulate/portable.ts';
import type { Scenario } from '../simulate/scenario.ts';
import type { ProgressBar } from './progress-bar.ts';

/** A day that a thread is asked to play. */
export interface AskedDay {
  readonly id: number;
  readonly kind: DayKind;
  readonly question: DayQuestions[DayKind];
}

export interface AnsweredDay {
  readonly id: number;
  readonly answer: DayAnswers[DayKind];
}

/** How many threads are to play. */
export interface Jobs {
  /** As it was asked for; null: as many as there are processors, where there is enough to play. */
  readonly asked: number | null;
  /** Days that there are to play, all rules and plans together, about. */
  readonly days: number;
}

/** Runs with those who play the days of a scenario. */
export type WithCrew = <T>(scenario: Scenario, jobs: Jobs, run: (crew: Crew) => Promise<T>) => Promise<T>;

/** Two days for each thread: the next one lies there when one is done. */
const AHEAD = 2;
/** Customers whom one thread plays in about the time that others take to begin. */
const FEW_CUSTOMERS = 15_000;

/**
 * Runs with a crew that plays days of a scenario, and ends it.
 *
 * @param url of the thread's file
 * @throws LobbydError `cli/worker-died` when a thread ends before its time
 */
export async function withCrew<T>(
  scenario: Scenario,
  jobs: Jobs,
  run: (crew: Crew) => Promise<T>,
  url: URL = new URL('./day-worker.js', import.meta.url),
): Promise<T> {
  const count = threadsFor(scenario, jobs);
  if (count < 2) return run(crewHere(scenario));
  const crew = new Threads(scenario, count, url);
  try {
    return await run(crew);
  } finally {
    await crew.end();
  }
}

/** How many threads play: one is this one. */
export function threadsFor(scenario: Scenario, { asked, days }: Jobs): number {
  if (asked !== null) return Math.min(asked, days);
  const isLittle = days < 2 || customersOf(scenario, 0).length * days < FEW_CUSTOMERS;
  return isLittle ? 1 : Math.min(availableParallelism(), days);
}

/**
 * Plays with a crew, and clears the bar; a thread that died is told with place and next step.
 *
 * @returns null when one did
 */
export async function byCrew<T>(printer: Printer, bar: ProgressBar | null, play: () => Promise<T>): Promise<T | null> {
  try {
    return await play();
  } catch (caught) {
    if (!(caught instanceof LobbydError) || caught.code !== 'cli/worker-died') throw caught;
    printer.err(`${caught.code}: ${caught.what}`);
    printer.err(`  where  ${caught.where}`);
    printer.err(`  next   ${caught.next}`);
    return null;
  } finally {
    bar?.clear();
  }
}

interface Waiting {
  readonly asked: AskedDay;
  readonly resolve: (answer: DayAnswers[DayKind]) => void;
  readonly reject: (fault: LobbydError) => void;
}

/** Threads that play; what is asked first is begun first. As many wait as were asked for: whoever asks awaits the answers. */
class Threads implements Crew {
  readonly #threads: readonly { readonly worker: Worker; readonly at: Map<number, Waiting> }[];
  readonly #waiting: Waiting[] = [];
  #next = 0;
  #lastId = 0;
  #death: LobbydError | null = null;
  #isEnding = false;

  constructor(scenario: Scenario, count: number, url: URL) {
    const data = packed(scenario);
    this.#threads = Array.from({ length: count }, (_, index) => {
      const worker = new Worker(url, { workerData: data, name: `lobbyd-days-${index + 1}`, execArgv: [] });
      const thread = { worker, at: new Map<number, Waiting>() };
      worker.on('message', ({ id, answer }: AnsweredDay) => {
        thread.at.get(id)?.resolve(answer);
        thread.at.delete(id);
        this.#hand();
      });
      worker.on('error', (caught) => this.#die(messageOf(caught), caught));
      worker.on('exit', (code) => this.#die(`exit code ${code}`));
      return thread;
    });
  }

  play<Kind extends DayKind>(kind: Kind, question: DayQuestions[Kind]): Promise<DayAnswers[Kind]> {
    if (this.#death) return Promise.reject(this.#death);
    this.#lastId += 1;
    const asked = { id: this.#lastId, kind, question };
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve: (answer) => resolve(answer as DayAnswers[Kind]), reject });
      this.#hand();
    });
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  /** Gives days to those who have fewest. */
  #hand(): void {
    for (;;) {
      const waiting = this.#waiting[this.#next];
      const [first, ...others] = this.#threads;
      if (!waiting || !first) break;
      const idlest = others.reduce((least, each) => (each.at.size < least.at.size ? each : least), first);
      if (idlest.at.size >= AHEAD) return;
      this.#next += 1;
      idlest.at.set(waiting.asked.id, waiting);
      idlest.worker.postMessage(waiting.asked);
    }
    this.#waiting.length = 0;
    this.#next = 0;
  }

  #die(why: string, cause?: unknown): void {
    if (this.#death || this.#isEnding) return;
    this.#death = new LobbydError({
      code: 'cli/worker-died',
      what: `a thread that plays days has ended: ${why}`,
      where: 'lobbyd-days',
      next: 'try again with --jobs 1; where that does it, memory was short: give fewer jobs',
      cause,
    });
    const open = [...this.#threads.flatMap(({ at }) => [...at.values()]), ...this.#waiting.slice(this.#next)];
    for (const { reject } of open) reject(this.#death);
    for (const { at } of this.#threads) at.clear();
    this.#waiting.length = 0;
    this.#next = 0;
  }
}

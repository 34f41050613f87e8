import { Worker } from 'node:worker_threads';
import type { Clock, Millis } from '../clock.ts';
import { LobbydError, messageOf } from '../errors.ts';
import type { Answered, Answers, QuestionKind, Questions } from './messages.ts';
import { workerFault } from './write-faults.ts';

interface Waiting {
  readonly since: Millis;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: LobbydError) => void;
}

/**
 * One life of the journal's thread: questions go out, answers come back, its death answers what was open. Single-use.
 * It may be started before anybody knows which journal it will open: to start a thread takes as long as to read the configuration.
 */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #clock: Clock;
  /** The journal's directory, once it is asked to open one. */
  #where: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: Promise<void>;
  #lastId = 0;
  #death: { readonly why: string; readonly cause?: unknown } | null = null;
  #diedAt: Millis | null = null;

  /** @param url the built thread; the default lies beside the built form of this file */
  constructor(clock: Clock, url: URL = new URL('./sqlite-worker.js', import.meta.url)) {
    this.#clock = clock;
    this.#where = url.pathname;
    this.#worker = new Worker(url, { name: 'lobbyd-journal', execArgv: [] });
    this.#worker.on('message', (message: Answered) => this.#take(message));
    this.#worker.on('error', (caught) => this.#die(messageOf(caught), caught));
    this.#gone = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#die(`exit code ${code}`);
        resolve();
      });
    });
  }

  /** Since when the thread owes an answer, on the monotonic clock; or since when it is dead. Null: all is answered. */
  get silentSince(): Millis | null {
    if (this.#diedAt !== null) return this.#diedAt;
    const [oldest] = this.#waiting.values();
    return oldest?.since ?? null;
  }

  get isDead(): boolean {
    return this.#death !== null;
  }

  /** Asks the thread to open a journal, as {@link WorkerLink.ask}: its first question. */
  open(question: Questions['open']): Promise<Answers['open']> {
    this.#where = question.directory;
    return this.ask('open', question);
  }

  /** Rejects with the `LobbydError` that the thread answered, or with `journal/worker-died`. */
  ask<Kind extends QuestionKind>(kind: Kind, question: Questions[Kind]): Promise<Answers[Kind]> {
    if (this.#death) return Promise.reject(this.#fault(this.#death));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const since = this.#clock.monotonic();
      this.#waiting.set(id, { since, resolve: (answer) => resolve(answer as Answers[Kind]), reject });
      this.#worker.postMessage({ id, kind, question });
    });
  }

  /** Ends the thread as soon as it comes back from the disk. Resolves when it is gone. */
  async end(): Promise<void> {
    await this.#worker.terminate();
    await this.#gone;
  }

  #take(message: Answered): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('fault' in message) waiting?.reject(new LobbydError(message.fault));
    else waiting?.resolve(message.answer);
  }

  #die(why: string, cause?: unknown): void {
    if (this.#death) return;
    this.#death = { why, cause };
    this.#diedAt = this.#clock.monotonic();
    for (const waiting of this.#waiting.values()) waiting.reject(this.#fault(this.#death));
    this.#waiting.clear();
  }

  /** Made when it is told: a thread may die before it is known whose it is. */
  #fault({ why, cause }: { readonly why: string; readonly cause?: unknown }): LobbydError {
    return workerFault(this.#where, why, cause);
  }
}

import { Worker } from 'node:worker_threads';
import { type Clock, type Millis, seconds, sleep, type Timer } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Incidents } from '../incidents.ts';
import type { BrokerOrder, BrokerReport, BrokerSettings } from './broker-messages.ts';
import { fullJitter } from './jitter.ts';

export interface BrokerParts {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly incidents: Incidents;
  readonly seed: number;
  /** The built worker; left out: the one beside this file. */
  readonly worker?: URL;
  /** A client was refused something. */
  complain(what: string): void;
  /** It listens, for the first time or again. */
  onListening(port: number): void;
}

/** The embedded broker as the daemon sees it: something on a TCP port, as any other broker. */
export interface EmbeddedBroker {
  /** Null until it listens. The same after a restart. */
  readonly port: number | null;
  /** How often its worker was started again. */
  readonly restarts: number;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** Heap of the worker: beyond it, it dies alone and is started again. MiB. */
const WORKER_HEAP = 128;
const STEADY_AFTER: Millis = seconds(30);
const STOP_WITHIN: Millis = seconds(2);

/**
 * Runs the embedded broker in a worker thread of its own, so that a chatty tablet delays no keypad, and starts it
 * again with back-off when it dies. Retained messages and sessions live in the worker's memory: the daemon publishes
 * its states again after each connect, events come again by a replay.
 */
export function startBroker(parts: BrokerParts): EmbeddedBroker {
  return new BrokerKeeper(parts);
}

class BrokerKeeper implements EmbeddedBroker {
  readonly #parts: BrokerParts;
  readonly #backoff: ReturnType<typeof fullJitter>;
  #port: number | null = null;
  #restarts = 0;
  #worker: Worker | null = null;
  #timer: Timer | null = null;
  #reason = 'the worker ended';
  #stopping: Promise<void> | null = null;

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    this.#backoff = fullJitter(parts.seed);
    this.#start();
  }

  get port(): number | null {
    return this.#port;
  }

  get restarts(): number {
    return this.#restarts;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  #start(): void {
    const { settings } = this.#parts;
    // Once it listened it comes back where its clients look for it.
    const workerData: BrokerSettings = { ...settings, port: this.#port ?? settings.port };
    const worker = new Worker(this.#parts.worker ?? new URL('./broker-worker.js', import.meta.url), {
      workerData,
      name: 'mqtt-broker',
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP },
    });
    this.#worker = worker;
    worker.on('message', (report: BrokerReport) => this.#heard(report));
    worker.on('error', (error) => {
      this.#reason = messageOf(error);
    });
    worker.on('exit', () => this.#exited());
    worker.unref();
  }

  #heard(report: BrokerReport): void {
    switch (report.kind) {
      case 'listening':
        this.#port = report.port;
        this.#timer = this.#parts.clock.after(STEADY_AFTER, () => this.#backoff.reset());
        this.#parts.incidents.clear('mqtt/broker-down', 'the embedded broker runs again');
        this.#parts.onListening(report.port);
        return;
      case 'failed':
        this.#reason = report.reason;
        return;
      case 'complaint':
        this.#parts.complain(report.what);
        return;
    }
  }

  #exited(): void {
    this.#worker = null;
    this.#timer?.cancel();
    if (this.#stopping) return;
    this.#parts.incidents.raise({
      code: 'mqtt/broker-down',
      what: `the embedded broker is down: ${this.#reason}`,
      next: 'it is started again by itself; when the port is taken, free it or configure another one',
    });
    this.#reason = 'the worker ended';
    this.#restarts += 1;
    this.#timer = this.#parts.clock.after(this.#backoff.next(), () => this.#start());
  }

  async #end(): Promise<void> {
    this.#timer?.cancel();
    const worker = this.#worker;
    if (!worker) return;
    const order: BrokerOrder = { kind: 'stop' };
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage(order);
    await Promise.race([exited, sleep(this.#parts.clock, STOP_WITHIN)]);
    await worker.terminate();
  }
}

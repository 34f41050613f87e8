import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { DaemonLife } from './stage.ts';

export interface DaemonChildParts {
  /** The Node that runs the demo. */
  readonly node: string;
  /** Path of the built program, `dist/src/cli/main.js`. */
  readonly program: string;
  /** The branch file that it runs. */
  readonly branchFile: string;
  readonly clock: Clock;
  /** Its life changed. */
  onLife(life: DaemonLife): void;
  /** One line of its log. */
  onLine(line: string): void;
}

/** The daemon as a child of the demo: the released program, on its own. */
export interface DaemonChild {
  readonly pid: () => number | null;
  /** Ends it at once, as a power cut would: it is started again. */
  kill(): void;
  /** SIGTERM, and waits for its end. Idempotent. */
  stop(): Promise<void>;
}

/** Pause before a daemon that ended is started again, as systemd would. */
const START_AGAIN_AFTER: Millis = seconds(1);
/** A daemon that does not stop by then is killed. */
const STOP_WITHIN: Millis = seconds(10);

/** Starts the daemon and keeps it running until `stop`. */
export function startDaemonChild(parts: DaemonChildParts): DaemonChild {
  let child: ChildProcess | null = null;
  let again: Timer | null = null;
  let stopping: Promise<void> | null = null;

  const start = (): void => {
    parts.onLife({ state: 'starting', text: 'The daemon is starting …' });
    const started = spawn(
      parts.node,
      ['--max-semi-space-size=2', parts.program, 'run', parts.branchFile],
      // Its own process group: a Ctrl-C at the terminal is for the demo, which stops the daemon in order.
      { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    );
    child = started;
    for (const stream of [started.stdout, started.stderr]) createInterface({ input: stream }).on('line', parts.onLine);
    started.once('spawn', () => parts.onLife({ state: 'running', text: `The daemon runs as process ${started.pid}.` }));
    started.once('error', (fault) => parts.onLine(`the daemon could not be started: ${fault.message}`));
    started.once('close', (code, signal) => {
      child = null;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      const next = stopping !== null ? '.' : '; it is started again …';
      parts.onLife({ state: 'stopped', text: `The daemon ended ${how}${next}` });
      if (stopping === null) again = parts.clock.after(START_AGAIN_AFTER, start);
    });
  };
  const stop = async (): Promise<void> => {
    again?.cancel();
    const running = child;
    if (!running) return;
    const ended = new Promise<void>((resolve) => void running.once('close', () => resolve()));
    running.kill('SIGTERM');
    const impatience = parts.clock.after(STOP_WITHIN, () => void running.kill('SIGKILL'));
    await ended;
    impatience.cancel();
  };
  start();
  return {
    pid: () => child?.pid ?? null,
    kill: () => void child?.kill('SIGKILL'),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

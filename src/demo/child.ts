import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { DaemonLife } from './stage.ts';

export interface DaemonChildParts {
  /** The Node that runs the demo. */
  readonly node: string;
  /** Path of the built program, `dist/program/lobbyd/main.js`. */
  readonly program: string;
  /** The branch file that it runs. */
  readonly branchFile: string;
  /** Left out: that of the demo. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Further words for `lobbyd run`. */
  readonly words?: readonly string[];
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

/** Ends a child with the demo, also one that was killed or whose terminal was closed. util-linux, on every Debian. */
export const LEASH: readonly string[] = existsSync('/usr/bin/setpriv')
  ? ['/usr/bin/setpriv', '--pdeathsig', 'TERM']
  : [];

const FATAL = z.looseObject({ level: z.literal('fatal'), msg: z.string() });

/** The last word of a daemon that gives up; null for every other line. */
function fatalOf(line: string): string | null {
  if (!line.includes('"fatal"')) return null;
  try {
    return FATAL.safeParse(JSON.parse(line)).data?.msg ?? null;
  } catch {
    return null;
  }
}

/** Starts the daemon and keeps it running until `stop`. */
export function startDaemonChild(parts: DaemonChildParts): DaemonChild {
  let child: ChildProcess | null = null;
  let again: Timer | null = null;
  let stopping: Promise<void> | null = null;

  const start = (): void => {
    parts.onLife({ state: 'starting', text: 'The daemon is starting …' });
    const [leashed = parts.node, ...words] = [
      ...LEASH,
      parts.node,
      '--max-semi-space-size=2',
      parts.program,
      'run',
      parts.branchFile,
      ...(parts.words ?? []),
    ];
    // Its own process group: a Ctrl-C at the terminal is for the demo, which stops the daemon in order.
    const started = spawn(leashed, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(parts.environment && { env: parts.environment }),
    });
    child = started;
    let why = '';
    const hear = (line: string): void => {
      why = fatalOf(line) ?? why;
      parts.onLine(line);
    };
    for (const stream of [started.stdout, started.stderr]) createInterface({ input: stream }).on('line', hear);
    started.once('spawn', () => parts.onLife({ state: 'running', text: `The daemon runs as process ${started.pid}.` }));
    started.once('error', (fault) => parts.onLine(`the daemon could not be started: ${fault.message}`));
    started.once('close', (code, signal) => {
      child = null;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      const next = stopping !== null ? '.' : '; it is started again …';
      parts.onLife({ state: 'stopped', text: `The daemon ended ${how}${next}${why && ` It said: ${why}`}` });
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

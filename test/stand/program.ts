import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { built } from '../built.ts';
import type { Bell } from './waiting.ts';

/** The released program. */
export const PROGRAM = fileURLToPath(built('program/lobbyd/main.js'));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One line of the daemon's log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly code?: string;
  readonly [field: string]: unknown;
}

/** A real process of the program. */
export interface Run {
  readonly child: ChildProcess;
  /** Standard output, line by line. */
  readonly out: readonly string[];
  /** Standard error, line by line. */
  readonly err: readonly string[];
  /** Standard output as log lines; what is none is left out. */
  log(): readonly LogLine[];
  /** Null while it runs. */
  ended(): Ended | null;
  /** Resolves when it has ended and everything that it wrote was read. */
  readonly end: Promise<Ended>;
  /** kill -9, the whole process group; resolves when it is gone. */
  kill(): Promise<Ended>;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<Ended>;
}

/** What has not ended. A test that ran out of time cannot end what it waits for. */
const running = new Set<Run>();

/** Ends it, the hard way. */
export async function killRunning(): Promise<void> {
  await Promise.all([...running].map((run) => run.kill()));
}

/**
 * Starts the program.
 *
 * @param words of its command line
 * @param before another program and its words that run it: strace …
 * @param program another file for Node
 */
export function startProgram(
  words: readonly string[],
  bell: Bell,
  before: readonly string[] = [],
  program = PROGRAM,
): Run {
  const [file = '', ...rest] = [...before, process.execPath, program, ...words];
  // A group of its own: what runs it (strace) dies with it.
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const out: string[] = [];
  /** Read once, as they come: who waits for a line looks at all of them whenever anything moves. */
  const log: LogLine[] = [];
  const err: string[] = [];
  let ended: Ended | null = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    out.push(line);
    log.push(...logLine(line));
    bell.ring();
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    err.push(line);
    bell.ring();
  });
  const end = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = { code, signal };
      bell.ring();
      resolve(ended);
    });
  });
  const signal = (name: NodeJS.Signals, isGroup: boolean): Promise<Ended> => {
    if (!ended && child.pid !== undefined) sendSignal(isGroup ? -child.pid : child.pid, name);
    return end;
  };
  const run: Run = {
    child,
    out,
    err,
    log: () => log,
    ended: () => ended,
    end,
    kill: () => signal('SIGKILL', true),
    // strace leaves signals to the process that it runs.
    stop: () => signal('SIGTERM', before.length > 0),
  };
  running.add(run);
  const forget = (): void => void running.delete(run);
  end.then(forget, forget);
  return run;
}

function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended by itself a moment ago
  }
}

function logLine(line: string): LogLine[] {
  try {
    return [JSON.parse(line) as LogLine];
  } catch {
    return [];
  }
}

/** Runs the program to its end. */
export async function runProgram(words: readonly string[], bell: Bell): Promise<Ended & Pick<Run, 'out' | 'err'>> {
  const run = startProgram(words, bell);
  run.child.stdin?.end();
  const ended = await run.end;
  return { ...ended, out: run.out, err: run.err };
}

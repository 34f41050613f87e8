import { fstatSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface, type Interface } from 'node:readline';
import { MessageChannel } from 'node:worker_threads';
import { type Millis, ms, seconds, systemClock } from './clock.ts';

/** From the end of the work to the end of the process: what was written has left by then. */
const END_WITHIN: Millis = seconds(5);

/** How often the event loop is asked whether it comes in time: ten looks a second cost a thousandth of a core. */
const LOOP_LOOK_EVERY: Millis = ms(100);

/** How late the event loop was, ms: half of all looks were less late than `p50`, 99 of 100 less than `p99`. */
export interface LoopLag {
  readonly p50: Millis;
  readonly p99: Millis;
  readonly max: Millis;
}

/** Exit codes of the program. */
export const EXIT = {
  ok: 0,
  /** What was asked about is wrong: configuration, journal. */
  problems: 1,
  /** The command line is wrong. */
  usage: 2,
  /** The daemon could not start or go on: the message says why and what to do. */
  fault: 3,
  /** Stopped in order for the UPS, and down for the time that the configuration says: to be started again. */
  power: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Where a command writes. */
export interface Printer {
  out(text: string): void;
  err(text: string): void;
}

/** The operating system's side of the program: the only door to `process`. */
export interface ProcessPort extends Printer {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who reads standard output: a person at a terminal, journald (`JOURNAL_STREAM` names this very stream), or a program. */
  readonly outputReader: 'terminal' | 'journald' | 'program';
  readonly pid: number;
  /** CLOCK_MONOTONIC in microseconds, as systemd compares it. */
  monotonicMicros(): bigint;
  /** The Node that runs this. */
  readonly execPath: string;
  /** The options that this Node was given. */
  readonly execArguments: readonly string[];
  /** Writes to standard output as it stands: {@link Printer.out} ends a line. */
  print(text: string): void;
  /** Asks a person one thing; null when nobody answers any more. Only where {@link ProcessPort.outputReader} is a terminal. */
  ask(question: string): Promise<string | null>;
  /** Called with each line of standard input; not called when nobody can type. */
  onLine(run: (line: string) => void): void;
  /**
   * Resolves at the first SIGTERM or SIGINT with its name; the second ends the process at once. Until then the process
   * lives, also when nothing else is open: a cable that is pulled leaves nothing to wait for.
   */
  stopAsked(): Promise<string>;
  /** Called for SIGUSR2: list what is open. */
  onDump(run: () => void): void;
  /** Begins to watch how late the event loop is. Each call of what it returns tells the lag since the call before. */
  watchLoop(): () => LoopLag;
  /** Called for SIGHUP. */
  onReload(run: () => void): void;
  /** Called with what nobody caught; the process ends after it. */
  onUncaught(run: (caught: unknown) => void): void;
  /** The work is done: the process ends by itself, or is ended a few seconds later, naming what kept it. */
  setExitCode(code: ExitCode): void;
  exit(code: ExitCode): never;
}

/** The real process. */
export function systemProcess(): ProcessPort {
  const life = processLife();
  const person = personAtTerminal();
  mindReaders();
  return {
    arguments: process.argv,
    environment: process.env,
    outputReader: outputReader(),
    pid: process.pid,
    monotonicMicros: () => process.hrtime.bigint() / 1_000n,
    execPath: process.execPath,
    execArguments: process.execArgv,
    ask: (question) => person.ask(question),
    onLine(run) {
      createInterface({ input: process.stdin }).on('line', run);
      // What is typed is a convenience: it keeps nothing alive.
      process.stdin.unref?.();
    },
    out: (text) => void process.stdout.write(`${text}\n`),
    print: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(`${text}\n`),
    stopAsked: () =>
      new Promise((resolve) => {
        life.hold();
        let isAsked = false;
        const ask = (signal: string): void => {
          if (isAsked) process.exit(EXIT.fault);
          isAsked = true;
          resolve(signal);
        };
        for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => ask(name));
      }),
    onDump: (run) => void process.on('SIGUSR2', run),
    watchLoop,
    onReload: (run) => void process.on('SIGHUP', run),
    onUncaught(run) {
      const end = (caught: unknown): void => {
        run(caught);
        process.exit(EXIT.fault);
      };
      process.on('uncaughtException', end);
      process.on('unhandledRejection', end);
    },
    setExitCode(code) {
      process.exitCode = code;
      life.release();
      person.leave();
      // A service that never ends its stop keeps its branch from starting again.
      systemClock(() => false).after(END_WITHIN, () => {
        process.stderr.write(`lobbyd: ended although these were still open: ${openResources()}; report it\n`);
        process.exit(code);
      });
    },
    exit: (code) => process.exit(code),
  };
}

function watchLoop(): () => LoopLag {
  const looks = monitorEventLoopDelay({ resolution: LOOP_LOOK_EVERY });
  looks.enable();
  // Node tells the nanoseconds from one look to the next.
  const late = (nanoseconds: number): Millis => Math.max(0, Math.round(nanoseconds / 1e5) / 10 - LOOP_LOOK_EVERY);
  return () => {
    const lag = { p50: late(looks.percentile(50)), p99: late(looks.percentile(99)), max: late(looks.max) };
    looks.reset();
    return lag;
  };
}

/** Who reads may have seen enough (`lobbyd journal tail … | head`): that is no fault of the program. Its log takes another way. */
function mindReaders(): void {
  process.stdout.once('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') process.stderr.write(`lobbyd: standard output takes no more: ${fault.message}\n`);
    process.exit(EXIT.fault);
  });
  // Nobody is left to complain to.
  process.stderr.once('error', () => {});
}

/** What keeps Node's loop turning, by kind: `TCPSocketWrap, Timeout`. */
function openResources(): string {
  return [...new Set(process.getActiveResourcesInfo())].sort().join(', ');
}

function outputReader(): ProcessPort['outputReader'] {
  if (process.stdout.isTTY === true) return 'terminal';
  const { JOURNAL_STREAM: journal } = process.env;
  if (journal === undefined) return 'program';
  try {
    const { dev, ino } = fstatSync(1);
    // A child inherits the variable, but its output may go elsewhere.
    return journal === `${dev}:${ino}` ? 'journald' : 'program';
  } catch {
    return 'program';
  }
}

/** Asks one thing after another; what was typed ahead answers the next. */
function personAtTerminal(): { ask(question: string): Promise<string | null>; leave(): void } {
  const lines: string[] = [];
  let reader: Interface | null = null;
  let isGone = false;
  let answered: ((line: string | null) => void) | null = null;
  const answer = (line: string | null): void => {
    answered?.(line);
    answered = null;
  };
  const sitDown = (): Interface => {
    const seat = createInterface({ input: process.stdin, output: process.stdout });
    seat.on('line', (line) => (answered ? answer(line) : void lines.push(line)));
    seat.on('close', () => {
      isGone = true;
      answer(null);
    });
    return seat;
  };
  return {
    ask(question) {
      reader ??= sitDown();
      const typed = lines.shift();
      if (typed !== undefined || isGone) {
        process.stdout.write(`${question}${typed ?? ''}\n`);
        return Promise.resolve(typed ?? null);
      }
      reader.setPrompt(question);
      reader.prompt();
      return new Promise((resolve) => {
        answered = resolve;
      });
    },
    leave: () => reader?.close(),
  };
}

/** Keeps Node's loop turning while nothing is open that would. */
function processLife(): { hold(): void; release(): void } {
  let channel: MessageChannel | null = null;
  return {
    hold() {
      channel ??= new MessageChannel();
      channel.port1.ref();
    },
    release() {
      channel?.port1.close();
      channel = null;
    },
  };
}

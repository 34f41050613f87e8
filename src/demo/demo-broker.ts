import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Clock, type Millis, ms, seconds, sleep } from '../clock.ts';
import { LobbydError } from '../errors.ts';
import { LEASH } from './child.ts';

export interface DemoBrokerParts {
  /** Path of `mosquitto`. */
  readonly program: string;
  readonly port: number;
  /** Where its configuration is written. */
  readonly directory: string;
  readonly clock: Clock;
  /** Its end came although nobody asked for it. */
  onLost(): void;
}

/** The broker of the demo's branch, which can be stopped and started again. */
export interface DemoBroker {
  isRunning(): boolean;
  /** Resolves once it takes connections; at once when it does. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut of its machine would: what it held is gone. */
  stop(): Promise<void>;
}

const ANSWERS_WITHIN: Millis = seconds(5);
const LOOK_EVERY: Millis = ms(30);

/** A Mosquitto on the loopback interface, as a child of the demo. Not started yet. */
export function demoBroker({ program, port, directory, clock, onLost }: DemoBrokerParts): DemoBroker {
  const file = join(directory, 'mosquitto.conf');
  // Whoever becomes another user slips the leash.
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence false', 'user root'];
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    if (child) return;
    writeFileSync(file, `${lines.join('\n')}\n`);
    const [leashed = program, ...words] = [...LEASH, program, '-c', file];
    // Its own process group: a Ctrl-C at the terminal is for the demo.
    const started = spawn(leashed, words, { stdio: 'ignore', detached: true });
    child = started;
    const lost = (): void => {
      if (child !== started) return;
      child = null;
      onLost();
    };
    started.once('error', lost);
    started.once('close', lost);
    await answering(port, clock, () => child === started);
  };
  return {
    isRunning: () => child !== null,
    start,
    async stop() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => void running.once('close', () => resolve()));
      running.kill('SIGKILL');
      await ended;
    },
  };
}

async function answering(port: number, clock: Clock, isAlive: () => boolean): Promise<void> {
  const end = clock.monotonic() + ANSWERS_WITHIN;
  while (isAlive() && clock.monotonic() < end) {
    if (await answers(port)) return;
    await sleep(clock, LOOK_EVERY);
  }
  throw new LobbydError({
    code: 'demo/broker',
    what: 'mosquitto takes no connections',
    where: `127.0.0.1:${port}`,
    next: 'give another port: npm start -- --mqtt-port 18830',
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

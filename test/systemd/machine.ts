import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Clock, type Millis, ms, seconds, sleep } from '../../src/clock.ts';
import { must, type Told, tell } from './run.ts';

/** A running Debian: systemd is process 1 of it. */
export interface Machine {
  /** Runs a shell command in it as root. */
  run(command: string): Promise<Told>;
  /** The same; fails with what was said when it does not end with 0. */
  must(command: string): Promise<string>;
  /** One property of lobbyd.service, as `systemctl show` tells it. */
  service(property: string): Promise<string>;
  /** Waits until a shell condition holds; `limit` is for what never comes. */
  until(condition: string, limit?: Millis): Promise<void>;
  /** Turns it off in order. */
  off(): Promise<void>;
  /** The plug is pulled: every process of it is gone at once. */
  cut(): Promise<void>;
}

export interface MachineParts {
  readonly folder: string;
  /** Path on this machine → path in that one. */
  readonly binds: ReadonlyMap<string, string>;
  readonly clock: Clock;
}

const ENVIRONMENT = [
  'env',
  '-i',
  'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
  'LANG=C.UTF-8',
  'DEBIAN_FRONTEND=noninteractive',
];

/** Boots a root under systemd-nspawn, with loopback as its only network, and waits until it is up. */
export async function boot({ folder, binds, clock }: MachineParts): Promise<Machine> {
  const bound = [...binds].map(([from, to]) => `--bind=${from}:${to}`);
  const words = [
    '--quiet',
    '--register=no',
    '--keep-unit',
    '--private-network',
    '--directory',
    folder,
    ...bound,
    '--boot',
  ];
  const child = spawn('systemd-nspawn', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void said.push(String(chunk)));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const leader = await leaderOf(child, clock, () => said.join(''));
  const inside = (command: string): Promise<Told> =>
    tell('nsenter', '-t', leader, '-m', '-u', '-i', '-n', '-p', '-C', '--', ...ENVIRONMENT, 'sh', '-c', command);
  const machine = machineOf(inside);
  await machine.until('systemctl is-system-running 2>/dev/null | grep -qE "running|degraded"', seconds(60));
  return {
    ...machine,
    async off() {
      await inside('systemctl poweroff');
      await Promise.race([gone, sleep(clock, seconds(30)).then(() => kill(leader))]);
      await gone;
    },
    async cut() {
      kill(leader);
      await gone;
    },
  };
}

function machineOf(run: Machine['run']): Pick<Machine, 'run' | 'must' | 'service' | 'until'> {
  const sure = async (command: string): Promise<string> => {
    const { code, text } = await run(command);
    if (code !== 0) throw new Error(`${command}: ended with ${code}\n${text}`);
    return text;
  };
  return {
    run,
    must: sure,
    service: (property) => sure(`systemctl show --value --property=${property} lobbyd.service`),
    async until(condition, limit = seconds(40)) {
      // One shell that looks again and again: a process of its own for each look would cost more than the look.
      await sure(`timeout ${Math.ceil(limit / 1_000)} sh -c ${quoted(`until ${condition}; do sleep 0.05; done`)}`);
    },
  };
}

/** For a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function kill(pid: string): void {
  must('kill', '-9', pid);
}

/** Process 1 of the machine, by its number here. */
async function leaderOf(child: ChildProcess, clock: Clock, said: () => string): Promise<string> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const [leader] = childrenOf(child.pid ?? 0);
    if (leader !== undefined && nameOf(leader) === 'systemd') return leader;
    await sleep(clock, ms(50));
  }
  child.kill('SIGKILL');
  throw new Error(`systemd-nspawn did not start it\n${said()}`);
}

function childrenOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

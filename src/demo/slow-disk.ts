import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Words } from './stage.ts';

/** A commit takes so long then, microseconds. */
const DELAY = 2_000_000;
/** The calls by which a process waits for the word of its disk. */
const SYNCS = 'fsync,fdatasync';

export interface SlowDiskParts {
  /** Path of `strace`; null when it is not installed. */
  readonly program: string | null;
  /** Process of the daemon; null while it does not run. */
  pid(): number | null;
}

/** A slow card under the released daemon: each sync takes two seconds, which strace puts in from outside. */
export interface SlowDisk {
  /** Why it cannot be done here; null when it can. */
  readonly cannot: Words | null;
  isOn(): boolean;
  /** Null once each sync is slow; otherwise why not. */
  start(): Promise<Words | null>;
  stop(): Promise<void>;
  /** Another daemon runs: it gets what the one before had. */
  follow(): Promise<void>;
}

/** A quick disk. */
export function slowDisk({ program, pid }: SlowDiskParts): SlowDisk {
  let tracer: ChildProcess | null = null;
  let isOn = false;
  const cannot = program === null ? NO_STRACE : mayNotTrace() ? MAY_NOT_TRACE : null;
  const attach = async (): Promise<Words | null> => {
    const daemon = pid();
    if (program === null || cannot) return cannot;
    if (tracer || daemon === null) return null;
    const words = ['-f', '-p', `${daemon}`, '-e', `trace=${SYNCS}`, '-e', `inject=${SYNCS}:delay_enter=${DELAY}`];
    const started = spawn(program, [...words, '-o', '/dev/null'], { stdio: ['ignore', 'ignore', 'pipe'] });
    tracer = started;
    started.once('close', () => {
      if (tracer === started) tracer = null;
    });
    const said = await attached(started);
    return said === null ? null : { 'zh-CN': `strace：${said}`, en: `strace: ${said}` };
  };
  const detach = async (): Promise<void> => {
    const running = tracer;
    tracer = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => void running.once('close', () => resolve()));
    // At SIGINT it lets go of the daemon; killed, it would leave threads stopped.
    running.kill('SIGINT');
    await gone;
  };
  return {
    cannot,
    isOn: () => isOn,
    async start() {
      isOn = true;
      const why = await attach();
      isOn = why === null;
      return why;
    },
    async stop() {
      isOn = false;
      await detach();
    },
    async follow() {
      if (isOn) await attach();
    },
  };
}

/** Null once it holds the process; otherwise its last words. */
function attached(tracer: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    tracer.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/ attached/.test(said)) resolve(null);
    });
    tracer.once('error', (fault) => resolve(fault.message));
    tracer.once('close', () => resolve(said.trim().split('\n').at(-1) ?? ''));
  });
}

/** Yama lets a process be traced by its ancestors alone; the demo's strace is none of the daemon's. */
function mayNotTrace(): boolean {
  try {
    const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return uid !== '0' && readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim() !== '0';
  } catch {
    return false;
  }
}

const NO_STRACE: Words = {
  'zh-CN': '未安装 strace：apt install strace 后重新启动演示',
  en: 'strace is not installed: apt install strace, and start the demo again',
};
const MAY_NOT_TRACE: Words = {
  'zh-CN': '内核不允许跟踪：sysctl kernel.yama.ptrace_scope=0，或以 root 运行',
  en: 'the kernel lets nobody trace: sysctl kernel.yama.ptrace_scope=0, or run the demo as root',
};

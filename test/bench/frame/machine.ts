import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { followFamily, processesNow, processOf } from './family.ts';
import type { Load, Machine } from './figure.ts';

/** Ticks of /proc a second. */
const TICKS = 100;
/** How often the sleeper is woken, ms. */
const WAKE_EVERY = 10;
/** How often it is asked who descends from this process, ms: seldom, since the sleeper is late by it. */
const LOOK_EVERY = 1_000;

/**
 * What it is measured on.
 *
 * @param place a path on the disk of the journals
 */
export function machineAt(place: string): Machine {
  const [source = '?', type = '?'] = execFileSync('df', ['--output=source,fstype', place], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1)
    ?.split(/\s+/) ?? ['?', '?'];
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    kernel: release(),
    disk: `${type} (${source})`,
  };
}

/** CPU time that a process has had, all threads, seconds. */
export function cpuOf(pid: number): number {
  const [found] = processOf(pid);
  if (!found) throw new Error(`process ${pid} has ended: its CPU time cannot be read`);
  return found.own / TICKS;
}

/** Bytes that a process has sent to the disk. */
export function bytesWrittenBy(pid: number): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? Number.NaN);
}

/** Resident memory of a process, MB of 10⁶ bytes. */
export function residentOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes ?? Number.NaN) * 1_024) / 1e6;
}

/** Ticks in which any core was at work, that of other guests of the same host included. */
function busyTicks(): number {
  const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks.map(Number);
  return user + nice + system + irq + softirq + steal;
}

/**
 * Watches, from a process that does nothing itself, how busy others keep the machine: who does not descend from it.
 *
 * @param averageBefore load average before the run
 * @returns what ends the watch and tells the load
 */
export function watchLoad(averageBefore: number): () => Load {
  const began = performance.now();
  const family = followFamily(process.pid);
  const ownTicks = (): number => family(processesNow());
  const [busy, own] = [busyTicks(), ownTicks()];
  const looking = setInterval(ownTicks, LOOK_EVERY);
  const looks = monitorEventLoopDelay({ resolution: WAKE_EVERY });
  looks.enable();
  return () => {
    looks.disable();
    clearInterval(looking);
    const elapsed = ((performance.now() - began) / 1_000) * TICKS;
    const foreign = busyTicks() - busy - (ownTicks() - own);
    return {
      foreignCores: Math.max(0, foreign / elapsed),
      lagP99: Math.max(0, looks.percentile(99) / 1e6 - WAKE_EVERY),
      averageBefore,
    };
  };
}

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the machine under test finds the group. */
const INSIDE = '/srv/memory';

/** A group of processes whose memory this machine's kernel counts and limits; page cache counts as on a Pi. */
export interface MemoryGroup {
  readonly folder: string;
  readonly inside: string;
  /** A drop-in by which the daemon enters the group before it begins. */
  dropIn(unit: string): string;
  limit(bytes: number): void;
  /** The most that was ever charged, bytes. */
  peak(): number;
  remove(): void;
}

/**
 * A memory group of the older kind (cgroup v1) below that of this process. Machines that have these cannot count memory
 * within a machine that boots under systemd-nspawn; all others do it there by themselves, and this gives null.
 */
export function openMemoryGroup(): MemoryGroup | null {
  const own = /^\d+:memory:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (own === undefined) return null;
  const folder = join('/sys/fs/cgroup/memory', own, `lobbyd-booted-${process.pid}`);
  mkdirSync(folder);
  return {
    folder,
    inside: INSIDE,
    dropIn(unit) {
      const [, words = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
      const enter = `/bin/sh -c 'echo 0 > ${INSIDE}/cgroup.procs && exec "$$@"' sh`;
      return `[Service]\nReadWritePaths=${INSIDE}\nExecStart=\nExecStart=${enter} ${words}\n`;
    },
    limit: (bytes) => writeFileSync(join(folder, 'memory.limit_in_bytes'), `${bytes}`),
    peak: () => Number(readFileSync(join(folder, 'memory.max_usage_in_bytes'), 'utf8')),
    remove: () => rmdirSync(folder),
  };
}

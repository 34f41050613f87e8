import { existsSync, readFileSync } from 'node:fs';
import { clock } from '../stand/bell.ts';

const FILE = '/proc/pressure/cpu';

/** Time since the start of the machine in which somebody waited for a processor, ms; 0 where the kernel does not tell. */
function waited(): number {
  if (!existsSync(FILE)) return 0;
  return Number(/^some .*total=(\d+)/m.exec(readFileSync(FILE, 'utf8'))?.[1] ?? 0) / 1_000;
}

/**
 * How busy this machine is with all that runs on it.
 *
 * @returns tells, between 0 and 1, in which share of the time since now somebody waited for a processor
 */
export function openPressure(): () => number {
  const [from, since] = [waited(), clock.monotonic()];
  return () => (waited() - from) / Math.max(1, clock.monotonic() - since);
}

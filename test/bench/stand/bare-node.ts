import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentOf } from '../frame/machine.ts';
import { closeLater } from './closing.ts';
import { NODE_FLAGS } from './places.ts';

/** How long Node alone takes from its start to its end, ms. */
export async function bareStart(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, [...NODE_FLAGS, '-e', '0'], { stdio: 'ignore' }), 'exit');
  return performance.now() - began;
}

/** Resident memory of a Node that does nothing, MB. */
export async function bareMemory(): Promise<number> {
  const child = spawn(process.execPath, [...NODE_FLAGS, '-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  closeLater(() => void child.kill());
  await sleep(3_000);
  return residentOf(child.pid ?? 0);
}

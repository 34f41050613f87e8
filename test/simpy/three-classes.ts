import { spawnSync } from 'node:child_process';

/** Three classes at three counters, the shorter first: the hall of three-classes.py. */
export const THREE_CLASSES = `
names: { en: As on SimPy }
seed: 5
replications: 10
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 9min }
  - { id: wealth, complexity: complex, targetWait: 30min, standardTime: 20min }
counters: [{ id: c1, services: &all [cash, account, wealth] }, { id: c2, services: *all }, { id: c3, services: *all }]
profiles: [{ id: shortest, kind: score, exponent: 0, cap: none }]
steady: { lasts: 160h, warmUp: 16h }
arrivals: [{ service: cash, perHour: 20 }, { service: account, perHour: 6 }, { service: wealth, perHour: 2 }]
serviceTimes:
  - { services: [cash], kind: exponential }
  - { services: [account], kind: lognormal, variation: 0.5 }
  - { services: [wealth], kind: fixed }
`;

/** What SimPy says: mean waits in minutes with their standard errors, and how fast it was. */
export interface ToldBySimpy {
  readonly waits: Readonly<Record<string, { readonly mean: number; readonly error: number }>>;
  readonly customersPerSecond: number;
}

const PYTHON = '/usr/bin/python3';

/** Runs the model on SimPy; null where this machine has none, or it says nothing. */
export function askSimpy(days: number, hours: number): ToldBySimpy | null {
  if (spawnSync(PYTHON, ['-c', 'import simpy']).status !== 0) return null;
  const run = spawnSync(PYTHON, ['test/simpy/three-classes.py', String(days), String(hours)], { encoding: 'utf8' });
  return run.status === 0 ? (JSON.parse(run.stdout) as ToldBySimpy) : null;
}

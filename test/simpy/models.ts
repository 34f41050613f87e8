import { spawnSync } from 'node:child_process';

/** A hall that is played here and on SimPy. */
export interface SimpyModel {
  /** The scenario here. */
  readonly scenario: string;
  /** The same for SimPy, and what it said there. */
  readonly program: string;
  readonly committed: string;
}

/** Three classes at three counters, the shorter first, in the long run. */
export const THREE_CLASSES: SimpyModel = {
  program: 'test/simpy/three-classes.py',
  committed: 'test/simpy/three-classes.json',
  scenario: `
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
`,
};

/** A day of a large branch: 2,000 customers who lose patience, at 16 counters that call by a score. */
export const LARGE_BRANCH: SimpyModel = {
  program: 'test/simpy/large-branch.py',
  committed: 'test/simpy/large-branch.json',
  scenario: `
names: { en: A large branch as on SimPy }
seed: 5
replications: 40
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 330s }
  - { id: wealth, complexity: complex, targetWait: 15min, standardTime: 9min }
counters:
${Array.from({ length: 16 }, (_, n) => `  - { id: c${n}, services: [cash, account, wealth] }`).join('\n')}
profiles: [{ id: by-target, kind: score, exponent: 1, cap: none }]
arrivals:
  - { service: cash, from: "09:00", every: 8h, perSlot: [1360] }
  - { service: account, from: "09:00", every: 8h, perSlot: [480] }
  - { service: wealth, from: "09:00", every: 8h, perSlot: [160] }
serviceTimes: [{ kind: lognormal, variation: 0.8 }]
patience:
  - { services: [cash], kind: exponential, mean: 20min, leaves: cancels }
  - { kind: exponential, mean: 45min, leaves: cancels }
`,
};

/** A mean over days with its standard error. */
export interface Told {
  readonly mean: number;
  readonly error: number;
}

/** What SimPy says: mean waits in minutes of those who were called, and how fast it was. */
export interface ToldBySimpy {
  readonly waits: Readonly<Record<string, Told>>;
  /** Shares of those who left; left out where nobody does. */
  readonly left?: Readonly<Record<string, Told>>;
  /** By processor time. */
  readonly customersPerSecond: number;
  /** By the clock; left out in what was kept. */
  readonly customersPerClockSecond?: number;
}

const PYTHON = '/usr/bin/python3';

/**
 * Runs a model on SimPy; null where this machine has none, or it says nothing.
 *
 * @param asked days, and what else the program asks for
 */
export function askSimpy({ program }: SimpyModel, ...asked: readonly number[]): ToldBySimpy | null {
  if (spawnSync(PYTHON, ['-c', 'import simpy']).status !== 0) return null;
  const run = spawnSync(PYTHON, [program, ...asked.map(String)], { encoding: 'utf8' });
  return run.status === 0 ? (JSON.parse(run.stdout) as ToldBySimpy) : null;
}

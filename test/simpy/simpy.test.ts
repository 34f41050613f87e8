/** The same hall on SimPy: another program, other people's code, the same answers. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meanOver, played, waitOf } from '../../src/simulate/proof.fake.ts';

interface Told {
  readonly waits: Readonly<Record<string, { readonly mean: number; readonly error: number }>>;
}

const MODEL = 'test/simpy/three-classes.py';
const PYTHON = '/usr/bin/python3';
const committed = JSON.parse(readFileSync('test/simpy/three-classes.json', 'utf8')) as Told;

/** Three classes at three counters, the shorter first. */
const HALL = `
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

const days = played(HALL)[0]?.days ?? [];

/** Where two simulations differ by more than chance lets them: three errors of the difference, or one in a hundred. */
function differences({ waits }: Told): readonly string[] {
  return Object.entries(waits).flatMap(([service, theirs]) => {
    const ours = meanOver(days, waitOf(service));
    const [mean, error] = [ours.mean / 60_000, ours.error / 60_000];
    const allowed = Math.max(0.01 * theirs.mean, 3 * Math.hypot(error, theirs.error));
    const off = Math.abs(mean - theirs.mean);
    return off <= allowed ? [] : [`${service}: ${mean} here, ${theirs.mean} on SimPy, ${allowed} allowed`];
  });
}

const hasSimpy = spawnSync(PYTHON, ['-c', 'import simpy']).status === 0;

describe('three classes of customers at three counters', () => {
  it('wait as long as on SimPy, by the numbers that it gave', () => {
    expect(Object.keys(committed.waits)).toEqual(['cash', 'account', 'wealth']);
    expect(differences(committed)).toEqual([]);
  });

  it('would be found out to wait longer than there', () => {
    const { cash = { mean: 0, error: 0 } } = committed.waits;
    expect(differences({ waits: { cash: { ...cash, mean: cash.mean * 0.8 } } })).toHaveLength(1);
  });

  it.skipIf(!hasSimpy)('wait as long as on the SimPy of this machine, whose model gives numbers like those', () => {
    const run = spawnSync(PYTHON, [MODEL, '6', '200'], { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    expect(differences(JSON.parse(run.stdout) as Told)).toEqual([]);
  });
});

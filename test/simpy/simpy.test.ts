/** The same hall on SimPy: another program, other people's code, the same answers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meanOver, played, waitOf } from '../../src/simulate/proof.fake.ts';
import { askSimpy, THREE_CLASSES, type ToldBySimpy } from './three-classes.ts';

const committed = JSON.parse(readFileSync('test/simpy/three-classes.json', 'utf8')) as ToldBySimpy;
const days = played(THREE_CLASSES)[0]?.days ?? [];

/** Where two simulations differ by more than chance lets them: three errors of the difference, or one in a hundred. */
function differences({ waits }: Pick<ToldBySimpy, 'waits'>): readonly string[] {
  return Object.entries(waits).flatMap(([service, theirs]) => {
    const ours = meanOver(days, waitOf(service));
    const [mean, error] = [ours.mean / 60_000, ours.error / 60_000];
    const allowed = Math.max(0.01 * theirs.mean, 3 * Math.hypot(error, theirs.error));
    const off = Math.abs(mean - theirs.mean);
    return off <= allowed ? [] : [`${service}: ${mean} here, ${theirs.mean} on SimPy, ${allowed} allowed`];
  });
}

const told = askSimpy(6, 200);

describe('three classes of customers at three counters', () => {
  it('wait as long as on SimPy, by the numbers that it gave', () => {
    expect(Object.keys(committed.waits)).toEqual(['cash', 'account', 'wealth']);
    expect(differences(committed)).toEqual([]);
  });

  it('would be found out to wait longer than there', () => {
    const { cash = { mean: 0, error: 0 } } = committed.waits;
    expect(differences({ waits: { cash: { ...cash, mean: cash.mean * 0.8 } } })).toHaveLength(1);
  });

  it.skipIf(told === null)('wait as long as on the SimPy of this machine', () => {
    expect(told && differences(told)).toEqual([]);
  });
});

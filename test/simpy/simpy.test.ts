/** The same halls on SimPy: another program, other people's code, the same answers. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DayFigures } from '../../src/simulate/figures.ts';
import { meanOver, played, waitOf } from '../../src/simulate/proof.fake.ts';
import { lacks } from '../tools.ts';
import { askSimpy, LARGE_BRANCH, type SimpyModel, THREE_CLASSES, type Told, type ToldBySimpy } from './models.ts';

const hasSimpy = !lacks('SimPy');

const leftOf =
  (service: string) =>
  (day: DayFigures): number => {
    const { customers = 0, walkedOut = 0 } = day.groups.get(JSON.stringify([service, null])) ?? {};
    return walkedOut / customers;
  };

/** A model, played here once. */
function hallOf(model: SimpyModel) {
  const days = played(model.scenario)[0]?.days ?? [];
  const off = (what: string, of: (day: DayFigures) => number, unit: number, theirs: Told, least: number): string[] => {
    const ours = meanOver(days, of);
    const [mean, error] = [ours.mean / unit, ours.error / unit];
    const allowed = Math.max(least * theirs.mean, 3 * Math.hypot(error, theirs.error));
    const isOff = Math.abs(mean - theirs.mean) > allowed;
    return isOff ? [`${what}: ${mean} here, ${theirs.mean} on SimPy, ${allowed} allowed`] : [];
  };
  return {
    committed: JSON.parse(readFileSync(model.committed, 'utf8')) as ToldBySimpy,
    /** Where two simulations differ by more than chance lets them: three errors of the difference, or one in a hundred of a wait. */
    differences: ({ waits, left = {} }: Pick<ToldBySimpy, 'waits' | 'left'>): readonly string[] => [
      ...Object.entries(waits).flatMap(([service, told]) => off(service, waitOf(service), 60_000, told, 0.01)),
      ...Object.entries(left).flatMap(([service, told]) => off(`${service} left`, leftOf(service), 1, told, 0)),
    ],
  };
}

const MODELS = [
  { name: 'three classes of customers at three counters', model: THREE_CLASSES, asked: [6, 200] },
  {
    name: 'a day of 2,000 customers who lose patience at 16 counters that go by a score',
    model: LARGE_BRANCH,
    asked: [12],
  },
];

describe.each(MODELS)('$name', ({ model, asked }) => {
  const { committed, differences } = hallOf(model);
  const { waits, left = {} } = committed;

  it('wait and leave as on SimPy, by the numbers that it gave', () => {
    expect(Object.keys(waits)).toEqual(['cash', 'account', 'wealth']);
    expect(differences(committed)).toEqual([]);
  });

  it('would be found out to wait longer than there, or to leave less', () => {
    const { cash = { mean: 0, error: 0 } } = waits;
    expect(differences({ waits: { cash: { ...cash, mean: cash.mean * 0.8 } } })).toHaveLength(1);
    for (const [service, told] of Object.entries(left)) {
      expect(differences({ waits: {}, left: { [service]: { ...told, mean: told.mean * 1.5 } } })).toHaveLength(1);
    }
  });

  it.skipIf(!hasSimpy)('wait and leave as on the SimPy of this machine', () => {
    const told = askSimpy(model, ...asked);
    expect(told && differences(told)).toEqual([]);
  });
});

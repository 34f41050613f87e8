import { describe, expect, it } from 'vitest';
import type { ReportNames } from '../report/report.ts';
import { isOfBranch } from './other-branch.ts';

const NAMES: ReportNames = {
  branch: { id: 'north', names: { en: 'North' } },
  services: { cash: { en: 'Cash' }, account: { en: 'Accounts' } },
  segments: {},
  counters: { c1: { en: 'Counter 1' }, c2: { en: 'Counter 2' } },
};

function told(
  services: readonly string[],
  counters: readonly string[],
  names = NAMES,
  startedFor: string | null = null,
) {
  const err: string[] = [];
  const printer = { out: () => {}, err: (text: string) => void err.push(text) };
  return { isTold: isOfBranch({ startedFor, services, counters }, names, '/journal', printer), err };
}

describe('a journal beside a branch file', () => {
  it('is told without a word where the file knows all of it, and where there is no file', () => {
    expect(told(['cash'], ['c1', 'c2'])).toEqual({ isTold: true, err: [] });
    expect(told([], [])).toEqual({ isTold: true, err: [] });
    expect(told(['x'], ['y'], { ...NAMES, branch: null })).toEqual({ isTold: true, err: [] });
  });

  it('is told with a warning where the branch has changed since', () => {
    const { isTold, err } = told(['cash', 'loans', 'loans'], ['c1', 'c9']);
    expect(isTold).toBe(true);
    expect(err[0]).toBe(
      'cli/unknown-ids: the branch file of north does not have the counters c9, nor the services loans',
    );
  });

  it('is refused as that of another branch where it says so itself, however alike their counters and services', () => {
    const { isTold, err } = told(['cash'], ['c1', 'c2'], NAMES, 'south');
    expect([isTold, err[0]]).toEqual([
      false,
      'cli/other-branch: the journal is not of north: the last start of lobbyd in it was for south',
    ]);
    expect(told(['cash'], ['c1', 'c2'], NAMES, 'north')).toEqual({ isTold: true, err: [] });
  });

  it('is told where it says itself that it is of this branch, which has other counters now', () => {
    const { isTold, err } = told(['cash'], ['w1', 'w2'], NAMES, 'north');
    expect([isTold, err[0]]).toEqual([
      true,
      'cli/unknown-ids: the branch file of north does not have the counters w1, w2',
    ]);
  });

  it.each([
    [['cash'], ['w1', 'w2'], 'counters w1, w2'],
    [['loans'], ['c1'], 'services loans'],
  ])(
    'is refused as that of another branch where the file knows none of its counters, or none of its services',
    (...asks) => {
      const [services, counters, what] = asks;
      const { isTold, err } = told(services, counters);
      expect(isTold).toBe(false);
      expect(err).toEqual([
        `cli/other-branch: the journal is not of north: its branch file has none of the ${what}`,
        '  where  /journal',
        '  next   give the branch file of this journal, or its directory alone',
      ]);
    },
  );
});

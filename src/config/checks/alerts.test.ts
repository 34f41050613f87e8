import { describe, expect, it } from 'vitest';
import { rulesOf } from '../rules.ts';
import { linesOf, load } from '../spec.ts';

const CASH_AND_WEALTH = '    standardTime: 25min\n';

/** The standard with alerts at its end; the first of their lines is 24. */
const inStandard = (alerts: string) => [CASH_AND_WEALTH, `${CASH_AND_WEALTH}alerts:\n${alerts}`] as const;
/** A branch with alerts of its own; the first of their lines is 6. */
const inBranch = (alerts: string) => ['counters:\n', `alerts:\n${alerts}counters:\n`] as const;

function alertRules(edits: Parameters<typeof load>[0]) {
  const result = load(edits);
  return result.kind === 'ok'
    ? rulesOf(result.config).alerts
    : expect.unreachable(result.problems.map(({ text }) => text).join());
}

describe('alerts', () => {
  it('of which nothing is written are as the bank would want them', () => {
    expect(alertRules({})).toEqual({
      waitOver: { above: 1, below: 0.8 },
      serviceOver: 2,
      counterIdle: 180_000,
      queueLong: { above: 20, below: 15, services: [] },
      allQueuesLong: { above: 60, below: 45 },
      passedOver: 10,
      clockUntrusted: 300_000,
      panic: true,
    });
  });

  it('are each followed as they are written', () => {
    const alerts = `  waitOver: { above: 150, below: 50 }
  serviceOver: { above: 300 }
  counterIdle: { after: 30s }
  queueLong: { above: 9, below: 3, services: [{ service: cash, above: 4, below: 2 }] }
  allQueuesLong: { above: 12, below: 12 }
  passedOver: { times: 2 }
  clockUntrusted: { after: 0s }
`;
    expect(alertRules({ standard: [inStandard(alerts)] })).toEqual({
      waitOver: { above: 1.5, below: 0.5 },
      serviceOver: 3,
      counterIdle: 30_000,
      queueLong: { above: 9, below: 3, services: [{ service: 'cash', above: 4, below: 2 }] },
      allQueuesLong: { above: 12, below: 12 },
      passedOver: 2,
      clockUntrusted: 0,
      panic: true,
    });
  });

  it.each([
    'waitOver',
    'serviceOver',
    'counterIdle',
    'queueLong',
    'allQueuesLong',
    'passedOver',
    'clockUntrusted',
    'panicKey',
  ])('of the kind %s are left out where they are off', (kind) => {
    const key = kind === 'panicKey' ? 'panic' : kind;
    expect(Object.keys(alertRules({}) ?? {})).toContain(key);
    const off = alertRules({ standard: [inStandard(`  ${kind}: { isOn: false }\n`)] });
    expect(Object.keys(off ?? {})).not.toContain(key);
  });

  it('of the disk are no business of the queue', () => {
    const free = (edits: Parameters<typeof load>[0]) => {
      const result = load(edits);
      return result.kind === 'ok' ? result.config.journalFree : expect.unreachable();
    };
    expect(free({})).toBe(500_000_000);
    expect(free({ branch: [inBranch('  diskNearlyFull: { free: 20 }\n')] })).toBe(20_000_000);
    expect(free({ branch: [inBranch('  diskNearlyFull: { isOn: false }\n')] })).toBeNull();
  });

  it('of a branch stand in place of those of the standard, a kind whole, and leave the others', () => {
    const standard = [inStandard('  queueLong: { above: 9, below: 3 }\n  passedOver: { times: 2 }\n')];
    const branch = [inBranch('  queueLong: { above: 30 }\n')];
    const alerts = alertRules({ standard, branch });
    expect(alerts?.queueLong).toEqual({ above: 30, below: 15, services: [] });
    expect(alerts?.passedOver).toBe(2);
  });
});

describe('an alert that looks like a rule and is none is refused, with its line', () => {
  it.each([
    [
      'that would be over before it is raised',
      '  queueLong: { above: 9, below: 10 }\n',
      'etc/standard.yaml:25:33: it would be over before it is raised: below 10 is more than above 9, expected 9, or less',
    ],
    [
      'below the bound that stands where it is left out',
      '  allQueuesLong: { above: 30 }\n',
      'etc/standard.yaml:25:27: it would be over before it is raised: below 45 is more than above 30, expected 45 or more, or a below of its own',
    ],
    [
      'for a service that nobody knows',
      '  queueLong: { services: [{ service: cahs, above: 4, below: 2 }] }\n',
      'etc/standard.yaml:25:38: unknown service "cahs", expected "cash"',
    ],
    [
      'for one service twice',
      '  queueLong: { services: [{ service: cash, above: 4, below: 2 }, { service: cash, above: 5, below: 2 }] }\n',
      'etc/standard.yaml:25:77: "cash" stands twice, expected it once (also at line 25)',
    ],
    [
      'for a wait that the cap comes before',
      '  waitOver: { above: 300 }\n',
      'etc/standard.yaml:25:22: "cash" would be told after 45min, when the cap of every profile has put it first, expected 299 or less',
    ],
    [
      'for more people than there are numbers',
      '  allQueuesLong: { above: 198 }\n',
      'etc/standard.yaml:25:27: it never holds: all services together have 198 numbers, expected less than 198',
    ],
    [
      'of no measure at all',
      '  serviceOver: { above: 50 }\n',
      'etc/standard.yaml:25:25: serviceOver.above is 50, expected a whole number from 100 to 1000 per cent',
    ],
  ])('%s', (_what, alerts, line) => {
    expect(linesOf({ standard: [inStandard(alerts)] })).toEqual([line]);
  });

  it('for more passing over than any profile lets be', () => {
    const bound = ['cap: 45min }', 'cap: 45min, passOver: 3 }'] as const;
    expect(linesOf({ standard: [bound, inStandard('  passedOver: { times: 4 }\n')] })).toEqual([
      'etc/standard.yaml:25:24: it never holds: no profile lets anybody be passed over more than 3 times, expected 3 or less',
    ]);
    expect(linesOf({ standard: [bound, inStandard('  passedOver: { times: 3 }\n')] })).toEqual([]);
  });

  it('for a service that the branch does not offer', () => {
    const alerts = '  queueLong: { services: [{ service: wealth, above: 4, below: 2 }] }\n';
    const branch = [
      inBranch(alerts),
      ['standard: ./standard.yaml', 'standard: ./standard.yaml\noptsOut: [wealth]'],
      ['[cash, wealth]', '[cash]'],
      ['      - { button: 2, service: wealth, segment: ordinary, language: en }\n', ''],
    ] as const;
    expect(linesOf({ branch })).toEqual([
      'etc/branch.yaml:7:38: the branch opts out of "wealth": nobody waits, expected a service that is offered',
    ]);
  });

  it('for a clock that is trusted always', () => {
    const branch = [
      inBranch('  clockUntrusted: { after: 1min }\n'),
      ['kiosks:', 'clock: { trust: always }\nkiosks:'],
    ] as const;
    expect(linesOf({ branch })).toEqual([
      'etc/branch.yaml:6:3: the clock is trusted always (line 14): it never holds, expected isOn: false, or another trust',
    ]);
  });
});

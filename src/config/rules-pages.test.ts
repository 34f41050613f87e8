import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulesOf } from './rules.ts';
import { configBy, exampleOf, folder, ruledBy } from './rules-pages.fake.ts';
import { BRANCH, linesOf, load } from './spec.ts';

describe('the example of a page of docs/rules', () => {
  it('park.md parks for the teller, for a quarter of an hour', () => {
    expect(ruledBy('park.md').parking).toEqual({
      pool: 'teller',
      returnAfter: 900_000,
      most: 30,
      atDayEnd: 'expire',
    });
  });

  it('no-show.md takes back who comes after three numbers or ten minutes, and has a window with one button', () => {
    const rules = ruledBy('no-show.md');
    expect(rules.recallLimit).toBe(2);
    expect(rules.lateReturn).toEqual({
      withinCalls: 3,
      within: 600_000,
      place: { kind: 'after', tickets: 2 },
      times: 1,
    });
    expect(rules.counters.map(({ noShowWithin }) => noShowWithin)).toEqual([15_000]);
  });

  it('appointments.md expects customers from twenty minutes before their time to five after it', () => {
    expect(ruledBy('appointments.md').appointments).toEqual({
      before: 1_200_000,
      after: 300_000,
      expiresAfter: 3_600_000,
      most: 200,
    });
  });

  it('hours.md serves for an hour after closing, and has a window that the clock opens', () => {
    const config = configBy('hours.md');
    expect(config.rules.hours).toEqual({
      issuesInBreak: false,
      lastTicketBy: 'p50',
      lastTicketBefore: 300_000,
      atClosing: 'serve',
    });
    expect([config.hours.lastTickets, config.hours.servedFor]).toEqual([1_200_000, 3_600_000]);
    expect(config.hours.counters).toMatchObject([{ counter: 'counter1', by: 'schedule' }]);
  });

  it('limits.md asks when more than twenty wait, or when it may be too late', () => {
    expect(ruledBy('limits.md').limits).toEqual({
      perDay: null,
      askWaiting: 20,
      askBy: 'p90',
      insistWithin: 8_000,
    });
  });

  it('estimates.md follows the day faster, and says no more than an hour and a half', () => {
    expect(ruledBy('estimates.md').estimates).toEqual({
      smoothing: 0.08,
      priorWeight: 10,
      outlier: 4,
      perSlip: 45_000,
      shown: { soonUnder: 300_000, atMost: 5_400_000 },
    });
  });

  it('segments.md knows two cards, raises to gold with a reason, and tells the lobby', () => {
    const rules = ruledBy('segments.md');
    expect(rules.upgrade).toEqual({ to: 'higher', reasons: ['potential-vip', 'known-customer'] });
    expect(rules.segments.filter(({ isAnnounced }) => isAnnounced).map(({ id, rank }) => [id, rank])).toEqual([
      ['gold', 1],
      ['private', 2],
    ]);
    expect(rules.counters.map(({ own }) => own)).toEqual([undefined]);
  });

  it('segments.md has a kiosk that reads cards, and a window for some that helps others', () => {
    const own = exampleOf('segments.md', 'own-counter').replace('wealth-products', 'wealth');
    const config = configBy(
      'segments.md',
      ['kiosks:\n', `${own.replaceAll('personal-cash', 'cash')}kiosks:\n`],
      ['    printer: printer1\n', `    printer: printer1\n${exampleOf('segments.md', 'kiosk')}`],
      [
        'devices:\n',
        `devices:
  - { id: card1, driver: card-line, wire: { tcp: "10.0.0.8:4001" } }
  - { id: display9, driver: display-alpha, bus: bus2, settings: { address: 9 } }
`,
      ],
    );
    expect(config.kiosks.map(({ card }) => card)).toMatchObject([{ reader: 'card1', buttonWithin: 20_000 }]);
    expect(rulesOf(config).counters.map(({ own: people }) => people)).toEqual([
      undefined,
      {
        of: { segments: ['gold', 'private'] },
        helps: [
          { when: 'idle', of: { services: ['cash'] } },
          { when: { longerThan: 1_500_000 }, of: {} },
        ],
      },
    ]);
  });

  it('standards.md has a target for the wait and one for the service', () => {
    const result = load({
      standard: [['    targetWait: 15min\n    standardTime: 4min\n', exampleOf('standards.md', 'service')]],
    });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.config.services[0]?.rules).toMatchObject({ targetWait: 900_000, standardTime: 240_000 });
  });

  it('is in a block that says where it stands: each is loaded by a test', () => {
    for (const page of readdirSync(folder)) {
      const text = readFileSync(new URL(page, folder), 'utf8');
      expect([page, /^```ya?ml *$/m.test(text)]).toEqual([page, false]);
    }
  });

  it('rating.md asks for marks up to five, for three minutes, by a keypad in front of the window', () => {
    const keypad = [
      'settings: { address: 1 } }\n  - { id: display1',
      'settings: { address: 1 } }\n  - { id: keypad-marks-1, driver: keypad-line, bus: bus1, settings: { address: 2 } }\n  - { id: display1',
    ] as const;
    const rules = { within: 180_000, scale: 5, correctWithin: 10_000, tellBelow: 3 };
    expect(ruledBy('rating.md', keypad).rating).toEqual(rules);
  });

  it('guidance.md counts papers that are ready, has a button for them, and a machine for a diverted service', () => {
    const page = 'guidance.md';
    expect(ruledBy(page).papers).toEqual({ headStart: 120_000, weight: 1.2 });
    const service = exampleOf(page, 'service');
    const kiosk = exampleOf(page, 'kiosk');
    const machine = exampleOf(page, 'branch').replaceAll('personal-cash', 'cash');
    const forms = '    forms: { zh-CN: [身份证], en: [ID card] }\n';
    const result = load({
      standard: [['    standardTime: 4min\n', `    standardTime: 4min\n${forms}${service.replace('3 }', '0 }')}`]],
      branch: [
        ['kiosks:\n', `${machine}kiosks:\n`],
        ['    printer: printer1\n', `    printer: printer1\n${kiosk}`],
      ],
    });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.warnings).toEqual([]);
    const { services, machines, kiosks } = result.config;
    expect(services[0]?.rules.diversion).toEqual({ segments: ['ordinary'], fromWaiting: 0 });
    expect(machines.map(({ rules, topic }) => [rules.id, rules.queueBelow, topic])).toEqual([
      ['machine1', 3, 'hall/machine1/state'],
    ]);
    expect(kiosks.map(({ yesButton, papersWithin }) => [yesButton, papersWithin])).toEqual([[12, 15_000]]);
  });

  it('guidance.md has a panel that shows Hanzi', () => {
    const panel = /^ {2}- \{ id: panel1,.*\n/m.exec(BRANCH)?.[0] ?? expect.unreachable();
    const result = load({ branch: [[panel, exampleOf('guidance.md', 'panel')]] });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.warnings).toEqual([]);
    const device = result.config.devices.find(({ id }) => id === 'panel1');
    expect(device?.driver.limits?.(device.settings)).toEqual({ buttons: 12, script: 'hanzi' });
  });

  it('bad-days.md locks a kiosk out after three numbers, and pauses a window that was left for ten minutes', () => {
    const kiosk = exampleOf('bad-days.md', 'kiosk');
    const config = configBy('bad-days.md', ['    printer: printer1\n', `    printer: printer1\n${kiosk}`]);
    expect(config.kiosks.map(({ lockOut }) => lockOut)).toEqual([{ presses: 3, within: 10_000, for: 20_000 }]);
    expect(config.counters.map(({ rules }) => rules.pausesAfter)).toEqual([600_000]);
  });

  it('care.md has a heart, an ear and an eye at the edge of the panel', () => {
    const result = load({
      standard: [
        ['Ordinary } }\n', 'Ordinary } }\n  - { id: caring, names: { zh-CN: 爱心优先, en: Priority care } }\n'],
      ],
      branch: [['    printer: printer1\n', `    printer: printer1\n${exampleOf('care.md', 'care')}`]],
    });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.warnings).toEqual([]);
    expect(result.config.kiosks.map(({ care }) => care)).toEqual([
      {
        within: 20_000,
        buttons: [
          { button: 10, segment: 'caring', needs: [] },
          { button: 11, segment: null, needs: ['flash', 'pager'] },
          { button: 12, segment: null, needs: ['large-type'] },
        ],
      },
    ]);
  });

  it('stands in no page that this test does not know', () => {
    // Examples of profiles and of visits have tests of their own.
    const others = readdirSync(folder).filter((page) => page !== 'split.md' && page !== 'visit.md');
    const pages = others.filter((page) => {
      return readFileSync(new URL(page, folder), 'utf8').includes('```yaml bank-standard');
    });
    expect(pages.sort()).toEqual([
      'alerts.md',
      'appointments.md',
      'estimates.md',
      'guidance.md',
      'hours.md',
      'limits.md',
      'no-show.md',
      'park.md',
      'rating.md',
      'segments.md',
    ]);
  });
});

describe('a rule that is not right', () => {
  it.each([
    ['parking: { pool: tellr }', '25:20: parking.pool is "tellr", expected "teller"'],
    [
      'parking: { returnAfter: 15 }',
      '25:27: parking.returnAfter is 15, expected a duration from 0s to 8h with its unit (ms, s, min, h)',
    ],
    ['parking: { most: 0 }', '25:20: parking.most is 0, expected a whole number from 1 to 1000'],
    ['parking: { atDayEnd: stay }', '25:24: parking.atDayEnd is "stay", expected one of expire, keep'],
    ['parking: { places: 3 }', '25:14: unknown key "places", expected one of pool, returnAfter, most, atDayEnd'],
    [
      'lateReturn: { place: front }',
      '25:24: lateReturn.place is "front", expected one of first, after, last, original',
    ],
    [
      'lateReturn: { withinNumbers: 0, within: 0s }',
      '25:43: nobody can come back in time, expected a number, a time, or times: 0',
    ],
    [
      'lateReturn: { withinNumbers: 0, within: 0min }',
      '25:43: nobody can come back in time, expected a number, a time, or times: 0',
    ],
    [
      'lateReturn: { place: last, after: 3 }',
      '25:37: after says how many stand before, but place is last, expected place: after, or no after',
    ],
    ['lateReturn: { place: after, after: 0 }', '25:38: lateReturn.after is 0, expected a whole number from 1 to 99'],
    [
      'appointments: { checkInAfter: 3h }',
      '25:3: an appointment is forgotten 2h after its time, while its customer is on time, expected 3h or more',
    ],
    [
      'appointments: { expiresAfter: 5min }',
      '25:33: an appointment is forgotten 5min after its time, while its customer is on time, expected 10min or more',
    ],
    ['rating: { tellBelow: 4, scale: 3 }', '25:24: marks below 4 are all of them: the best is 3, expected 3 or less'],
    ['rating: { scale: 11 }', '25:20: rating.scale is 11, expected a whole number from 2 to 10'],
    [
      'rating: { within: 2h }',
      '25:21: rating.within is "2h", expected a duration from 0s to 1h with its unit (ms, s, min, h)',
    ],
    ['estimates: { smoothing: 2 }', '25:27: estimates.smoothing is 2, expected a number from 0.01 to 0.5'],
    [
      'estimates: { soonUnder: 20min, atMost: 15min }',
      '25:27: a wait of 20min is told as soon, and at most 15min are told, expected less than 15min',
    ],
    ['appointments: { most: -1 }', '25:25: appointments.most is -1, expected a whole number from 0 to 10000'],
  ])('is told where: %s', (line, told) => {
    const more = `    standardTime: 25min\nrules:\n  ${line}\n`;
    expect(linesOf({ standard: [['    standardTime: 25min\n', more]] })).toEqual([`etc/standard.yaml:${told}`]);
  });
});

describe('a window with one button', () => {
  it.each(['1s', '6min'])(
    'has its time between that of a press that came too soon and five minutes, not %s',
    (time) => {
      const more = `    noShowWithin: ${time}\n    display: display1`;
      expect(linesOf({ branch: [['    display: display1', more]] })).toEqual([
        `etc/branch.yaml:10:19: noShowWithin is "${time}", expected a duration from 2s to 5min with its unit (ms, s, min, h)`,
      ]);
    },
  );
});

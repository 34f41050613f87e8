import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { BRANCH, edited, example, linesOf, load, memoryFiles, STANDARD, testCatalogue } from './spec.ts';

const page = readFileSync(new URL('../../docs/rules/visit.md', import.meta.url), 'utf8');

/** An example of the page. */
function exampleOf(kind: string) {
  return parse(new RegExp(`\`\`\`yaml ${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '');
}

/** The example files with all that the page says: rules, steps of corporate settlement, a counter of the back office. */
function ruledByPage() {
  const standard = { ...parse(example('bank-standard.yaml')), ...exampleOf('bank-standard') };
  const settlement = standard.services.find(({ id }: { id: string }) => id === 'corporate-settlement');
  settlement.steps = exampleOf('steps').steps;
  const branch = parse(example('branch.example.yaml'));
  const keypad = branch.devices.find(({ driver }: { driver: string }) => driver === 'keypad-line');
  branch.counters.push(...exampleOf('back-office'));
  branch.devices.push({ ...keypad, id: 'keypad-back', settings: { ...keypad.settings, address: 30 } });
  const files = { 'config/branch.example.yaml': stringify(branch), 'config/bank-standard.yaml': stringify(standard) };
  const result = loadConfig('config/branch.example.yaml', testCatalogue, memoryFiles(files));
  expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  return result.kind === 'ok' ? result.config : expect.unreachable();
}

describe('the examples of visit.md', () => {
  it('put three services on a number, and refer for two reasons', () => {
    expect(rulesOf(ruledByPage()).visit).toEqual({
      most: 3,
      order: 'asked',
      nextPlace: 'original',
      transferPlace: 'last',
      referralPlace: 'original',
      delay: 900_000,
      pools: 'first',
      reasons: [
        { id: 'large-deposit', names: { 'zh-CN': '大额存款', en: 'Large deposit' }, to: 'wealth-products' },
        { id: 'asks-for-advice', names: { 'zh-CN': '咨询理财', en: 'Asks for advice' }, to: null },
      ],
    });
  });

  it('have a kiosk wait four seconds for further services', () => {
    const kiosk = /```yaml kiosk\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const result = load({ branch: [['    printer: printer1\n', `    printer: printer1\n${kiosk}`]] });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.warnings).toEqual([]);
    expect(result.config.kiosks.map(({ severalWithin }) => severalWithin)).toEqual([4_000]);
  });

  it('have corporate settlement reviewed in the back office, which has no sign', () => {
    const config = ruledByPage();
    const { services, counters } = rulesOf(config);
    expect(services.find(({ id }) => id === 'corporate-settlement')?.steps).toEqual([
      { id: 'receive', standard: 240_000 },
      { id: 'review', standard: 360_000, isElsewhere: true },
      { id: 'return', standard: 120_000 },
    ]);
    expect(counters.at(-1)).toEqual({
      id: 'back1',
      number: 91,
      services: [],
      profile: 'longest-wait',
      steps: [{ step: 'review' }],
      isBack: true,
    });
    expect(config.counters.at(-1)).toMatchObject({ display: null, keypad: 'keypad-back' });
  });

  it('is followed where the bank standard says only whether the arrival is kept', () => {
    const rule = (line: string) => {
      const result = load({
        standard: [['    standardTime: 25min\n', `    standardTime: 25min\nrules: { ${line} }\n`]],
      });
      return result.kind === 'ok' ? rulesOf(result.config).visit?.transferPlace : expect.unreachable();
    };
    expect(rule('recallLimit: 3')).toBe('original');
    expect(rule('isArrivalKeptOnTransfer: false')).toBe('last');
    expect(rule('visit: { transferPlace: first }')).toBe('first');
  });
});

/** Lines of the small files, with steps of `wealth` and further lines in the standard and in the branch. */
function told(steps: string, standard = '', branch: readonly [string, string][] = []): readonly string[] {
  const more = `    standardTime: 25min\n${steps === '' ? '' : `    steps: ${steps}\n`}${standard}`;
  return linesOf({ standard: [['    standardTime: 25min\n', more]], branch });
}

const REVIEWED = '[{ id: receive, standard: 4min }, { id: review, standard: 6min, doneBy: others }]';
const back = (more: string): [string, string] => [
  'kiosks:\n',
  `  - { id: back1, number: 9, profile: longest-wait, ${more} }\nkiosks:\n`,
];

describe('a rule of visits that is not right is told where', () => {
  it.each([
    [
      'referralReasons:\n  - { id: a, names: { zh-CN: 一, en: One } }\n  - { id: a, names: { zh-CN: 二, en: Two } }\n',
      ['26:11: id "a" stands twice, expected it once (also at line 25)'],
    ],
    [
      'referralReasons:\n  - { id: a, names: { zh-CN: 一 }, service: welth }\n',
      [
        '25:14: names has no text in en, expected a text for zh-CN, en',
        '25:44: unknown service "welth", expected "wealth"',
      ],
    ],
    [
      'rules: { visit: { transferPlace: middle } }\n',
      ['24:34: visit.transferPlace is "middle", expected one of first, original, last'],
    ],
    ['rules: { visit: { most: 0 } }\n', ['24:25: visit.most is 0, expected a whole number from 1 to 9']],
    [
      'rules: { visit: { referralPlace: last } }\n',
      ['24:34: visit.referralPlace is "last", expected one of first, original'],
    ],
    [
      'rules: { isArrivalKeptOnTransfer: true, visit: { transferPlace: last } }\n',
      [
        '24:50: isArrivalKeptOnTransfer (line 24) says where a transferred customer stands already, expected one of the two',
      ],
    ],
  ])('%s', (standard, lines) => {
    expect(told('', standard)).toEqual(lines.map((line) => `etc/standard.yaml:${line}`));
  });
});

describe('steps that others do', () => {
  it('are done by somebody', () => {
    expect(told(REVIEWED)).toEqual([
      'etc/branch.yaml:5:1: no counter does the step "review" of "wealth", expected a counter that lists it, or the service in optsOut',
    ]);
    expect(told(REVIEWED, '', [back('services: [], isBack: true, steps: [{ step: review }]')])).toEqual([]);
    expect(
      told(REVIEWED, '', [back('services: [], isBack: true, steps: [{ step: review, services: [wealth] }]')]),
    ).toEqual([]);
  });

  it('are known, of the services that are named, and really done by others', () => {
    const one = 'etc/branch.yaml:12:';
    const nobody = `etc/branch.yaml:5:1: no counter does the step "review" of "wealth", expected a counter that lists it, or the service in optsOut`;
    const listed = (steps: string) => told(REVIEWED, '', [back(`services: [], isBack: true, steps: [${steps}]`)]);
    expect(listed('{ step: reviw }')).toEqual([nobody, `${one}96: no service has a step "reviw", expected "review"`]);
    expect(listed('{ step: receive }, { step: review }')).toEqual([
      `${one}96: "receive" is done by the counter that serves the customer, expected a step with doneBy: others`,
    ]);
    expect(listed('{ step: review, services: [wealth, cash] }')).toEqual([
      `${one}123: "cash" has no step "review" that others do, expected wealth`,
    ]);
    expect(listed('{ step: review }, { step: review }')).toEqual([
      `${one}114: "review" stands twice, expected it once (also at line 12)`,
    ]);
  });

  it('never come first: somebody receives the customer', () => {
    const steps = '[{ id: review, standard: 6min, doneBy: others }]';
    expect(told(steps, '', [back('services: [], isBack: true, steps: [{ step: review }]')])).toEqual([
      'etc/standard.yaml:24:51: the first step of "wealth" is done by others: nobody has received the customer, expected doneBy: counter',
    ]);
  });
});

describe('a counter of the back office', () => {
  it('does not hide that a service is served nowhere', () => {
    const lines = linesOf({
      standard: [['    standardTime: 25min\n', `    standardTime: 25min\n    steps: ${REVIEWED}\n`]],
      branch: [
        ['services: [cash, wealth]', 'services: [cash]'],
        back('services: [], isBack: true, steps: [{ step: review }]'),
      ],
    });
    expect(lines).toEqual([
      'etc/branch.yaml:5:1: no counter serves "wealth", expected a counter that lists it, or the service in optsOut',
    ]);
  });

  it.each([
    [
      'services: [cash], isBack: true, steps: [{ step: review }]',
      '12:52: nobody from the hall comes to a counter of the back office, expected services: []',
    ],
    [
      'services: [], isBack: true',
      '12:66: a counter of the back office does no step, expected steps: a list of what it does for others',
    ],
    [
      'services: [], isBack: true, steps: [{ step: review }], noShowWithin: 9s',
      '12:107: no number is called at a counter of the back office: noShowWithin is for a window, expected no noShowWithin, or isBack: false',
    ],
    [
      'services: [cash], steps: [{ step: review }]',
      '12:5: key "display" is missing in entry 2 of counters, expected the id of a device of kind display',
    ],
  ])('is not what has %s', (counter, line) => {
    const lines = told(REVIEWED, '', [back(counter)]);
    expect(lines).toContain(`etc/branch.yaml:${line}`);
  });
});

it('the small files of these tests are right without these', () => {
  expect(edited(STANDARD, ['    standardTime: 25min\n', '    standardTime: 25min\n'])).toBe(STANDARD);
  expect(linesOf({})).toEqual([]);
  expect(BRANCH).toContain('kiosks:\n');
});

import { describe, expect, it } from 'vitest';
import type { Edit } from '../spec.ts';
import { linesOf, load } from '../spec.ts';

const diverted: Edit = [
  '    standardTime: 4min\n',
  '    standardTime: 4min\n    diversion: { segments: [ordinary] }\n',
];
const machine = (keys: string): Edit => ['kiosks:\n', `machines:\n  - { id: m1, ${keys} }\nkiosks:\n`];
const NAMES = 'names: { zh-CN: 智能柜台, en: Machine 1 }';
const SOUND = `${NAMES}, services: [cash], topic: machines/m1/state`;

describe('a machine in the branch file', () => {
  it('is one that somebody may be sent to', () => {
    expect(linesOf({ standard: [diverted], branch: [machine(SOUND)] })).toEqual([]);
    const result = load({ standard: [diverted], branch: [machine(SOUND)] });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.config.machines).toEqual([
      {
        rules: { id: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' }, services: ['cash'], queueBelow: 3 },
        topic: 'machines/m1/state',
      },
    ]);
    const [cash] = result.config.services;
    expect(cash?.rules.diversion).toEqual({ segments: ['ordinary'], fromWaiting: 1 });
  });

  it.each([
    [SOUND.replace('cash', 'cahs'), '13:65: unknown service "cahs", expected "cash"'],
    [
      SOUND.replace('cash', 'wealth'),
      '13:65: nobody is ever sent to a machine for "wealth": the service has no diversion, expected a service with a diversion in the bank standard',
    ],
    [SOUND.replace(', en: Machine 1', ''), '13:15: names has no text in en, expected a text for zh-CN, en'],
    [
      SOUND.replace('machines/m1/state', 'machines/+/state'),
      '13:79: topic is "machines/+/state", expected a topic without wildcards',
    ],
    [
      SOUND.replace('machines/m1/state', 'lobbyd/v1/branch1/main/cmd/issue'),
      '13:79: lobbyd itself publishes below lobbyd/v1/branch1/, expected a topic of the machine',
    ],
    [`${SOUND}, queueBelow: 0`, '13:110: queueBelow is 0, expected a whole number from 1 to 99'],
    [`${SOUND}, queue: 1`, '13:98: unknown key "queue", expected one of id, names, services, topic, queueBelow'],
  ])('is refused where: %s', (keys, told) => {
    expect(linesOf({ standard: [diverted], branch: [machine(keys)] })).toEqual([`etc/branch.yaml:${told}`]);
  });

  it('has a topic and an id of its own', () => {
    const second = `${SOUND} }\n  - { id: counter1, ${SOUND}`;
    expect(linesOf({ standard: [diverted], branch: [machine(second)] })).toEqual([
      'etc/branch.yaml:14:11: id "counter1" stands twice, expected it once (also at line 6)',
      'etc/branch.yaml:14:85: topic "machines/m1/state" is that of another machine (line 13), expected a topic of its own',
    ]);
  });

  it('does nothing that the branch does not offer', () => {
    const optedOut: Edit = ['counters:\n', 'optsOut: [cash]\ncounters:\n'];
    expect(linesOf({ standard: [diverted], branch: [optedOut, machine(SOUND)] })).toContain(
      'etc/branch.yaml:14:65: the branch opted out of "cash" (line 5), expected a service that it offers',
    );
  });
});

describe('a diversion in the bank standard', () => {
  const of = (service: string, more: string, key = 'diversion: {}'): readonly string[] =>
    linesOf({
      standard: [[`    standardTime: ${service}\n`, `    standardTime: ${service}\n    ${key}\n${more}`]],
    });

  it('is for people whom the bank knows, and for simple work that numbers are issued for', () => {
    expect(of('4min', '', 'diversion: { segments: [ordinray] }')).toEqual([
      'etc/standard.yaml:17:29: unknown segment "ordinray", expected "ordinary"',
    ]);
    expect(of('4min', '', 'diversion: { fromWaiting: -1 }')).toEqual([
      'etc/standard.yaml:17:31: diversion.fromWaiting is -1, expected a whole number from 0 to 1000',
    ]);
    expect(of('25min', '')).toEqual([
      'etc/standard.yaml:24:5: complex work takes a consultation: no machine does it, expected complexity: simple, or no diversion',
    ]);
    expect(of('4min', '    isIssuing: false\n')).toContain(
      'etc/standard.yaml:17:5: nobody is ever asked: no numbers are issued for the service, expected isIssuing: true, or no diversion',
    );
  });
});

describe('a message of the bank', () => {
  const messages = (line: string): readonly string[] =>
    linesOf({
      standard: [['    standardTime: 25min\n', `    standardTime: 25min\nmessages:\n  - { id: deposit, ${line} }\n`]],
    });
  const texts = 'texts: { zh-CN: 存款新品, en: New deposits }';

  it('is for services and segments that the bank knows, in all of its languages', () => {
    expect(messages(`${texts}, services: [cash], segments: [ordinary]`)).toEqual([]);
    expect(messages(`${texts}, services: [cahs]`)).toEqual([
      'etc/standard.yaml:25:73: unknown service "cahs", expected "cash"',
    ]);
    expect(messages(`${texts}, segments: [gold]`)).toEqual([
      'etc/standard.yaml:25:73: unknown segment "gold", expected "ordinary"',
    ]);
    expect(messages('texts: { en: New deposits }')).toEqual([
      'etc/standard.yaml:25:20: texts has no text in zh-CN, expected a text for zh-CN, en',
    ]);
    expect(messages(`${texts} }\n  - { id: deposit, ${texts}`)).toEqual([
      'etc/standard.yaml:26:11: id "deposit" stands twice, expected it once (also at line 25)',
    ]);
  });
});

describe('the button of a kiosk that says yes', () => {
  const kiosk = (line: string): Edit => ['    printer: printer1\n', `    printer: printer1\n    ${line}\n`];
  const forms: Edit = [
    '    standardTime: 4min\n',
    '    standardTime: 4min\n    forms: { zh-CN: [身份证], en: [ID card] }\n',
  ];

  it('is a button of its own, with something to say yes to', () => {
    const asks = kiosk('yesButton: 3\n    papersWithin: 10s');
    expect(linesOf({ standard: [forms], branch: [asks] })).toEqual([]);
    expect(linesOf({ branch: [asks] })).toEqual([
      'etc/branch.yaml:17:5: warning: no service of the bank standard has forms to be ready with, expected forms of a service',
    ]);
    expect(linesOf({ branch: [kiosk('yesButton: 2')] })).toEqual([
      'etc/branch.yaml:16:5: warning: the button says yes to nothing: there is no machine, and papers are not asked for, expected papersWithin, or machines',
      'etc/branch.yaml:16:16: button 2 gives a number already (line 19), expected a button of its own',
    ]);
    expect(linesOf({ standard: [forms], branch: [kiosk('papersWithin: 10s')] })).toEqual([
      'etc/branch.yaml:16:5: nobody can say that the papers are ready, expected yesButton: a button',
    ]);
    expect(linesOf({ standard: [forms], branch: [kiosk('yesButton: 20\n    papersWithin: 10s')] })).toEqual([
      'etc/branch.yaml:16:16: panel "panel1" has no button 20, expected 1 to 12',
    ]);
  });
});

describe('papers in the rules', () => {
  it('may be used by a profile, and by no counter that helps', () => {
    const condition: Edit = [
      'kind: longest-wait, cap: 45min }',
      'kind: longest-wait, cap: 45min, conditions: [{ id: ready, of: { papers: ready }, waiting: { above: 2 } }] }',
    ];
    const result = load({ standard: [condition] });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.config.profiles[0]?.conditions).toEqual([
      { id: 'ready', measure: 'waiting', above: 2, of: { papers: 'ready' } },
    ]);
    const help: Edit = [
      '    display: display1',
      '    segments: [ordinary]\n    helps: [{ when: idle, of: { papers: ready } }]\n    display: display1',
    ];
    expect(linesOf({ branch: [help] })).toEqual([
      'etc/branch.yaml:11:33: unknown key "papers", expected one of services, categories, complexity, segments',
    ]);
    expect(linesOf({ standard: [[condition[0], condition[1].replace('papers: ready', 'papers: redy')]] })).toEqual([
      'etc/standard.yaml:8:97: of.papers is "redy", expected "ready"',
    ]);
  });

  it('count for nothing unless the bank standard says so', () => {
    const ruled = (line: string) =>
      load({ standard: [['    standardTime: 25min\n', `    standardTime: 25min\nrules: { ${line} }\n`]] });
    const papers = (line: string) => {
      const result = ruled(line);
      return result.kind === 'ok' ? result.config.rules.papers : expect.unreachable();
    };
    expect(papers('recallLimit: 3')).toBeUndefined();
    expect(papers('papers: { headStart: 2min }')).toEqual({ headStart: 120_000, weight: 1 });
    expect(papers('papers: { weight: 1.5 }')).toEqual({ headStart: 0, weight: 1.5 });
  });
});

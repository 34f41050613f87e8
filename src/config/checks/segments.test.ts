import { describe, expect, it } from 'vitest';
import { rulesOf } from '../rules.ts';
import { type Edit, linesOf, load } from '../spec.ts';

const ORDINARY = '  - { id: ordinary, names: { zh-CN: 普通, en: Ordinary } }\n';
const GOLD: Edit = [
  ORDINARY,
  `${ORDINARY}  - { id: gold, rank: 1, announce: lobby, names: { zh-CN: 贵宾, en: Gold } }\n`,
];

/** Lines of the standard with a gold segment and these lines before its services. */
function standard(text: string): readonly string[] {
  return linesOf({ standard: [GOLD, ['services:\n', `${text}\nservices:\n`]] });
}

/** Lines of the branch with these keys at its counter. */
function counter(text: string): readonly string[] {
  return linesOf({ standard: [GOLD], branch: [['    display: display1', `    ${text}\n    display: display1`]] });
}

function kiosk(card: string, cards = 'cards: { limit: 3 }\n'): readonly string[] {
  const reader = '  - { id: card1, driver: card-line, wire: { serial: /dev/serial/by-path/four } }\n';
  return linesOf({
    standard: [['services:\n', `${cards}services:\n`]],
    branch: [
      ['    buttons:\n', `    card: ${card}\n    buttons:\n`],
      ['devices:\n', `devices:\n${reader}`],
    ],
  });
}

describe('cards', () => {
  it('name segments that there are, each prefix once', () => {
    const prefixes = ['{ prefix: "62", segment: gold }', '{ prefix: "62", segment: gld }'];
    expect(standard(`cards: { prefixes: [${prefixes.join(', ')}] }`)).toEqual([
      'etc/standard.yaml:10:64: prefix "62" stands twice, expected it once (also at line 10)',
      'etc/standard.yaml:10:79: unknown segment "gld", expected "gold"',
    ]);
  });

  it.each(['6222', '"62x"', '"12345678901"', '""'])('have prefixes of digits in quotes, not %s', (prefix) => {
    expect(standard(`cards: { prefixes: [{ prefix: ${prefix}, segment: gold }] }`)).toEqual([
      `etc/standard.yaml:10:31: prefix is ${prefix}, expected 1 to 10 digits in quotes, such as "622200"`,
    ]);
  });

  it('of which a longer prefix begins with a shorter one are no mistake', () => {
    const prefixes = '[{ prefix: "62", segment: ordinary }, { prefix: "6222", segment: gold }]';
    expect(standard(`cards: { limit: 2, prefixes: ${prefixes} }`)).toEqual([]);
  });
});

describe('upgrades', () => {
  it('lead somewhere', () => {
    const same: Edit = ['services:\n', 'rules: { upgrade: { reasons: [a, a] } }\nservices:\n'];
    expect(linesOf({ standard: [same] })).toEqual([
      'etc/standard.yaml:9:10: nobody can be raised: all segments have the same rank, expected a rank at the higher segments, or to: any',
      'etc/standard.yaml:9:34: "a" stands twice, expected it once (also at line 9)',
    ]);
    expect(standard('rules: { upgrade: { to: higher, reasons: [potential-vip] } }')).toEqual([]);
    expect(linesOf({ standard: [['services:\n', 'rules: { upgrade: { to: any } }\nservices:\n']] })).toEqual([]);
  });

  it('become rules of the queue, as ranks and announcements do', () => {
    const result = load({ standard: [GOLD] });
    const rules = result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
    expect(rules.upgrade).toEqual({ to: 'higher', reasons: ['potential-vip'] });
    expect(rules.segments).toEqual([
      { id: 'ordinary', headStart: 0, weight: 1 },
      { id: 'gold', headStart: 0, weight: 1, rank: 1, isAnnounced: true },
    ]);
  });
});

describe('a counter for some segments', () => {
  it('leaves nobody for whom no counter is there: whoever only helps does not count', () => {
    expect(counter('segments: [gold]\n    helps: [{ when: idle }]')).toEqual([
      ...['cash', 'wealth'].map(
        (service) =>
          `etc/branch.yaml:10:5: no counter is there for customers of "ordinary" who want "${service}", expected a counter of the service with "ordinary" in segments, or without segments`,
      ),
    ]);
  });

  it('knows its segments and has others to help', () => {
    expect(counter('segments: [gold, ordinary, gld]')).toEqual([
      'etc/branch.yaml:10:32: unknown segment "gld", expected "gold"',
    ]);
    expect(counter('helps: [{ when: idle }]')).toEqual([
      'etc/branch.yaml:10:5: helps says whom it helps beside its own, but the counter is there for everybody, expected segments, or no helps',
    ]);
  });

  it('says how long a long wait is, and helps services of its own', () => {
    const helps = [
      '{ when: long-wait }',
      '{ when: idle, longerThan: 5min }',
      '{ when: idle, of: { services: [csh] } }',
    ];
    expect(counter(`segments: [gold, ordinary]\n    helps: [${helps.join(', ')}]`)).toEqual([
      'etc/branch.yaml:11:13: it does not say how long, expected longerThan: a duration',
      'etc/branch.yaml:11:48: idle looks at no wait, expected when: long-wait, or no longerThan',
      'etc/branch.yaml:11:99: unknown service "csh", expected "cash"',
    ]);
    const elsewhere: Edit = [
      'kiosks:\n',
      '  - { id: counter2, number: 2, services: [cash], segments: [gold], helps: [{ when: idle, of: { categories: [wealth] } }], profile: longest-wait, display: display2 }\nkiosks:\n',
    ];
    const display = '  - { id: display2, driver: display-alpha, bus: bus2, settings: { address: 2 } }\n';
    expect(linesOf({ standard: [GOLD], branch: [elsewhere, ['devices:\n', `devices:\n${display}`]] })).toEqual([
      'etc/branch.yaml:12:94: it helps nobody: no service of the counter is all of this, expected one of its services',
    ]);
  });

  it('becomes a rule of the queue', () => {
    const helps = 'helps: [{ when: idle }, { when: long-wait, longerThan: 20min, of: { services: [cash] } }]';
    const own = `    segments: [gold, ordinary]\n    ${helps}\n    display: display1`;
    const result = load({ standard: [GOLD], branch: [['    display: display1', own]] });
    const rules = result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
    expect(rules.counters[0]?.own).toEqual({
      of: { segments: ['gold', 'ordinary'] },
      helps: [
        { when: 'idle', of: {} },
        { when: { longerThan: 1_200_000 }, of: { services: ['cash'] } },
      ],
    });
  });
});

describe('a card reader of a kiosk', () => {
  it('is a card reader, of one kiosk alone', () => {
    expect(kiosk('{ reader: card1 }')).toEqual([]);
    expect(kiosk('{ reader: panel1 }')).toEqual([
      'etc/branch.yaml:16:21: "panel1" is a panel, expected a card reader, such as "card1"',
    ]);
    const second =
      '{ reader: card1 }\n    buttons: [{ button: 1, service: cash, segment: ordinary, language: en }]\n  - id: kiosk2\n    panel: panel2\n    printer: printer1\n    card: { reader: card1 }';
    expect(kiosk(second)).toContain(
      'etc/branch.yaml:21:21: "card1" is used at line 16 already, expected a card reader of its own',
    );
  });

  it('draws tickets of services and in languages that there are', () => {
    expect(kiosk('{ reader: card1, service: csh, language: fr }')).toEqual([
      'etc/branch.yaml:16:37: unknown service "csh", expected "cash"',
      'etc/branch.yaml:16:52: unknown language "fr", expected one of zh-CN, en',
    ]);
    expect(kiosk('{ reader: card1, language: en }')).toEqual([
      'etc/branch.yaml:16:28: language is that of a ticket which a card gives at once, but a button chooses here, expected service, or no language',
    ]);
  });

  it('is warned of where no card says anything', () => {
    expect(kiosk('{ reader: card1 }', '')).toEqual([
      'etc/branch.yaml:16:5: warning: a card says nothing here: the bank standard knows no cards, expected cards in the bank standard',
    ]);
  });
});

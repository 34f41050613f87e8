import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { loadConfig } from '../config/load.ts';
import { alwaysOpen, type Edit, edited, example, memoryFiles } from '../config/spec.ts';
import { type FilesBegun, preparedFiles, wished } from './prepared-files.ts';
import { rulesInForce } from './prepared-rules.ts';
import { RULE_WISH } from './rule-wish.ts';
import { AT_WINDOW, OWN_CHOICES, type RuleWish, SETTINGS } from './stage.ts';
import { ownSegments, stagedSettings } from './staged-settings.ts';

const BRANCH = alwaysOpen(example('branch.example.yaml'));
const STANDARD = example('bank-standard.yaml');

function load(branch: string, standard: string) {
  const files = { '/etc/branch.yaml': branch, '/etc/bank-standard.yaml': standard };
  const result = loadConfig('/etc/branch.yaml', catalogue, memoryFiles(files));
  return result.kind === 'ok' ? result.config : expect.unreachable(result.problems.map(({ text }) => text).join('\n'));
}

function begunWith(branch: readonly Edit[] = [], standard: readonly Edit[] = []): FilesBegun {
  const texts = { branch: edited(BRANCH, ...branch), standard: edited(STANDARD, ...standard) };
  const config = load(texts.branch, texts.standard);
  return {
    ...texts,
    hours: {},
    dayStartsAt: 180,
    inForce: { hours: 'always', open: null, askWaiting: 0, perDay: null, profiles: {}, rules: rulesInForce(config) },
    settings: stagedSettings(config),
  };
}

/** What the branch goes by after wishes, one after the other. */
function under(begun: FilesBegun, ...wishes: readonly (RuleWish | 'as-begun')[]) {
  const inForce = wishes.reduce(
    (before, wish) =>
      wished(begun, before, wish === 'as-begun' ? { kind: wish } : { kind: 'rule', wish: RULE_WISH.parse(wish) }, 0),
    begun.inForce,
  );
  const { branch, standard } = preparedFiles(begun, inForce, null);
  return load(branch, standard);
}

const BEGUN = begunWith();

describe('rules that the demo can have changed', () => {
  it('are those that the example branch has', () => {
    expect(BEGUN.settings).toEqual([
      { setting: 'several', begun: '0', choices: ['0', '4', '10'], about: [] },
      { setting: 'card-limit', begun: '5', choices: ['0', '1', '2', '5'], about: [] },
      {
        setting: 'turns',
        begun: '2:1:1',
        choices: ['1:1:1', '2:1:1', '1:2:1', '1:1:2'],
        about: ['turns', 'cash', 'account', 'settlement'],
      },
      { setting: 'exponent', begun: '1', choices: ['0', '1', '20'], about: ['balanced'] },
      {
        setting: 'review',
        begun: AT_WINDOW,
        choices: [AT_WINDOW, 'counter8'],
        about: ['corporate-settlement', 'review'],
      },
    ]);
    expect(BEGUN.settings.map(({ setting }) => setting)).toEqual(SETTINGS);
    expect(ownSegments(load(BRANCH, STANDARD))).toEqual(['gold', 'private']);
  });

  it('are fewer where a branch has no card reader, or has its back office already', () => {
    const { settings } = begunWith(
      [
        ['    card: { reader: card1, buttonWithin: 20s }\n', ''],
        [
          '    services: [corporate-settlement, cross-border]\n',
          '    services: []\n    isBack: true\n    steps: [{ step: review }]\n',
        ],
        ['    display: display8\n', ''],
      ],
      [['      - { id: review, standard: 6min }', '      - { id: review, standard: 6min, doneBy: others }']],
    );
    const reviewed = settings.find(({ setting }) => setting === 'review');
    expect(settings.map(({ setting }) => setting)).not.toContain('card-limit');
    expect(reviewed?.about).not.toContain('corporate-settlement');
  });

  it('are in the files after each choice, which lobbyd takes', () => {
    for (const { setting, choices } of BEGUN.settings) {
      for (const choice of choices) {
        const found = stagedSettings(under(BEGUN, { rule: 'setting', setting, choice }));
        const now = found.find((one) => one.setting === setting);
        // A service that is reviewed in the back office is no more one that could be.
        if (setting === 'review' && choice !== AT_WINDOW) expect(now?.about).not.toContain('corporate-settlement');
        else expect(now?.begun, `${setting} ${choice}`).toBe(choice);
      }
    }
  });

  it('keep one choice while another is made, and lose all at the end', () => {
    const all: readonly RuleWish[] = [
      { rule: 'setting', setting: 'exponent', choice: '20' },
      { rule: 'own', counter: 'counter5', own: 'helps-idle' },
      { rule: 'setting', setting: 'review', choice: 'counter8' },
      { rule: 'own', counter: 'counter1', own: 'alone' },
    ];
    const { profiles, counters, services } = under(BEGUN, ...all);
    expect(profiles.find(({ id }) => id === 'balanced')).toMatchObject({ exponent: 20 });
    const settlement = services.find(({ rules }) => rules.id === 'corporate-settlement');
    expect(settlement?.rules.steps.map(({ isElsewhere = false }) => isElsewhere)).toEqual([false, true, false]);
    expect(counters[7]).toMatchObject({ display: null, rules: { isBack: true, services: [] } });
    expect(counters[4]?.rules.own).toBeDefined();
    expect(counters[4]?.rules.own).not.toEqual(counters[0]?.rules.own);
    expect(under(BEGUN, ...all, 'as-begun')).toEqual(load(BRANCH, STANDARD));
  });

  it('tell a counter whom it is there for, each choice otherwise', () => {
    const owns = OWN_CHOICES.map(
      (own) => under(BEGUN, { rule: 'own', counter: 'counter5', own }).counters[4]?.rules.own,
    );
    expect(owns[0]).toBeUndefined();
    expect(new Set(owns.map((one) => JSON.stringify(one))).size).toBe(OWN_CHOICES.length);
  });

  it('change nothing that the branch does not have', () => {
    const none = { ...BEGUN, settings: [] };
    const same = under(
      none,
      { rule: 'setting', setting: 'exponent', choice: '20' },
      { rule: 'own', counter: 'counter99', own: 'alone' },
    );
    expect(same).toEqual(load(BRANCH, STANDARD));
  });
});

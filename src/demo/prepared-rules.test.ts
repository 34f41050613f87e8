import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '../../devices/index.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { alwaysOpen, example, memoryFiles } from '../config/spec.ts';
import { type FilesBegun, preparedFiles, wished } from './prepared-files.ts';
import { rulesInForce } from './prepared-rules.ts';
import { RULE_WISH } from './rule-wish.ts';
import type { FilesInForce, FollowsWhen, RuleWish } from './stage.ts';
import { stagedSettings } from './staged-settings.ts';

function configOf(branch: string, standard: string): Config {
  const files = { '/etc/branch.yaml': branch, '/etc/bank-standard.yaml': standard };
  const result = loadConfig('/etc/branch.yaml', catalogue, memoryFiles(files));
  return result.kind === 'ok' ? result.config : expect.unreachable(result.problems.map(({ text }) => text).join('\n'));
}

const BRANCH = alwaysOpen(example('branch.example.yaml'));
const STANDARD = example('bank-standard.yaml');
const CONFIG = configOf(BRANCH, STANDARD);
const BEGUN: FilesBegun = {
  branch: BRANCH,
  standard: STANDARD,
  hours: {},
  dayStartsAt: 180,
  inForce: {
    hours: 'always',
    open: null,
    askWaiting: 0,
    perDay: null,
    profiles: {},
    rules: rulesInForce(CONFIG),
  },
  settings: stagedSettings(CONFIG),
};
/** Half past nine. */
const NOW = 570;

const after = (...wishes: readonly RuleWish[]): FilesInForce =>
  wishes.reduce<FilesInForce>(
    (inForce, wish) => wished(BEGUN, inForce, { kind: 'rule', wish: RULE_WISH.parse(wish) }, NOW),
    BEGUN.inForce,
  );
const filesAfter = (...wishes: readonly RuleWish[]) => preparedFiles(BEGUN, after(...wishes), null);
/** Writes wishes, and loads the files as the daemon does. */
function loaded(...wishes: readonly RuleWish[]): Config {
  const { branch, standard } = filesAfter(...wishes);
  return configOf(branch, standard);
}

const follows = (when: FollowsWhen): RuleWish => ({
  rule: 'follows',
  follows: { counter: 'counter6', profile: 'simple-first', when },
});

describe('rules of the hall that are changed at the demo', () => {
  it('begin as the files of the branch have them', () => {
    expect(BEGUN.inForce.rules).toEqual({
      follows: null,
      passOver: { 'longest-wait': null, 'simple-first': null, 'complex-first': 8, balanced: 12, turns: null },
      parkReturn: 1_200,
      oneButton: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`counter${n + 1}`, null])),
      atClosing: 'serve',
      lateReturn: { numbers: 3, seconds: 600 },
      rating: 180,
      queueLong: 20,
      settings: { several: '0', 'card-limit': '5', turns: '2:1:1', exponent: '1', review: 'window' },
      own: {},
    });
  });

  it.each<readonly [RuleWish, object]>([
    [
      { rule: 'pass-over', profile: 'simple-first', most: 2 },
      { passOver: { ...BEGUN.inForce.rules.passOver, 'simple-first': 2 } },
    ],
    [
      { rule: 'pass-over', profile: 'complex-first', most: null },
      { passOver: { ...BEGUN.inForce.rules.passOver, 'complex-first': null } },
    ],
    [{ rule: 'park-return', seconds: 60 }, { parkReturn: 60 }],
    [{ rule: 'park-return', seconds: 0 }, { parkReturn: 0 }],
    [
      { rule: 'one-button', counter: 'counter6', seconds: 15 },
      { oneButton: { ...BEGUN.inForce.rules.oneButton, counter6: 15 } },
    ],
    [{ rule: 'at-closing', atClosing: 'expire' }, { atClosing: 'expire' }],
    [{ rule: 'late-return', lateReturn: { numbers: 1, seconds: 0 } }, { lateReturn: { numbers: 1, seconds: 0 } }],
    [{ rule: 'late-return', lateReturn: { numbers: 0, seconds: 60 } }, { lateReturn: { numbers: 0, seconds: 60 } }],
    [{ rule: 'rating', seconds: 0 }, { rating: 0 }],
    [{ rule: 'queue-long', above: 2 }, { queueLong: 2 }],
    [
      { rule: 'setting', setting: 'exponent', choice: '20' },
      { settings: { ...BEGUN.inForce.rules.settings, exponent: '20' } },
    ],
  ])('are what the daemon reads, and nothing else: %j', (wish, change) => {
    expect(rulesInForce(loaded(wish))).toEqual({ ...BEGUN.inForce.rules, ...change });
  });

  it('switch a profile while a queue is long, by two values, or while somebody waits long', () => {
    const bySwitch = (when: FollowsWhen) => loaded(follows(when)).switches;
    expect(bySwitch('crowd')).toMatchObject([{ id: 'crowd', counters: ['counter6'], profile: 'simple-first' }]);
    expect(parse(filesAfter(follows('crowd')).branch).switches).toMatchObject([{ waiting: { above: 3, below: 3 } }]);
    expect(parse(filesAfter(follows('long-wait')).branch).switches).toMatchObject([
      { longestWait: { above: '120s', below: '60s' } },
    ]);
    expect(bySwitch('long-wait')).toHaveLength(1);
    expect(bySwitch('never')).toEqual([]);
  });

  it('switch it by the schedule, from the moment at which it was written', () => {
    const { branch } = filesAfter(follows('from-now'));
    expect(parse(branch).profileSchedule).toEqual([{ at: '09:30', counters: ['counter6'], profile: 'simple-first' }]);
    expect(loaded(follows('from-now')).switches).toEqual([]);
  });

  it('stand beside those that the branch has of its own', () => {
    const own =
      'switches: [{ id: own, counters: [counter5], profile: turns, of: {}, waiting: { above: 9, below: 6 } }]\n';
    const begun = { ...BEGUN, branch: `${BRANCH}${own}` };
    const { branch, standard } = preparedFiles(begun, after(follows('crowd')), null);
    expect(configOf(branch, standard).switches.map(({ id }) => id)).toEqual(['own', 'crowd']);
  });

  it('keep one while another is written; what is as it was is not in the files', () => {
    const most: RuleWish = { rule: 'pass-over', profile: 'simple-first', most: 2 };
    const { passOver, atClosing } = rulesInForce(loaded(most, { rule: 'at-closing', atClosing: 'park' }));
    expect([passOver['simple-first'], atClosing]).toEqual([2, 'park']);
    const back = filesAfter(most, { ...most, most: null });
    expect(back).toEqual(preparedFiles(BEGUN, BEGUN.inForce, null));
  });
});

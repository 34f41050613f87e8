import { type Document, isSeq, type YAMLMap } from 'yaml';
import type { Config } from '../config/config.ts';
import { type FileDocuments, mapsOf } from './file-documents.ts';
import { writeSettings } from './prepared-settings.ts';
import { CROWD, type Follows, LONG_WAIT, type RulesInForce, type RuleWish, SHORT_WAIT } from './stage-rules.ts';
import type { StagedSetting } from './stage-settings.ts';
import { settingsBegun } from './staged-settings.ts';

/** The files before anybody changes them, as far as these rules go. */
interface RulesBegun {
  readonly inForce: { readonly rules: RulesInForce };
  /** Rules that the files have, of those with a list of choices. */
  readonly settings: readonly StagedSetting[];
}

/** What the files of a configuration say of the rules that can be changed. */
export function rulesInForce(config: Config): RulesInForce {
  const { counters, profiles, rules } = config;
  const { parking, hours, lateReturn, rating, alerts } = rules;
  return {
    follows: null,
    passOver: Object.fromEntries(profiles.map(({ id, passOver }) => [id, passOver ?? null])),
    parkReturn: secondsOf(parking?.returnAfter),
    oneButton: Object.fromEntries(
      counters.map(({ rules: { id, noShowWithin } }) => [
        id,
        noShowWithin === undefined ? null : secondsOf(noShowWithin),
      ]),
    ),
    atClosing: hours?.atClosing ?? 'serve',
    lateReturn: { numbers: lateReturn?.withinCalls ?? 0, seconds: secondsOf(lateReturn?.within) },
    rating: secondsOf(rating?.within),
    queueLong: alerts?.queueLong?.above ?? null,
    settings: settingsBegun(config),
    own: {},
  };
}

const secondsOf = (span: number | null | undefined): number => (span ?? 0) / 1_000;

/**
 * What the files say after a wish. Pure.
 *
 * @param clock time of day in the branch, `09:30`
 */
export function ruleWished(inForce: RulesInForce, wish: RuleWish, clock: string): RulesInForce {
  switch (wish.rule) {
    case 'follows':
      return { ...inForce, follows: wish.follows.when === 'never' ? null : { ...wish.follows, at: clock } };
    case 'pass-over':
      return { ...inForce, passOver: { ...inForce.passOver, [wish.profile]: wish.most } };
    case 'park-return':
      return { ...inForce, parkReturn: wish.seconds };
    case 'one-button':
      return { ...inForce, oneButton: { ...inForce.oneButton, [wish.counter]: wish.seconds } };
    case 'at-closing':
      return { ...inForce, atClosing: wish.atClosing };
    case 'late-return':
      return { ...inForce, lateReturn: wish.lateReturn };
    case 'rating':
      return { ...inForce, rating: wish.seconds };
    case 'queue-long':
      return { ...inForce, queueLong: wish.above };
    case 'setting':
      return { ...inForce, settings: { ...inForce.settings, [wish.setting]: wish.choice } };
    case 'own':
      return { ...inForce, own: { ...inForce.own, [wish.counter]: wish.own } };
  }
}

/** Writes the rules that differ from those with which the demo began: of all others the files say what they said. */
export function writeRules(files: FileDocuments, { inForce, settings }: RulesBegun, wish: RulesInForce): void {
  const { branch, standard } = files;
  const begun = inForce.rules;
  const rule = (path: readonly string[], now: string | number, before: string | number): void => {
    if (now !== before) standard.setIn(['rules', ...path], now);
  };
  if (wish.follows !== null) writeFollows(branch, wish.follows);
  for (const profile of mapsOf(standard.get('profiles'))) {
    writeOwn(profile, 'passOver', wish.passOver, begun.passOver, (most) => most);
  }
  for (const counter of mapsOf(branch.get('counters'))) {
    writeOwn(counter, 'noShowWithin', wish.oneButton, begun.oneButton, spanText);
  }
  rule(['parking', 'returnAfter'], spanText(wish.parkReturn), spanText(begun.parkReturn));
  rule(['hours', 'atClosing'], wish.atClosing, begun.atClosing);
  rule(['lateReturn', 'withinNumbers'], wish.lateReturn.numbers, begun.lateReturn.numbers);
  rule(['lateReturn', 'within'], spanText(wish.lateReturn.seconds), spanText(begun.lateReturn.seconds));
  rule(['rating', 'within'], spanText(wish.rating), spanText(begun.rating));
  if (wish.queueLong !== begun.queueLong) {
    // A kind of a branch stands in place of that of the bank standard.
    branch.setIn(['alerts', 'queueLong'], { above: wish.queueLong, below: wish.queueLong });
  }
  writeSettings(files, wish, settings);
}

const spanText = (seconds: number): string => `${seconds}s`;

/** Writes a key of one entry of a list, or takes it out where it is to have none. */
function writeOwn(
  entry: YAMLMap,
  key: string,
  wish: Readonly<Record<string, number | null>>,
  begun: Readonly<Record<string, number | null>>,
  text: (value: number) => string | number,
): void {
  const id = String(entry.get('id'));
  const now = wish[id] ?? null;
  if (now === (begun[id] ?? null)) return;
  if (now === null) entry.delete(key);
  else entry.set(key, text(now));
}

/** Puts a switch, or an entry of the schedule, behind those that the file has. */
function writeFollows(branch: Document, follows: Follows & { readonly at: string }): void {
  const { key, entry } = followsEntry(follows);
  if (isSeq(branch.get(key))) branch.addIn([key], branch.createNode(entry));
  else branch.set(key, [entry]);
}

function followsEntry({ counter, profile, when, at }: Follows & { readonly at: string }) {
  const follows = { counters: [counter], profile };
  if (when === 'from-now') return { key: 'profileSchedule', entry: { at, ...follows } };
  const measure =
    when === 'crowd'
      ? { waiting: { above: CROWD, below: CROWD } }
      : { longestWait: { above: spanText(LONG_WAIT), below: spanText(SHORT_WAIT) } };
  return { key: 'switches', entry: { id: when, ...follows, of: {}, ...measure } };
}

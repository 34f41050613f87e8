import { isSeq, parseDocument } from 'yaml';
import { type FileDocuments, mapsOf } from './file-documents.ts';
import { ruleWished, writeRules } from './prepared-rules.ts';
import type { FilesInForce, FilesWish, HoursChoice, Mistake } from './stage-files.ts';
import type { StagedSetting } from './stage-settings.ts';

/** Both files of a branch. */
export interface FileTexts {
  readonly branch: string;
  readonly standard: string;
}

/** The files before anybody changes them. */
export interface FilesBegun extends FileTexts {
  /** Of the real branch: `hours` and `services`, as its file has them; the demo's begins without. */
  readonly hours: Readonly<Record<string, unknown>>;
  /** Minute of the day at which the business day begins. */
  readonly dayStartsAt: number;
  readonly inForce: FilesInForce;
  /** Rules that the files have, of those with prepared changes. */
  readonly settings: readonly StagedSetting[];
}

const MINUTES_OF_DAY = 1_440;
const EVERY_DAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** So that both phases are seen without much waiting, minutes. */
const OPENS_IN = 3;
const BREAK_IN = 2;
const BREAK_LASTS = 3;
const CLOSES_IN = 20;

/**
 * What the files say after a wish; a mistake comes in force nowhere. Pure.
 *
 * @param now minute of the day, by the clock of the branch
 */
export function wished(begun: FilesBegun, inForce: FilesInForce, wish: FilesWish, now: number): FilesInForce {
  switch (wish.kind) {
    case 'hours':
      return { ...inForce, hours: wish.hours, open: openOn(wish.hours, begun.dayStartsAt, now) };
    case 'ask-waiting':
      return { ...inForce, askWaiting: wish.above };
    case 'per-day':
      return { ...inForce, perDay: wish.most };
    case 'profile':
      return { ...inForce, profiles: { ...inForce.profiles, [wish.counter]: wish.profile } };
    case 'rule':
      return { ...inForce, rules: ruleWished(inForce.rules, wish.wish, clockText(now)) };
    case 'mistake':
      return inForce;
    case 'as-begun':
      return begun.inForce;
  }
}

/** Both files with what is wished, and with a mistake when there is one. Pure. */
export function preparedFiles(begun: FilesBegun, wish: FilesInForce, mistake: Mistake | null): FileTexts {
  const branch = parseDocument(begun.branch);
  const standard = parseDocument(begun.standard);
  if (wish.hours === 'file') for (const [key, value] of Object.entries(begun.hours)) branch.set(key, value);
  if (wish.open !== null) branch.set('hours', { week: [{ days: EVERY_DAY, open: wish.open }] });
  if (wish.perDay === null) branch.delete('perDay');
  else branch.set('perDay', wish.perDay);
  for (const counter of mapsOf(branch.get('counters'))) {
    const profile = wish.profiles[String(counter.get('id'))];
    if (profile !== undefined) counter.set('profile', profile);
  }
  // A file that says nothing of it stays silent.
  if (wish.askWaiting !== begun.inForce.askWaiting) standard.setIn(['rules', 'limits', 'askWaiting'], wish.askWaiting);
  const files = { branch, standard };
  writeRules(files, begun, wish.rules);
  mistaken(files, mistake);
  return { branch: branch.toString(), standard: standard.toString() };
}

/** Writes a mistake where a person could make it. */
function mistaken({ branch, standard }: FileDocuments, mistake: Mistake | null): void {
  switch (mistake) {
    case 'unknown-service': {
      // A list that several counters share stands first under a name: a line of its own is easier to read.
      const lists = mapsOf(branch.get('counters')).map((counter) => counter.get('services'));
      const list = lists.find((one) => isSeq(one) && one.anchor === undefined) ?? lists.find(isSeq);
      if (isSeq(list)) list.set(0, `${list.get(0)}x`);
      return;
    }
    case 'no-cap':
      standard.deleteIn(['profiles', 0, 'cap']);
      return;
    case 'never-holds': {
      const above = standard.getIn(['profiles', 0, 'cap']);
      standard.setIn(['profiles', 0, 'conditions'], [{ id: 'too-late', of: {}, longestWait: { above } }]);
      return;
    }
    case 'root-topic':
      branch.setIn(['mqtt', 'rootTopic'], 'another-bank');
      return;
    case null:
      return;
  }
}

/** From when to when it is open on each day; null: no hours, or those of the real branch. */
function openOn(choice: HoursChoice, start: number, now: number): readonly string[] | null {
  // Counted from the beginning of the business day, whose last minute nobody reaches beyond.
  const at = minutesOfDay(now - start) || 1;
  const ranges = rangesOf(choice, at);
  if (ranges === null) return null;
  const last = MINUTES_OF_DAY - 1;
  const clock = (minute: number): string => clockText(minutesOfDay(Math.min(minute, last) + start));
  return ranges.filter(([from, to]) => Math.min(to, last) > from).map(([from, to]) => `${clock(from)}-${clock(to)}`);
}

type Range = readonly [from: number, to: number];

function rangesOf(choice: HoursChoice, now: number): readonly Range[] | null {
  switch (choice) {
    case 'always':
    case 'file':
      return null;
    case 'opens-soon':
      return [[now + OPENS_IN, MINUTES_OF_DAY]];
    case 'break-soon':
      return [
        [0, now + BREAK_IN],
        [now + BREAK_IN + BREAK_LASTS, MINUTES_OF_DAY],
      ];
    case 'closes-soon':
      return [[0, now + CLOSES_IN]];
    case 'closed':
      return [[0, now]];
  }
}

const minutesOfDay = (minute: number): number => (minute + MINUTES_OF_DAY) % MINUTES_OF_DAY;
const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

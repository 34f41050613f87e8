import type { Words } from './stage.ts';
import type { RulesInForce, RuleWish } from './stage-rules.ts';

/** Opening hours that a technician could write; those beside `always` and `file` are counted from the moment at which they are. */
export const HOURS_CHOICES = ['always', 'file', 'opens-soon', 'break-soon', 'closes-soon', 'closed'] as const;
export type HoursChoice = (typeof HOURS_CHOICES)[number];

/** What a technician could write wrongly; the last is right, and needs a restart. */
export const MISTAKES = ['unknown-service', 'no-cap', 'never-holds', 'root-topic'] as const;
export type Mistake = (typeof MISTAKES)[number];

/** A prepared change of the branch file or of the bank standard. */
export type FilesWish =
  | { readonly kind: 'hours'; readonly hours: HoursChoice }
  /** `rules.limits.askWaiting`; 0: never. */
  | { readonly kind: 'ask-waiting'; readonly above: number }
  /** `perDay`; null: as many as come. */
  | { readonly kind: 'per-day'; readonly most: number | null }
  | { readonly kind: 'profile'; readonly counter: string; readonly profile: string }
  | { readonly kind: 'rule'; readonly wish: RuleWish }
  | { readonly kind: 'mistake'; readonly mistake: Mistake }
  /** Everything as the demo began. */
  | { readonly kind: 'as-begun' };

/** What the files in force say of what can be changed here. */
export interface FilesInForce {
  readonly hours: HoursChoice;
  /** Of each day: `09:00-12:00`; null where days differ, or there are no hours. */
  readonly open: readonly string[] | null;
  readonly askWaiting: number;
  readonly perDay: number | null;
  /** Of counters whose line was changed: their profile, by id. */
  readonly profiles: Readonly<Record<string, string>>;
  readonly rules: RulesInForce;
}

/** What came of a reload. */
export interface ReloadAnswer {
  readonly isInForce: boolean;
  /** What `lobbyd reload` said, and below each line of a file that it names, that line. */
  readonly lines: readonly string[];
}

/** What came of a reload, as the page shows it. */
export interface StagedAnswer extends ReloadAnswer {
  /** What each line says, in Chinese; of lines of a file nothing. */
  readonly chinese: readonly string[];
}

/** The files by which the daemon goes. */
export interface StagedFiles {
  readonly inForce: FilesInForce;
  /** Of the last reload; null before the first. */
  readonly answer: StagedAnswer | null;
}

/** What became of a wish to change the files. */
export type FilesEnd =
  | { readonly kind: 'done'; readonly answer: StagedAnswer }
  /** Not in force: the files are again what they were. */
  | { readonly kind: 'refused'; readonly answer: StagedAnswer; readonly why: Words };

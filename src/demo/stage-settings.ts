/** Rules of the hall of which the files can be made to say something else, in the order of their rows. */
export const SETTINGS = ['several', 'card-limit', 'turns', 'exponent', 'review'] as const;
export type Setting = (typeof SETTINGS)[number];

/**
 * A rule that the files of a branch have. What they say of it is a text: of `several` seconds (`0`: one button, one
 * number), of `card-limit` a number (`0`: no limit), of `turns` the calls of each part (`2:1:1`), of `exponent` a number,
 * of `review` who does that step: {@link AT_WINDOW}, or the counter that becomes the back office.
 */
export interface StagedSetting {
  readonly setting: Setting;
  /** What the files said when the demo began. */
  readonly begun: string;
  readonly choices: readonly string[];
  /** Ids that it is about: of `turns` the profile and its parts, of `exponent` the profile, of `review` service and step. */
  readonly about: readonly string[];
}

/** Of `review`: the window that has received the customer does it. */
export const AT_WINDOW = 'window';

/** What a counter may be told of whom it is there for: what the demo began with, the higher segments alone, and whom it helps. */
export const OWN_CHOICES = ['begun', 'alone', 'helps-idle', 'helps-late'] as const;
export type OwnChoice = (typeof OWN_CHOICES)[number];

/** What the files in force say of it. */
export interface SettingsInForce {
  /** Of each that the branch has. */
  readonly settings: Readonly<Partial<Record<Setting, string>>>;
  /** By the id of a counter; who is left out is as the demo began. */
  readonly own: Readonly<Record<string, OwnChoice>>;
}

/** A prepared change of such a rule. */
export type SettingWish =
  | { readonly rule: 'setting'; readonly setting: Setting; readonly choice: string }
  | { readonly rule: 'own'; readonly counter: string; readonly own: OwnChoice };

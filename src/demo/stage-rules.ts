import type { SettingsInForce, SettingWish } from './stage-settings.ts';

/** When a counter follows another profile; `never`: always its own. */
export const FOLLOWS_WHEN = ['never', 'from-now', 'crowd', 'long-wait'] as const;
export type FollowsWhen = (typeof FOLLOWS_WHEN)[number];

/** What becomes of who waits at closing. */
export const AT_CLOSING = ['serve', 'park', 'expire'] as const;
export type AtClosing = (typeof AT_CLOSING)[number];

/** More than so many who wait are a crowd, until fewer than that wait. */
export const CROWD = 3;
/** Somebody has waited long, until nobody has waited so long any more, s. */
export const [LONG_WAIT, SHORT_WAIT] = [120, 60] as const;

/** A counter that follows another profile by the clock, or by a rule. */
export interface Follows {
  readonly counter: string;
  readonly profile: string;
  readonly when: FollowsWhen;
}

/** When a late customer is in time, either of the two; 0: it does not count. */
export interface LateReturn {
  readonly numbers: number;
  readonly seconds: number;
}

/** A prepared change of one rule; spans are in seconds. */
export type RuleWish =
  | { readonly rule: 'follows'; readonly follows: Follows }
  /** `passOver` of a profile; null: it has none. */
  | { readonly rule: 'pass-over'; readonly profile: string; readonly most: number | null }
  /** `parking.returnAfter`; 0: never by itself. */
  | { readonly rule: 'park-return'; readonly seconds: number }
  /** `noShowWithin` of a counter; null: its pad has all keys. */
  | { readonly rule: 'one-button'; readonly counter: string; readonly seconds: number | null }
  | { readonly rule: 'at-closing'; readonly atClosing: AtClosing }
  | { readonly rule: 'late-return'; readonly lateReturn: LateReturn }
  /** `rating.within`; 0: nobody is asked. */
  | { readonly rule: 'rating'; readonly seconds: number }
  /** `alerts.queueLong`: raised when more than so many wait, cleared when fewer do. */
  | { readonly rule: 'queue-long'; readonly above: number }
  | SettingWish;

/** What the files in force say of these rules; spans are in seconds. */
export interface RulesInForce extends SettingsInForce {
  /** `at`: from which time of day on. */
  readonly follows: (Follows & { readonly at: string }) | null;
  /** By profile. */
  readonly passOver: Readonly<Record<string, number | null>>;
  readonly parkReturn: number;
  /** By counter. */
  readonly oneButton: Readonly<Record<string, number | null>>;
  readonly atClosing: AtClosing;
  readonly lateReturn: LateReturn;
  readonly rating: number;
  /** Null: the alert is off. */
  readonly queueLong: number | null;
}

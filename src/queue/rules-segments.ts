import type { Duration, Selection } from './rules.ts';

/** Others whom a counter with people of its own helps. */
export interface HelpRules {
  /**
   * `idle`: while nobody of its own may be called. A length of time: whoever of them has waited longer, ms, whether
   * its own wait or not.
   */
  readonly when: 'idle' | { readonly longerThan: Duration };
  readonly of: Selection;
}

/** A counter that is there for some segments alone. */
export interface OwnRules {
  /** Its own people: a selection of segments. */
  readonly of: Selection;
  /** Empty: it never helps others. */
  readonly helps: readonly HelpRules[];
}

/** A ticket's segment may be changed by a person. */
export interface UpgradeRules {
  /** `higher`: to a segment of a higher rank than the one that the ticket was issued with, or back to that one. */
  readonly to: 'higher' | 'any';
  /** Codes, one of which has to be given. */
  readonly reasons: readonly string[];
}

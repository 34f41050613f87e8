import type { Duration, Measure, ProfileRules } from './rules.ts';
import type { TraitsBook } from './traits.ts';

/** A condition with the number of its selection. */
export interface IndexedCondition {
  readonly rule: string;
  readonly measure: Measure;
  readonly above: number;
  readonly selection: number;
}

/** A part of a cycle with the number of its selection. */
export interface IndexedPart {
  readonly rule: string;
  readonly times: number;
  readonly selection: number;
}

/** A profile with what is asked of it at every call. */
export interface IndexedProfile {
  readonly rules: ProfileRules;
  readonly cap: Duration;
  /** Infinite when later arrivals may be called before a ticket without end. */
  readonly passOver: number;
  readonly conditions: readonly IndexedCondition[];
  /** Of a cycle; else empty. */
  readonly parts: readonly IndexedPart[];
  /** Of the score; null: the longest wait chooses. */
  readonly exponent: number | null;
  /** Neither a score nor a head start chooses: the arrival alone. */
  readonly isByArrival: boolean;
  /** The order of all who wait does not depend on who is called meanwhile. */
  readonly isFixed: boolean;
  /** The kind and the arrivals alone choose: `lineByArrival` is enough. */
  readonly isPlain: boolean;
  /** Which work goes first while some of it waits, if any does. */
  readonly prefersSimple: boolean | null;
  /** Equal for profiles that call in the same order. */
  readonly signature: string;
}

/** Makes a profile ready to be asked. */
export function indexProfile(rules: ProfileRules, book: TraitsBook): IndexedProfile {
  const { id: _, ...order } = rules;
  const { hasHeadStarts } = book;
  const passOver = rules.passOver ?? Number.POSITIVE_INFINITY;
  const conditions = rules.conditions ?? [];
  const isFixed = conditions.length === 0 && passOver === Number.POSITIVE_INFINITY && rules.kind !== 'cycle';
  // Who goes by the wait alone keeps the order of arrival under every cap.
  const isByWait = isFixed && rules.kind === 'longest-wait' && !hasHeadStarts;
  const exponent = rules.kind === 'longest-wait' ? null : (rules.exponent ?? null);
  const isByArrival = exponent === null && !hasHeadStarts;
  return {
    rules,
    cap: rules.cap,
    passOver,
    conditions: conditions.map(({ id, measure, above, of }) => ({
      rule: `condition/${id}`,
      measure,
      above,
      selection: book.numberOf(of),
    })),
    parts:
      rules.kind === 'cycle'
        ? rules.parts.map(({ id, times, of }) => ({ rule: `cycle/${id}`, times, selection: book.numberOf(of) }))
        : [],
    exponent,
    isByArrival,
    isFixed,
    isPlain: isFixed && isByArrival,
    prefersSimple: rules.kind === 'simple-first' ? true : rules.kind === 'complex-first' ? false : null,
    signature: isByWait ? 'longest-wait' : JSON.stringify(order),
  };
}

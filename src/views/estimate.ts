import { MINUTE } from '../queue/durations.ts';
import type { Estimate } from '../queue/estimate.ts';
import type { Rules, ShownEstimates } from '../queue/rules.ts';

/** What customers are told of a wait. */
export type ToldWait =
  | { readonly kind: 'soon' }
  /** Whole minutes, rounded outward. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  /** More than so many minutes. */
  | { readonly kind: 'over'; readonly minutes: number };

/**
 * An estimate in the words of the ticket: whole minutes, P10 rounded down and P90 up, so that rounding never makes it
 * sound more certain than it is.
 *
 * @returns null where nobody knows, the bank does not say it, or it may be anything: now, or longer than the bank says
 */
export function toldWait(estimate: Estimate | undefined, rules: Pick<Rules, 'estimates'> | null): ToldWait | null {
  const shown = rules?.estimates?.shown;
  return estimate && shown ? inWords(estimate, shown) : null;
}

function inWords({ p10, p90 }: Estimate, { soonUnder, atMost }: ShownEstimates): ToldWait | null {
  if (p90 < soonUnder) return { kind: 'soon' };
  const from = Math.floor(p10 / MINUTE);
  const least = Math.min(from, Math.floor(atMost / MINUTE));
  if (p90 > atMost) return least > 0 ? { kind: 'over', minutes: least } : null;
  return { kind: 'range', from, to: Math.max(from + 1, Math.ceil(p90 / MINUTE)) };
}

/** The whole minutes of an estimate, rounded outward, whatever is said to customers. */
export function wholeMinutes({ p10, p90 }: Estimate): { readonly from: number; readonly to: number } {
  return { from: Math.floor(p10 / MINUTE), to: Math.ceil(p90 / MINUTE) };
}

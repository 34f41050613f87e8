import type { Answer } from '../queue/events.ts';
import type { Rules } from '../queue/rules.ts';
import { toldWait } from '../views/estimate.ts';

/** Characters of a line of a kiosk's screen. */
const WIDTH = 20;

/**
 * What a customer is told of the wait on a line of a kiosk: how many stand before, and how long it will take as far as
 * both fit.
 */
export function prospectText(
  { ahead, estimate }: Extract<Answer, { readonly kind: 'issued' }>,
  rules: Pick<Rules, 'estimates'> | null,
): string {
  if (ahead === 0) return 'YOU ARE NEXT';
  const told = toldWait(estimate, rules);
  const before = `${ahead} BEFORE YOU`;
  if (!told) return before;
  if (told.kind === 'soon') return `${ahead} BEFORE, SOON`;
  const time = told.kind === 'range' ? `${told.from}-${told.to} MIN` : `OVER ${told.minutes} MIN`;
  const both = `${ahead} BEFORE, ${time}`;
  return both.length <= WIDTH ? both : time;
}

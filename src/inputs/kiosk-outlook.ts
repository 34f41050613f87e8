import type { Branch } from '../branch/port.ts';
import type { Rules } from '../queue/rules.ts';
import { whyNotIssuing } from '../views/queue.ts';

/**
 * Of the branch nothing but rules, day, clock, hours and what is left of the day's numbers shows on a kiosk, and every
 * commit comes by here. All but the last are never changed in place.
 *
 * @returns whether they changed since it was asked the last time
 */
export function outlookWatch(branch: Branch, buttons: readonly { readonly service: string }[]): () => boolean {
  const left = (): string =>
    isLimited(branch.committed.rules)
      ? buttons.map(({ service }) => whyNotIssuing(branch.committed, service)?.code ?? '').join()
      : '';
  let { rules, day, clock, hall } = branch.committed;
  let numbers = left();
  return () => {
    const now = branch.committed;
    const leftNow = left();
    if (now.rules === rules && now.day === day && now.clock === clock && now.hall === hall && leftNow === numbers) {
      return false;
    }
    ({ rules, day, clock, hall } = now);
    numbers = leftNow;
    return true;
  };
}

const limited = new WeakMap<Rules, boolean>();

function isLimited(rules: Rules | null): boolean {
  if (!rules) return false;
  let known = limited.get(rules);
  if (known === undefined) {
    known = (rules.limits?.perDay ?? null) !== null || rules.services.some(({ perDay }) => perDay !== undefined);
    limited.set(rules, known);
  }
  return known;
}

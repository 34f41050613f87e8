import type { Judge, Verdict } from './judge.ts';
import { mostWanted } from './late.ts';
import { bestOf } from './search.ts';

/** A plan on the days on which it was searched, and on others. */
export interface Held {
  readonly judge: Judge;
  /** As it was found: the same, or one that misses the targets on other days. */
  readonly found: Verdict;
  readonly verdict: Verdict;
  readonly there: Verdict;
}

/** Counters that may be closed again, tried those first that lose least. */
const MOST_CLOSED = 6;

/** What a plan comes to on other days. */
export async function triedElsewhere(judge: Judge, verdict: Verdict): Promise<Held> {
  return { judge, found: verdict, verdict, there: await judge.others.judge(verdict.plan, { isWhole: true }) };
}

/**
 * Of all plans that was chosen which its days suit: on others it may miss the targets. Then counters are opened one by one, where they
 * serve most of those who are late there, until the targets are kept there too; and closed where both kinds of days keep them without.
 *
 * @returns what was found, where not even all counters would do
 */
export async function holding(judge: Judge, found: Verdict): Promise<Held> {
  const first = await triedElsewhere(judge, found);
  const { plan } = found;
  const all = plan.with(...plan.cells(false));
  if (first.there.isKept || !(await judge.others.judge(all, { isWhole: true })).isKept) return first;
  let { there } = first;
  while (!there.isKept) {
    const more = mostWanted(there, judge.comparison).map((cell) => there.plan.with(cell));
    const best = bestOf(await judge.others.judgeAll(more, { isWhole: true }));
    if (!best) return first;
    there = best;
  }
  const verdict = await judge.judge(there.plan, { isWhole: true });
  return verdict.isKept ? closedAgain({ judge, found, verdict, there }) : first;
}

async function closedAgain(held: Held): Promise<Held> {
  const { judge, there } = held;
  const without = there.plan.cells(true).map((cell) => ({ cell, plan: there.plan.with(cell) }));
  const losses = await judge.others.losses(
    without.map(({ plan }) => plan),
    there,
  );
  const order = without
    .map(({ cell }, place) => ({ cell, loss: Math.max(...(losses[place] ?? [])) }))
    .sort((a, b) => a.loss - b.loss);
  let now = held;
  for (const { cell } of order.slice(0, MOST_CLOSED)) {
    const plan = now.there.plan.with(cell);
    const verdict = await judge.judge(plan, { under: now.verdict });
    if (!verdict.isKept) continue;
    const fewer = await judge.others.judge(plan, { under: now.there });
    if (fewer.isKept) now = { ...now, verdict, there: fewer };
  }
  return now;
}

import { copied } from '../result.ts';
import type { Scenario } from '../scenario.ts';
import type { AdviceResult, PlanResult } from './advice-schema.ts';
import type { Advice, Advised } from './advise.ts';
import { ELSEWHERE, type Verdict } from './judge.ts';
import { leftOut } from './left-out.ts';
import type { Target } from './target.ts';

const HOUR = 3_600_000;
const SECOND = 1_000;
/** Others that are told at most. */
const MOST_NEXT = 5;

/** An advice as `--json` writes it. */
export function adviceResult(scenario: Scenario, targets: readonly Target[], advice: Advice): AdviceResult {
  const planOf = (plan: Advised): PlanResult => planResult(scenario, plan, targets);
  const { names, serviceNames, counterNames, seed, replications } = scenario;
  const named = { services: copied(serviceNames), counters: copied(counterNames) };
  const told = { version: 1, scenario: { names: { ...names }, seed, replications }, ...named } as const;
  if (advice.kind === 'unreachable') {
    const { best, overload } = advice;
    const over = overload && {
      services: [...overload.services],
      brings: overload.brings / HOUR,
      has: overload.has / HOUR,
    };
    const nothing = { isReachable: false, judged: scenario.compare.length, searched: null, next: [], less: [] };
    return { ...told, ...nothing, best: planOf(best), overload: over };
  }
  const { best, searched, next, less, judged, slots } = advice;
  const isSearched = searched.verdict.plan.key === best.verdict.plan.key && searched.comparison === best.comparison;
  return {
    ...told,
    isReachable: true,
    judged,
    best: planOf(best),
    searched: isSearched ? null : planOf(searched),
    next: next.slice(0, MOST_NEXT).map((each) => planOf(each)),
    less: less.map(({ slot, verdict }) => ({
      from: (slots[slot]?.from ?? 0) / SECOND,
      counters: verdict.plan.countersIn(slot).length,
      targets: sharesOf(verdict, targets),
    })),
    overload: null,
  };
}

function planResult(
  scenario: Scenario,
  { comparison, verdict, elsewhere }: Advised,
  targets: readonly Target[],
): PlanResult {
  const { plan } = verdict;
  return {
    rules: comparison.id,
    names: { ...comparison.names },
    counterHours: plan.cost / HOUR,
    targets: sharesOf(verdict, targets),
    onOtherDays: elsewhere && {
      days: ELSEWHERE,
      isKept: elsewhere.isKept,
      targets: sharesOf(elsewhere, targets),
    },
    slots: plan.frame.slots.map(({ from, to }, slot) => ({
      from: from / SECOND,
      to: to / SECOND,
      counters: [...plan.countersIn(slot)],
    })),
    leftOut: [...leftOut(scenario, comparison.rules, plan)],
  };
}

function sharesOf({ shares, days }: Verdict, targets: readonly Target[]): PlanResult['targets'] {
  return shares.map(({ mean, plusMinus }, place) => ({
    target: targets[place]?.text ?? '',
    customers: (days[place] ?? []).reduce((sum, day) => sum + (day?.all ?? 0), 0),
    share: rounded(mean ?? 0),
    plusMinus: plusMinus === null ? null : rounded(plusMinus),
  }));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Whether nobody comes whom a target counts, on any day that was played: then any plan keeps all of them, and to open nothing is none. */
export function isForNobody({ best }: Pick<AdviceResult, 'best'>): boolean {
  return [...best.targets, ...(best.onOtherDays?.targets ?? [])].every(({ customers }) => customers === 0);
}

/** The targets for which somebody counts: they alone can be missed. */
export function ofSome(targets: PlanResult['targets']): PlanResult['targets'] {
  return targets.filter(({ customers }) => customers > 0);
}

import type { Duration, ServiceId } from '../../queue/rules.ts';
import { isThereFor } from '../checks-arrivals.ts';
import { customersOf } from '../customers.ts';
import type { Comparison, Scenario } from '../scenario.ts';
import { Judge, type Verdict } from './judge.ts';
import { better, mostPlans, search } from './search.ts';
import { frameOf, Plan, type Slot } from './slots.ts';
import { loadsIn, startPlan } from './start.ts';
import type { Target } from './target.ts';

export interface Wanted {
  readonly targets: readonly Target[];
  /** Length of a slot, ms. */
  readonly every: Duration;
}

/** A plan under some rules, and what it comes to. */
export interface Advised {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
}

/** One counter less in a slot, where it hurts least. */
export interface Less {
  readonly slot: number;
  readonly verdict: Verdict;
}

/** Work that no plan can do in time. */
export interface Overload {
  readonly services: readonly ServiceId[];
  /** Counter hours that they bring, ms. */
  readonly brings: Duration;
  /** Counter hours that there are for them, ms. */
  readonly has: Duration;
}

/** Which counters are to be open when, under which rules. */
export type Advice =
  | {
      readonly kind: 'advised';
      readonly slots: readonly Slot[];
      readonly best: Advised;
      /** Other plans and rules that keep the targets: the best of each set of rules, and the next of the best. */
      readonly next: readonly Advised[];
      readonly less: readonly Less[];
      /** Plans that were played. */
      readonly judged: number;
    }
  /** With all counters open all day. */
  | { readonly kind: 'unreachable'; readonly best: Advised; readonly overload: Overload | null };

/**
 * Finds the fewest counter hours that keep the targets: Erlang's formula to start, days that are played on the queue of the
 * branch to decide, the same days for all plans and rules.
 *
 * @param told is told how many plans were judged, and how many these may become
 */
export function advise(
  scenario: Scenario,
  { targets, every }: Wanted,
  told: (judged: number, ofAtMost: number) => void = () => {},
): Advice {
  const frame = frameOf(scenario, every);
  const days = Array.from({ length: scenario.replications }, (_, day) => customersOf(scenario, day));
  let judged = 0;
  /** Of rules whose search is over, what it came to; of others, what it may come to. */
  let most = scenario.compare.length * mostPlans(frame);
  const judges = scenario.compare.map(
    (comparison) =>
      new Judge(scenario, comparison, targets, days, () => {
        judged += 1;
        told(judged, Math.max(judged, most));
      }),
  );
  const found = judges.flatMap((judge) => {
    const verdict = search(judge, startPlan(scenario, judge.comparison, frame, targets));
    most -= Math.max(0, mostPlans(frame) - judge.known.size);
    return verdict ? [{ judge, comparison: judge.comparison, verdict }] : [];
  });
  const [best, ...others] = [...found].sort((a, b) => (better(a.verdict, b.verdict) ? -1 : 1));
  if (!best)
    return outOfReach(
      scenario,
      judges,
      new Plan(
        frame,
        frame.cells.map(() => true),
      ),
    );
  const { judge, verdict, comparison } = best;
  const next = [nextOf(judge, verdict), ...others].flatMap((each) =>
    each ? [{ comparison: each.comparison, verdict: each.verdict }] : [],
  );
  const sorted = next.sort((a, b) => (better(a.verdict, b.verdict) ? -1 : 1));
  const less = frame.slots.flatMap((_, slot) => lessIn(judge, verdict, slot));
  return { kind: 'advised', slots: frame.slots, best: { comparison, verdict }, next: sorted, less, judged };
}

function outOfReach(scenario: Scenario, judges: readonly Judge[], all: Plan): Advice {
  const tried = judges.map((judge) => ({ comparison: judge.comparison, verdict: judge.judge(all, { isWhole: true }) }));
  const best = tried.reduce((most, each) => (each.verdict.margin > most.verdict.margin ? each : most));
  return { kind: 'unreachable', best, overload: overloadOf(scenario, best.comparison, all) };
}

/** The next best of the plans that were judged under the same rules. */
function nextOf({ known, comparison }: Judge, best: Verdict): Advised | null {
  const others = [...known.values()].filter(({ isKept, plan }) => isKept && plan.key !== best.plan.key);
  const verdict = others.reduce((first: Verdict | null, each) => (!first || better(each, first) ? each : first), null);
  return verdict && { comparison, verdict };
}

/** Counters of a slot without which all days are played. */
const TRIED = 3;

function lessIn(judge: Judge, under: Verdict, slot: number): Less[] {
  const { plan } = under;
  const open = plan.cells(true).filter((index) => plan.frame.cells[index]?.slot === slot);
  const tried = open.map((cell) => judge.judge(plan.with(cell), { under }));
  // Most were given up after a day or two: those that looked best are played to the end.
  const best = tried.sort((a, b) => b.margin - a.margin).slice(0, TRIED);
  const whole = best.map((each) => judge.judge(each.plan, { isWhole: true }));
  const [least] = whole.sort((a, b) => b.margin - a.margin);
  return least ? [{ slot, verdict: least }] : [];
}

/** The customers whose work asks most of the counters that there are for them, where that is more than they have. */
function overloadOf(scenario: Scenario, { rules }: Comparison, { frame }: Plan): Overload | null {
  const brings = new Map<ServiceId, Duration>();
  for (const slot of frame.slots) {
    for (const { kind, load } of loadsIn(scenario, slot)) {
      brings.set(kind.service, (brings.get(kind.service) ?? 0) + load * (slot.to - slot.from));
    }
  }
  const openFor = (services: readonly ServiceId[]): Duration =>
    frame.cells.reduce((sum, { counter, slot }) => {
      const found = rules.counters.find(({ id }) => id === counter);
      const serves = services.some((service) => found && isThereFor(found, { service, segment: '' }));
      const { from = 0, to = 0 } = frame.slots[slot] ?? {};
      return serves ? sum + to - from : sum;
    }, 0);
  const sets = [[...brings.keys()], ...[...brings.keys()].map((service) => [service])];
  const over = sets.map((services) => ({
    services,
    brings: services.reduce((sum, service) => sum + (brings.get(service) ?? 0), 0),
    has: openFor(services),
  }));
  const [worst] = over.sort((a, b) => b.brings / Math.max(1, b.has) - a.brings / Math.max(1, a.has));
  return worst && worst.brings >= worst.has ? worst : null;
}

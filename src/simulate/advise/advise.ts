import type { Duration, ServiceId } from '../../queue/rules.ts';
import { isThereFor } from '../checks-arrivals.ts';
import type { Crew } from '../crew.ts';
import { crewHere } from '../days.ts';
import type { Comparison, Scenario } from '../scenario.ts';
import { type Held, holding, triedElsewhere } from './holding.ts';
import { Judge, type Verdict } from './judge.ts';
import { areFew, better, mostDays, search } from './search.ts';
import { type Frame, frameOf, Plan, type Slot } from './slots.ts';
import { loadsIn, startPlan } from './start.ts';
import type { Wanted } from './target.ts';

/** A plan under some rules, and what it comes to. */
export interface Advised {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
  /** On other days than those on which it was found; null where nothing was. */
  readonly elsewhere: Verdict | null;
}

/** One counter less in a slot, where it hurts least; on other days. */
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
      /** The fewest counter hours on the days that were searched: the same, or too few on other days. */
      readonly searched: Advised;
      /** Other plans and rules that keep the targets on the days that were searched: the best of each set of rules, and the next of the best. */
      readonly next: readonly Advised[];
      readonly less: readonly Less[];
      /** Plans that were played. */
      readonly judged: number;
    }
  /** With all counters open all day. */
  | { readonly kind: 'unreachable'; readonly best: Advised; readonly overload: Overload | null };

/**
 * Finds the fewest counter hours that keep the targets: Erlang's formula to start, days that are played on the queue of the
 * branch to decide, the same days for all plans and rules. The rules are searched side by side; what is found does not depend on
 * how many play.
 *
 * @param told is told how many days were played, and how many these may become
 */
export async function advise(
  scenario: Scenario,
  wanted: Wanted,
  crew: Crew = crewHere(scenario),
  told: (played: number, ofAtMost: number) => void = () => {},
): Promise<Advice> {
  const frame = frameOf(scenario, wanted.every);
  let played = 0;
  const most = scenario.compare.length * mostDays(frame, scenario.replications);
  const tell = (): void => {
    played += 1;
    told(played, Math.max(played, most));
  };
  const days = { first: 0, count: scenario.replications };
  const judges = [...scenario.compare.entries()].map((rules) => new Judge(days, rules, wanted, crew, tell));
  const found = inOrder(await foundBy(scenario, judges, frame, wanted));
  const [searched] = found;
  if (!searched)
    return outOfReach(
      scenario,
      judges,
      new Plan(
        frame,
        frame.cells.map(() => true),
      ),
    );
  const held = await heldOf(found);
  const best =
    held.find(({ there }) => there.isKept) ?? held[0] ?? (await triedElsewhere(searched.judge, searched.verdict));
  const others = await othersOf(best, held, searched);
  const less = await Promise.all(frame.slots.map((_, slot) => lessIn(best.judge.others, best.there, slot)));
  return {
    kind: 'advised',
    slots: frame.slots,
    best: advisedOf(best),
    searched: advisedOf(await triedElsewhere(searched.judge, searched.verdict)),
    next: others.map(advisedOf),
    less: less.flat(),
    judged: judges.reduce((sum, { plans }) => sum + plans, 0),
  };
}

interface Found {
  readonly judge: Judge;
  readonly verdict: Verdict;
}

function advisedOf({ judge, verdict, there }: Held): Advised {
  return { comparison: judge.comparison, verdict, elsewhere: there };
}

function inOrder<T extends Found>(found: readonly T[]): readonly T[] {
  return [...found].sort((a, b) => (better(a.verdict, b.verdict) ? -1 : 1));
}

/**
 * What was found under each set of rules, so that it holds on other days; those first that do, the best first. Rules that ask for more
 * hours already than others need for both are left as they were found.
 */
async function heldOf(found: readonly Found[]): Promise<readonly Held[]> {
  const held: Held[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const { judge, verdict } of found) {
    const isBehind = verdict.plan.cost >= fewest;
    const each = await (isBehind ? triedElsewhere(judge, verdict) : holding(judge, verdict));
    if (each.there.isKept) fewest = Math.min(fewest, each.verdict.plan.cost);
    held.push(each);
  }
  return keptFirst(held);
}

function keptFirst(held: readonly Held[]): readonly Held[] {
  const sorted = inOrder(held);
  return [...sorted.filter(({ there }) => there.isKept), ...sorted.filter(({ there }) => !there.isKept)];
}

/** Plans that are told beside the best: the next one under the same rules, the best under others, and what was searched. */
async function othersOf(best: Held, held: readonly Held[], searched: Found): Promise<readonly Held[]> {
  const { judge, verdict } = best;
  const second = await nextOf(best);
  const more = [...(second ? [second] : []), searched.verdict].map((each) =>
    triedElsewhere(each === second ? judge : searched.judge, each),
  );
  const all = [...held, ...(await Promise.all(more))];
  const isOther = (each: Held): boolean => each.judge !== judge || each.verdict.plan.key !== verdict.plan.key;
  const isFirst = (each: Held, place: number): boolean =>
    all.findIndex((one) => one.judge === each.judge && one.verdict.plan.key === each.verdict.plan.key) === place;
  return keptFirst(all.filter((each, place) => isOther(each) && isFirst(each, place)));
}

/** What each search comes to. Where there is much to try, those that are far behind are not searched on. */
async function foundBy(
  scenario: Scenario,
  judges: readonly Judge[],
  frame: Frame,
  { targets, every }: Wanted,
): Promise<readonly Found[]> {
  const searches = await Promise.all(
    judges.map(async (judge) => {
      const start = startPlan(scenario, judge.comparison, frame, targets);
      return { judge, ...(await search(judge, start, scenario.replications)) };
    }),
  );
  const fewest = Math.min(...searches.map(({ found }) => found?.plan.cost ?? Number.POSITIVE_INFINITY));
  const verdicts = await Promise.all(
    searches.map(({ found, improved }) => {
      const isNear = areFew(frame) || (found?.plan.cost ?? 0) - fewest <= NEAR * every;
      return isNear ? improved() : found;
    }),
  );
  return verdicts.flatMap((verdict, place) => {
    const judge = judges[place];
    return verdict && judge ? [{ judge, verdict }] : [];
  });
}

/** Slots by which rules may be behind that are searched on. */
const NEAR = 1;

async function outOfReach(scenario: Scenario, judges: readonly Judge[], all: Plan): Promise<Advice> {
  const tried = await Promise.all(
    judges.map(async (judge) => ({
      comparison: judge.comparison,
      verdict: await judge.judge(all, { isWhole: true }),
      elsewhere: null,
    })),
  );
  const best = tried.reduce((most, each) => (each.verdict.margin > most.verdict.margin ? each : most));
  return { kind: 'unreachable', best, overload: overloadOf(scenario, best.comparison, all) };
}

/** The next best under the same rules, of the plans that were judged as the best was: where other days asked for more, on these too. */
async function nextOf({ judge, found, verdict }: Held): Promise<Verdict | null> {
  const { known } = found === verdict ? judge : judge.others;
  const isOther = ({ isKept, plan }: Verdict): boolean => isKept && plan.key !== verdict.plan.key;
  // With all open the targets are kept in any case.
  const isSome = ({ plan }: Verdict): boolean => known === judge.known || plan.cells(false).length > 0;
  const others = [...known.values()].filter((each) => isOther(each) && isSome(each));
  const next = others.reduce((first: Verdict | null, each) => (!first || better(each, first) ? each : first), null);
  const here = next && (await judge.judge(next.plan, { isWhole: true }));
  return here?.isKept ? here : null;
}

/** Counters of a slot without which all days are played. */
const TRIED = 2;

async function lessIn(judge: Judge, under: Verdict, slot: number): Promise<readonly Less[]> {
  const { plan } = under;
  const open = plan.cells(true).filter((index) => plan.frame.cells[index]?.slot === slot);
  const tried = await judge.race(
    open.map((cell) => plan.with(cell)),
    under,
    TRIED,
  );
  const whole = await judge.judgeAll(
    tried.map((each) => each.plan),
    { isWhole: true },
  );
  const [least] = [...whole].sort((a, b) => b.margin - a.margin);
  return least ? [{ slot, verdict: least }] : [];
}

/** The customers whose work asks most of the counters that there are for them, where that is more than they have. */
function overloadOf(scenario: Scenario, { rules }: Comparison, { frame }: Plan): Overload | null {
  const brings = new Map<ServiceId, Duration>();
  for (const slot of frame.slots) {
    for (const { kind, load } of loadsIn(scenario, rules, slot)) {
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

import type { Duration, ServiceId } from '../../queue/rules.ts';
import { type Customer, waitsFrom } from '../customers.ts';
import { playDay } from '../hall.ts';
import { type Figure, figureOf } from '../intervals.ts';
import type { DayRecord } from '../record.ts';
import type { Comparison, Scenario } from '../scenario.ts';
import { BRANCH_ENGINE } from '../simulate.ts';
import type { Plan, Slot } from './slots.ts';
import type { Target } from './target.ts';

/** What a plan comes to. */
export interface Verdict {
  readonly plan: Plan;
  readonly isKept: boolean;
  /** By how much the target that is kept worst is kept; below 0: missed. */
  readonly margin: number;
  /** Share in time, by target, in their order; the mean of all days, and half of its interval. */
  readonly shares: readonly Figure[];
  /** Played on all days: not so far off that it was given up. */
  readonly isWhole: boolean;
  /** By target and day; undefined: that day was not played. */
  readonly days: readonly (readonly (DayCount | undefined)[])[];
  /** Customers who were not called in time, by the slot in which they came, and their service. */
  readonly late: ReadonlyMap<string, number>;
}

/** Customers of a day who count for a target. */
export interface DayCount {
  readonly inTime: number;
  readonly all: number;
}

/** How a plan is judged. */
export interface Judging {
  /** On all days, however far off it is. */
  readonly isWhole?: boolean;
  /** A plan that has all that this one has and more, played on all days: where this one is not as good, it cannot make that up. */
  readonly under?: Verdict | null;
}

/** By so much a plan may do better on a day than one that has more, share: counters that are closed change who goes where. */
const LUCK = 0.005;
/** How far off a plan may be after so many days that is played on. */
const FAR_OFF: Readonly<Record<number, number>> = { 1: 0.15, 3: 0.06 };

/** Plays plans on the same days under the same rules. */
export class Judge {
  readonly comparison: Comparison;
  /** Plans that were judged, each once. */
  readonly known = new Map<string, Verdict>();
  readonly #scenario: Scenario;
  readonly #targets: readonly Target[];
  readonly #days: readonly (readonly Customer[])[];
  readonly #own: ReadonlyMap<ServiceId, Duration>;
  readonly #told: () => void;

  /** @param days customers of each; the same for all plans and rules */
  constructor(
    scenario: Scenario,
    comparison: Comparison,
    targets: readonly Target[],
    days: readonly (readonly Customer[])[],
    told: () => void,
  ) {
    this.#scenario = scenario;
    // What each customer is told of the wait moves nobody, and would take most of the time.
    const { estimates: _, ...rules } = comparison.rules;
    this.comparison = { ...comparison, rules };
    this.#targets = targets;
    this.#days = days;
    this.#told = told;
    this.#own = new Map(comparison.rules.services.map(({ id, targetWait }) => [id, targetWait]));
  }

  judge(plan: Plan, how: Judging = {}): Verdict {
    const { isWhole = false, under = null } = how;
    const known = this.known.get(plan.key);
    if (known && (known.isWhole || !isWhole)) return known;
    const verdict = this.#played(plan, isWhole, under?.isWhole === true ? under : null);
    this.known.set(plan.key, verdict);
    this.#told();
    return verdict;
  }

  #played(plan: Plan, isWhole: boolean, under: Verdict | null): Verdict {
    const staffed = plan.staffed(this.#scenario);
    const tallies = this.#targets.map(() => new Tally(this.#days.length));
    const late = new Map<string, number>();
    let played = 0;
    for (const day of this.#hardestFirst(under)) {
      const record = playDay(staffed, this.comparison, this.#days[day] ?? [], BRANCH_ENGINE);
      for (const [place, target] of this.#targets.entries()) {
        tallies[place]?.set(day, this.#count(record, target, plan, late));
      }
      played += 1;
      if (isWhole) continue;
      if (under ? this.#isLost(tallies, under) : this.#marginOf(tallies) < -(FAR_OFF[played] ?? 1)) break;
    }
    const margin = this.#marginOf(tallies);
    return {
      plan,
      isKept: margin >= 0 && played === this.#days.length,
      margin,
      shares: tallies.map((tally) => tally.figure()),
      isWhole: played === this.#days.length,
      days: tallies.map(({ days }) => days),
      late,
    };
  }

  /** Days on which the plan with more keeps its targets worst tell soonest. */
  #hardestFirst(under: Verdict | null): readonly number[] {
    const days = this.#days.map((_, day) => day);
    if (!under) return days;
    const worst = days.map((day) =>
      Math.min(
        ...under.days.map((of, place) => {
          const { inTime, all } = of[day] ?? NOBODY;
          return inTime - all * (this.#targets[place]?.share ?? 0);
        }),
      ),
    );
    return days.sort((a, b) => (worst[a] ?? 0) - (worst[b] ?? 0) || a - b);
  }

  /** Whether a target is missed even if all days that are left go as well as with the plan that has more. */
  #isLost(tallies: readonly Tally[], under: Verdict): boolean {
    return tallies.some((tally, place) => {
      let [inTime, all] = [0, 0];
      for (const [day, best] of (under.days[place] ?? []).entries()) {
        const count = tally.days[day];
        const { inTime: those, all: of } = count ?? best ?? NOBODY;
        inTime += count ? those : Math.min(of, those + LUCK * of);
        all += of;
      }
      return inTime < all * (this.#targets[place]?.share ?? 0);
    });
  }

  #marginOf(tallies: readonly Tally[]): number {
    return Math.min(...tallies.map((tally, place) => tally.share - (this.#targets[place]?.share ?? 0)));
  }

  #count(
    { customers, calledAt, leftAt, fates }: DayRecord,
    { service, within }: Target,
    { frame }: Plan,
    late: Map<string, number>,
  ): DayCount {
    let [inTime, all] = [0, 0];
    for (const [place, customer] of customers.entries()) {
      if (service !== null && customer.service !== service) continue;
      const fate = fates[place];
      // Who got no number, or went to a machine, waits for nobody.
      if (fate === 'refused' || fate === 'diverted' || fate === 'expected') continue;
      const limit = within ?? this.#own.get(customer.service) ?? 0;
      const called = calledAt[place] ?? Number.NaN;
      // Who left before the time was over has not waited too long.
      if (Number.isNaN(called) && fate === 'walked-out' && (leftAt[place] ?? 0) - waitsFrom(customer) <= limit)
        continue;
      all += 1;
      if (called - waitsFrom(customer) <= limit) inTime += 1;
      else {
        const key = lateKey(slotOf(frame.slots, customer.at), customer.service);
        late.set(key, (late.get(key) ?? 0) + 1);
      }
    }
    return { inTime, all };
  }
}

/** The name under which those are counted who came in a slot for a service. */
export function lateKey(slot: number, service: ServiceId): string {
  return `${slot} ${service}`;
}

function slotOf(slots: readonly Slot[], at: number): number {
  const slot = slots.findLastIndex(({ from }) => from <= at);
  return Math.max(0, slot);
}

const NOBODY: DayCount = { inTime: 0, all: 0 };

class Tally {
  readonly days: (DayCount | undefined)[];

  constructor(days: number) {
    this.days = Array.from({ length: days }, () => undefined);
  }

  /** Of all days together that were played: a day with more customers counts more. */
  get share(): number {
    let [inTime, all] = [0, 0];
    for (const day of this.days) {
      inTime += day?.inTime ?? 0;
      all += day?.all ?? 0;
    }
    return all === 0 ? 1 : inTime / all;
  }

  set(day: number, count: DayCount): void {
    this.days[day] = count;
  }

  figure(): Figure {
    const shares = this.days.map((day) => (day === undefined || day.all === 0 ? Number.NaN : day.inTime / day.all));
    return { mean: this.share, plusMinus: figureOf(shares).plusMinus };
  }
}

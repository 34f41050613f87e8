import type { Duration, ServiceId } from '../../queue/rules.ts';
import type { Customer } from '../customers.ts';
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
  /** Customers who were not called in time, by the slot in which they came, and their service. */
  readonly late: ReadonlyMap<string, number>;
}

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

  /** @param isWhole on all days, however far off it is */
  judge(plan: Plan, isWhole = false): Verdict {
    const known = this.known.get(plan.key);
    if (known && (known.isWhole || !isWhole)) return known;
    const verdict = this.#played(plan, isWhole);
    this.known.set(plan.key, verdict);
    this.#told();
    return verdict;
  }

  #played(plan: Plan, isWhole: boolean): Verdict {
    const staffed = plan.staffed(this.#scenario);
    const tallies = this.#targets.map(() => new Tally());
    const late = new Map<string, number>();
    let played = 0;
    for (const customers of this.#days) {
      const record = playDay(staffed, this.comparison, customers, BRANCH_ENGINE);
      for (const [place, target] of this.#targets.entries()) this.#count(record, target, tallies[place], plan, late);
      played += 1;
      if (!isWhole && this.#marginOf(tallies) < -(FAR_OFF[played] ?? 1)) break;
    }
    const margin = this.#marginOf(tallies);
    return {
      plan,
      isKept: margin >= 0,
      margin,
      shares: tallies.map((tally) => tally.figure()),
      isWhole: played === this.#days.length,
      late,
    };
  }

  #marginOf(tallies: readonly Tally[]): number {
    return Math.min(...tallies.map((tally, place) => tally.share - (this.#targets[place]?.share ?? 0)));
  }

  #count(
    { customers, calledAt, leftAt, fates }: DayRecord,
    { service, within }: Target,
    tally: Tally | undefined,
    { frame }: Plan,
    late: Map<string, number>,
  ): void {
    let [inTime, all] = [0, 0];
    for (const [place, customer] of customers.entries()) {
      if (service !== null && customer.service !== service) continue;
      const fate = fates[place];
      // Who got no number, or went to a machine, waits for nobody.
      if (fate === 'refused' || fate === 'diverted' || fate === 'expected') continue;
      const limit = within ?? this.#own.get(customer.service) ?? 0;
      const called = calledAt[place] ?? Number.NaN;
      // Who left before the time was over has not waited too long.
      if (Number.isNaN(called) && fate === 'walked-out' && (leftAt[place] ?? 0) - customer.at <= limit) continue;
      all += 1;
      if (called - customer.at <= limit) inTime += 1;
      else {
        const key = lateKey(slotOf(frame.slots, customer.at), customer.service);
        late.set(key, (late.get(key) ?? 0) + 1);
      }
    }
    tally?.add(inTime, all);
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

class Tally {
  readonly #days: number[] = [];
  #inTime = 0;
  #all = 0;

  /** Of all days together: a day with more customers counts more. */
  get share(): number {
    return this.#all === 0 ? 1 : this.#inTime / this.#all;
  }

  add(inTime: number, all: number): void {
    this.#inTime += inTime;
    this.#all += all;
    this.#days.push(all === 0 ? Number.NaN : inTime / all);
  }

  figure(): Figure {
    return { mean: this.share, plusMinus: figureOf(this.#days).plusMinus };
  }
}

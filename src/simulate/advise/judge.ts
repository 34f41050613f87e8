import type { Crew } from '../crew.ts';
import { type Figure, figureOf } from '../intervals.ts';
import type { Comparison } from '../scenario.ts';
import { type DayCounts, isLost, LUCK, lossesOf, marginOf, roomsOf, shareOf, tellingOrder } from './odds.ts';
import type { PlanDay } from './plan-day.ts';
import type { Plan } from './slots.ts';
import type { Wanted } from './target.ts';

/** What a plan comes to. */
export interface Verdict {
  readonly plan: Plan;
  readonly isKept: boolean;
  /** By how much the target that is kept worst is kept; below 0: missed. */
  readonly margin: number;
  /** By how much each target is kept, in their order. */
  readonly rooms: readonly number[];
  /** Share in time, by target, in their order; the mean of all days, and half of its interval. */
  readonly shares: readonly Figure[];
  /** Played on all days: not so far off that it was given up. */
  readonly isWhole: boolean;
  readonly days: DayCounts;
  /** Customers who were not called in time, by the slot in which they came, and their service. */
  readonly late: ReadonlyMap<string, number>;
}

/** How plans are judged. */
export interface Judging {
  /** On all days, however far off they are. */
  readonly isWhole?: boolean;
  /** A plan that has all that each of these has and more, played on all days: they are given up where they lose too much against it. */
  readonly under?: Verdict | null;
}

/** How far off a plan may be after so many days that is played on. */
const FAR_OFF: Readonly<Record<number, number>> = { 1: 0.15, 2: 0.1, 4: 0.06 };

/** Other days on which it is looked whether what was found holds there too. */
export const ELSEWHERE = 40;

/** Days of a scenario that follow each other. */
export interface Days {
  readonly first: number;
  readonly count: number;
}

/** A day that tells about what a plan loses. */
const ROUGH = 1;

/** Plays plans on the same days under the same rules. */
export class Judge {
  readonly comparison: Comparison;
  /** Plans that were judged, each once. */
  readonly known = new Map<string, Verdict>();
  readonly #place: number;
  readonly #first: number;
  readonly #count: number;
  readonly #wanted: Wanted;
  readonly #crew: Crew;
  readonly #told: () => void;
  /** Days that were played, by plan: none is played twice. */
  readonly #played = new Map<string, (PlanDay | undefined)[]>();
  #days = 0;
  #others: Judge | null = null;

  /**
   * @param days on which plans are played
   * @param comparison the rules, and their place among those that are compared
   * @param told is told of each day that was played
   */
  constructor(
    { first, count }: Days,
    [place, comparison]: readonly [number, Comparison],
    wanted: Wanted,
    crew: Crew,
    told: () => void = () => {},
  ) {
    this.comparison = comparison;
    this.#place = place;
    this.#first = first;
    this.#count = count;
    this.#wanted = wanted;
    this.#crew = crew;
    this.#told = told;
  }

  /** How many plans were played, if only on a day. */
  get plans(): number {
    return this.#played.size;
  }

  /** How many days were played, of all plans together. */
  get days(): number {
    return this.#days;
  }

  async judge(plan: Plan, how: Judging = {}): Promise<Verdict> {
    const known = this.known.get(plan.key);
    if (known && (known.isWhole || how.isWhole !== true)) return known;
    const verdict = await this.#judged(plan, how);
    this.known.set(plan.key, verdict);
    return verdict;
  }

  /** Judges plans side by side: what each comes to does not depend on the others. */
  async judgeAll(plans: readonly Plan[], how: Judging = {}): Promise<readonly Verdict[]> {
    const isKnown = ({ key }: Plan): boolean => this.known.has(key) && how.isWhole !== true;
    const verdicts = await Promise.all(
      plans.map((plan) => (isKnown(plan) ? this.judge(plan) : this.#judged(plan, how))),
    );
    // In their order, whichever was done first.
    for (const verdict of verdicts) this.known.set(verdict.plan.key, verdict);
    return verdicts;
  }

  /**
   * Judges the best of some plans; the others are left after the days that told them apart, and not known.
   *
   * @param under as in {@link Judging}
   * @param most how many are judged
   */
  async race(plans: readonly Plan[], under: Verdict, most: number): Promise<readonly Verdict[]> {
    const order = this.#orderUnder(under);
    let left = plans;
    for (const { from, to } of roundsOf(this.#count)) {
      if (left.length <= most) break;
      await Promise.all(left.map((plan) => this.#play(plan, order.slice(from, to))));
      const margins = new Map(left.map((plan) => [plan, marginOf(this.#countsOf(plan), this.#wanted.targets)]));
      const sorted = [...left].sort((a, b) => (margins.get(b) ?? 0) - (margins.get(a) ?? 0));
      left = sorted.slice(0, Math.max(most, Math.ceil(sorted.length / 2)));
    }
    return this.judgeAll(left, { under });
  }

  /**
   * What plans lose by target against one that has more, as the days say that tell most.
   *
   * @param under as in {@link Judging}
   */
  async losses(plans: readonly Plan[], under: Verdict): Promise<readonly (readonly number[])[]> {
    const days = this.#orderUnder(under).slice(0, ROUGH);
    await Promise.all(plans.map((plan) => this.#play(plan, days)));
    return plans.map((plan) => lossesOf(this.#countsOf(plan), under.days, this.#wanted.targets));
  }

  /** Plays plans on days that come after these, under the same rules. */
  get others(): Judge {
    this.#others ??= new Judge(
      { first: this.#first + this.#count, count: ELSEWHERE },
      [this.#place, this.comparison],
      this.#wanted,
      this.#crew,
      this.#told,
    );
    return this.#others;
  }

  /** Whether a plan need not be played: one that has all that it has was, and missed a target by more than luck makes up. */
  isHopeless(plan: Plan): boolean {
    for (const { isKept, margin, plan: more } of this.known.values()) {
      if (!isKept && margin < -LUCK && more.hasAllOf(plan)) return true;
    }
    return false;
  }

  async #judged(plan: Plan, { isWhole = false, under = null }: Judging): Promise<Verdict> {
    const above = under?.isWhole === true ? under : null;
    const order = this.#orderUnder(above);
    let played = 0;
    for (const { from, to } of isWhole ? [{ from: 0, to: this.#count }] : roundsOf(this.#count)) {
      await this.#play(plan, order.slice(from, to));
      played = to;
      if (to < this.#count && !isWhole && this.#isGivenUp(plan, above, to)) break;
    }
    return this.#verdictOn(plan, played === this.#count);
  }

  #isGivenUp(plan: Plan, under: Verdict | null, played: number): boolean {
    const { targets } = this.#wanted;
    const counts = this.#countsOf(plan);
    return under ? isLost(counts, under.days, targets) : marginOf(counts, targets) < -(FAR_OFF[played] ?? 1);
  }

  #orderUnder(under: Verdict | null): readonly number[] {
    return under
      ? tellingOrder(under.days, this.#wanted.targets)
      : Array.from({ length: this.#count }, (_, day) => day);
  }

  async #play(plan: Plan, days: readonly number[]): Promise<void> {
    const played = this.#played.get(plan.key) ?? Array.from({ length: this.#count }, () => undefined);
    this.#played.set(plan.key, played);
    await Promise.all(
      days.map(async (day) => {
        if (played[day]) return;
        played[day] = await this.#playOne(plan, day);
        this.#days += 1;
      }),
    );
  }

  async #playOne({ open }: Plan, day: number): Promise<PlanDay> {
    const asked = { comparison: this.#place, day: this.#first + day, open, wanted: this.#wanted };
    const played = await this.#crew.play('plan', asked);
    this.#told();
    return played;
  }

  #countsOf({ key }: Plan): DayCounts {
    const played = this.#played.get(key) ?? [];
    return this.#wanted.targets.map((_, place) => played.map((day) => day?.counts[place]));
  }

  #verdictOn(plan: Plan, isWhole: boolean): Verdict {
    const days = this.#countsOf(plan);
    const rooms = roomsOf(days, this.#wanted.targets);
    const margin = Math.min(...rooms);
    const late = new Map<string, number>();
    for (const day of this.#played.get(plan.key) ?? []) {
      for (const [key, count] of day?.late ?? []) late.set(key, (late.get(key) ?? 0) + count);
    }
    return { plan, isKept: isWhole && margin >= 0, margin, rooms, shares: days.map(figureIn), isWhole, days, late };
  }
}

/** Days in rounds: one, one more, then as many again as were played. */
function roundsOf(count: number): readonly { readonly from: number; readonly to: number }[] {
  const rounds: { readonly from: number; readonly to: number }[] = [];
  for (let from = 0, to = 1; from < count; from = to, to *= 2) rounds.push({ from, to: Math.min(to, count) });
  return rounds;
}

function figureIn(days: DayCounts[number]): Figure {
  const shares = days.map((day) => (day === undefined || day.all === 0 ? Number.NaN : day.inTime / day.all));
  return { mean: shareOf(days), plusMinus: figureOf(shares).plusMinus };
}

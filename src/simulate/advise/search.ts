import type { Judge, Verdict } from './judge.ts';
import { leastLate, mostWanted } from './late.ts';
import type { Frame, Plan } from './slots.ts';

/** Where all may be tried they are. */
const FEW = 30;
/** Plans that may be judged to the end for opening and exchanging, under one set of rules: of few cells, of many. */
const MOST_PLANS = { few: 600, many: 30 } as const;
/** Part of the room above a target that may be lost at once by what a few days say. */
const SAFE = 0.7;
/** Of exchanges for the same counter so many are judged to the end. */
const MOST_MOVED = 6;

/** Whether there are so few cells that all exchanges may be tried. */
export function areFew({ cells }: Frame): boolean {
  return cells.length <= FEW;
}

/** A search under one set of rules. */
export interface Search {
  /** Null: the targets are not kept with all open. */
  readonly found: Verdict | null;
  /** Goes on from what was found: one that is open for one or two others. */
  improved(): Promise<Verdict | null>;
}

/**
 * The plan with the fewest counter hours that keeps the targets, as far as a search by single counters and slots finds it: opened one
 * by one until the targets are kept, closed again where they are kept without; then, where it is asked for, one here for one or two there.
 *
 * @param days on which each plan is played
 */
export async function search(judge: Judge, start: Plan, days: number): Promise<Search> {
  const all = await judge.judge(start.with(...start.cells(false)));
  if (!all.isKept) return { found: null, improved: async () => null };
  const isFew = areFew(start.frame);
  const searching = new Searching(judge, days * (isFew ? MOST_PLANS.few : MOST_PLANS.many));
  const found = await searching.shrunk(await searching.thinned(await searching.grown(start)));
  return {
    found,
    async improved() {
      const kept = await searching.improved(found);
      // From the other end: who begins with all open ends elsewhere.
      const other = isFew ? await searching.improved(await searching.shrunk(all)) : kept;
      return better(other, kept) ? other : kept;
    },
  };
}

/** Fewer counter hours; for as many, targets that are kept better. */
export function better(a: Verdict, b: Verdict): boolean {
  return a.plan.cost !== b.plan.cost ? a.plan.cost < b.plan.cost : a.margin > b.margin;
}

/** About how many days a search plays at most. */
export function mostDays(frame: Frame, days: number): number {
  return days * (frame.cells.length + (areFew(frame) ? MOST_PLANS.few : MOST_PLANS.many));
}

class Searching {
  readonly #judge: Judge;
  readonly #most: number;
  /** Until so many days were played of all plans. */
  #until = 0;

  constructor(judge: Judge, most: number) {
    this.#judge = judge;
    this.#most = most;
  }

  async grown(start: Plan): Promise<Verdict> {
    let now = await this.#judge.judge(start);
    while (!now.isKept) {
      const { plan } = now;
      const best = bestOf(await this.#judge.judgeAll(this.#wanted(now).map((cell) => plan.with(cell))));
      if (!best) return now;
      now = best;
    }
    return now;
  }

  /** Where there is much room several are closed at once, one in each slot, by what they lose on a few days. */
  async thinned(start: Verdict): Promise<Verdict> {
    if (this.#isFew(start)) return start;
    let now = start;
    for (;;) {
      const { plan } = now;
      const hopeful = leastLate(now).filter((cell) => !this.#judge.isHopeless(plan.with(cell)));
      const losses = await this.#judge.losses(
        hopeful.map((cell) => plan.with(cell)),
        now,
      );
      let closed = this.#fittingIn(now, hopeful, losses);
      let next: Verdict | null = null;
      while (!next?.isKept && closed.length > 1) {
        next = await this.#judge.judge(plan.with(...closed), { under: now });
        closed = closed.slice(0, Math.floor(closed.length / 2));
      }
      if (!next?.isKept) return now;
      now = next;
    }
  }

  /** Closes what is not needed, first what is missed least: in the end none can be closed any more. */
  async shrunk(start: Verdict): Promise<Verdict> {
    let now = start;
    for (;;) {
      const without = await this.#without(now);
      const kept = without.filter(({ isKept }) => isKept).sort((a, b) => b.margin - a.margin);
      const [best, ...others] = kept;
      if (!best) return now;
      now = this.#isFew(now) ? best : await this.#alsoWithout(best, now, others);
    }
  }

  /** Cells that may be closed together, one in each slot: as long as all that they lose leaves some room. */
  #fittingIn(
    { plan, rooms }: Verdict,
    cells: readonly number[],
    losses: readonly (readonly number[])[],
  ): readonly number[] {
    const left = rooms.map((room) => room * SAFE);
    const worst = (index: number): number => Math.max(...(losses[index] ?? []));
    const order = cells.map((_, index) => index).sort((a, b) => worst(a) - worst(b));
    const slots = new Set<number>();
    return order.flatMap((index) => {
      const cell = cells[index] ?? 0;
      const slot = plan.frame.cells[cell]?.slot ?? 0;
      const loss = losses[index] ?? [];
      if (slots.has(slot) || loss.some((share, place) => share > (left[place] ?? 0))) return [];
      for (const [place, share] of loss.entries()) left[place] = (left[place] ?? 0) - share;
      slots.add(slot);
      return [cell];
    });
  }

  #isFew({ plan }: Verdict): boolean {
    return areFew(plan.frame);
  }

  /** With one counter less in one slot, wherever that may do. */
  #without(now: Verdict): Promise<readonly Verdict[]> {
    const plans = leastLate(now).map((cell) => now.plan.with(cell));
    const hopeful = plans.filter((plan) => !this.#judge.isHopeless(plan));
    return this.#judge.judgeAll(hopeful, { under: now });
  }

  /** What was not needed before is tried once more after each that was closed; what was closed stays so. */
  async #alsoWithout(best: Verdict, before: Verdict, others: readonly Verdict[]): Promise<Verdict> {
    let now = best;
    for (const { plan } of others) {
      const cell = plan.open.findIndex((is, index) => is !== before.plan.open[index]);
      const tried = now.plan.with(cell);
      if (this.#judge.isHopeless(tried)) continue;
      const verdict = await this.#judge.judge(tried, { under: now });
      if (verdict.isKept) now = verdict;
    }
    return now;
  }

  /** Opens one for two, or one for another that leaves more room, as long as that helps. */
  async improved(start: Verdict): Promise<Verdict> {
    let now = start;
    this.#until = this.#judge.days + this.#most;
    while (this.#hasTime()) {
      const next = await this.#step(now);
      if (!next) return now;
      now = await this.shrunk(next);
    }
    return now;
  }

  async #step(now: Verdict): Promise<Verdict | null> {
    for (const added of this.#wanted(now)) {
      // With both open nothing is worse: what the one that is closed loses of that it cannot make up.
      const both = await this.#judge.judge(now.plan.with(added), { isWhole: true });
      const moved = await this.#exchanged(now, added, both);
      const best = bestOf(moved);
      if (best && better(best, now)) return best;
      for (const two of moved) {
        if (!this.#hasTime()) return null;
        const fewer = bestOf((await this.#without(two)).filter(({ isKept }) => isKept));
        if (fewer) return fewer;
      }
    }
    return null;
  }

  /** A counter that is open, for one that was added: those that keep the targets, the best first. */
  async #exchanged(now: Verdict, added: number, both: Verdict): Promise<readonly Verdict[]> {
    const plans = leastLate(now).map((closed) => now.plan.with(added, closed));
    const hopeful = plans.filter((plan) => !this.#judge.isHopeless(plan));
    const most = this.#isFew(now) ? hopeful.length : MOST_MOVED;
    const judged = await this.#judge.race(hopeful, both, most);
    return judged.filter(({ isKept }) => isKept).sort((a, b) => b.margin - a.margin);
  }

  #hasTime(): boolean {
    return this.#judge.days < this.#until;
  }

  /** Which counters are tried where one more is to be open. */
  #wanted(now: Verdict): readonly number[] {
    return this.#isFew(now) ? now.plan.cells(false) : mostWanted(now, this.#judge.comparison);
  }
}

/** The one that keeps the targets best. */
export function bestOf(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce((best: Verdict | null, each) => (!best || each.margin > best.margin ? each : best), null);
}

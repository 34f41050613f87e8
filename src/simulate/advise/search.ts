import type { Judge, Verdict } from './judge.ts';
import { lateKey } from './judge.ts';
import type { Frame, Plan } from './slots.ts';

/** Of counters that might be opened those are tried that serve most of the late. */
const TRIED = 3;
/** Where all may be tried they are. */
const FEW = 30;
/** Plans that are judged at most for opening and exchanging, under one set of rules: of few cells, of many. */
const MOST_PLANS = { few: 600, many: 150 } as const;

/**
 * The plan with the fewest counter hours that keeps the targets, as far as a search by single counters and slots finds it: opened one
 * by one until the targets are kept, closed again where they are kept without, then one here for one or two there.
 *
 * @returns null when they are not kept with all open
 */
export function search(judge: Judge, start: Plan): Verdict | null {
  const all = judge.judge(start.with(...start.cells(false)));
  if (!all.isKept) return null;
  const isFew = start.frame.cells.length <= FEW;
  const searching = new Searching(judge, isFew ? MOST_PLANS.few : MOST_PLANS.many);
  const kept = searching.improved(searching.shrunk(searching.grown(start)));
  // From the other end: who begins with all open ends elsewhere.
  const other = isFew ? searching.improved(searching.shrunk(all)) : kept;
  return better(other, kept) ? other : kept;
}

/** Fewer counter hours; for as many, targets that are kept better. */
export function better(a: Verdict, b: Verdict): boolean {
  return a.plan.cost !== b.plan.cost ? a.plan.cost < b.plan.cost : a.margin > b.margin;
}

/** About how many plans a search judges at most. */
export function mostPlans({ cells }: Frame): number {
  return cells.length + (cells.length <= FEW ? MOST_PLANS.few : MOST_PLANS.many);
}

class Searching {
  readonly #judge: Judge;
  readonly #until: number;

  constructor(judge: Judge, most: number) {
    this.#judge = judge;
    this.#until = judge.known.size + most;
  }

  grown(start: Plan): Verdict {
    let now = this.#judge.judge(start);
    while (!now.isKept) {
      const more = this.#wanted(now).map((cell) => this.#judge.judge(now.plan.with(cell)));
      const best = bestOf(more);
      if (!best) return now;
      now = best;
    }
    return now;
  }

  /** Closes what is not needed, first what is missed least: in the end none can be closed any more. */
  shrunk(start: Verdict): Verdict {
    let now = start;
    for (;;) {
      const next = this.#isFew(now) ? this.#bestWithout(now) : this.#passWithout(now);
      if (!next) return now;
      now = next;
    }
  }

  #isFew({ plan }: Verdict): boolean {
    return plan.frame.cells.length <= FEW;
  }

  #bestWithout(now: Verdict): Verdict | null {
    return bestOf(
      this.#leastLate(now).flatMap((cell) => {
        const tried = this.#judge.judge(now.plan.with(cell), { under: now });
        return tried.isKept ? [tried] : [];
      }),
    );
  }

  /** Each that is open is tried once; what was closed stays so. */
  #passWithout(start: Verdict): Verdict | null {
    let now = start;
    for (const cell of this.#leastLate(start)) {
      const tried = this.#judge.judge(now.plan.with(cell), { under: now });
      if (tried.isKept) now = tried;
    }
    return now === start ? null : now;
  }

  /** Opens one for two, or one for another that leaves more room, as long as that helps. */
  improved(start: Verdict): Verdict {
    let now = start;
    while (this.#hasTime()) {
      const next = this.#step(now);
      if (!next) return now;
      now = this.shrunk(next);
    }
    return now;
  }

  #step(now: Verdict): Verdict | null {
    const open = this.#leastLate(now);
    for (const added of this.#wanted(now)) {
      const moved: Verdict[] = [];
      // With both open nothing is worse: what the one that is closed loses of that it cannot make up.
      const both = this.#judge.judge(now.plan.with(added), { isWhole: true });
      for (const closed of open) {
        if (!this.#hasTime()) return null;
        const one = this.#judge.judge(now.plan.with(added, closed), { under: both });
        if (one.isKept) moved.push(one);
      }
      const best = bestOf(moved);
      if (best && better(best, now)) return best;
      for (const two of moved) {
        const fewer = this.#leastLate(two).find(
          (cell) => this.#hasTime() && this.#judge.judge(two.plan.with(cell), { under: two }).isKept,
        );
        if (fewer !== undefined) return this.#judge.judge(two.plan.with(fewer));
      }
    }
    return null;
  }

  #hasTime(): boolean {
    return this.#judge.known.size < this.#until;
  }

  /** Where a counter is to be opened first: where it serves most of the late, in their slot or in the one before. */
  #wanted({ plan, late }: Verdict): readonly number[] {
    const closed = plan.cells(false);
    if (closed.length + plan.cells(true).length <= FEW) return closed;
    const { counters } = this.#judge.comparison.rules;
    const worth = (index: number): number => {
      const cell = plan.frame.cells[index];
      const services = counters.find(({ id }) => id === cell?.counter)?.services ?? [];
      const slot = cell?.slot ?? 0;
      const of = (service: string, n: number): number => late.get(lateKey(n, service)) ?? 0;
      return services.reduce((sum, service) => sum + of(service, slot) + of(service, slot + 1) / 2, 0);
    };
    return [...closed].sort((a, b) => worth(b) - worth(a)).slice(0, TRIED);
  }

  /** Open counters, first those in whose slots fewest are late. */
  #leastLate({ plan, late }: Verdict): readonly number[] {
    const inSlot = (index: number): number => {
      const slot = plan.frame.cells[index]?.slot ?? 0;
      return [...late].reduce((sum, [key, count]) => (key.startsWith(`${slot} `) ? sum + count : sum), 0);
    };
    const many = (index: number): number => plan.countersIn(plan.frame.cells[index]?.slot ?? 0).length;
    return [...plan.cells(true)].sort((a, b) => inSlot(a) - inSlot(b) || many(b) - many(a) || a - b);
  }
}

function bestOf(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce((best: Verdict | null, each) => (!best || each.margin > best.margin ? each : best), null);
}

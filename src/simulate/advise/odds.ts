import type { DayCount } from './plan-day.ts';
import type { Target } from './target.ts';

/** Whether a plan will miss its targets, told from some of its days beside the same days of a plan that has more. */

/** By target and day; undefined: that day was not played. */
export type DayCounts = readonly (readonly (DayCount | undefined)[])[];

/** By so much a plan may do better than one that has more, share: counters that are closed change who goes where. */
export const LUCK = 0.005;
/** So many standard errors beyond the target nothing is expected to turn. */
const CLEAR = 3;
const NOBODY: DayCount = { inTime: 0, all: 0 };

/** Share in time of all days together that were played: a day with more customers counts more. */
export function shareOf(days: readonly (DayCount | undefined)[]): number {
  let [inTime, all] = [0, 0];
  for (const day of days) {
    inTime += day?.inTime ?? 0;
    all += day?.all ?? 0;
  }
  return all === 0 ? 1 : inTime / all;
}

/** By how much the target that is kept worst is kept on the days that were played; below 0: missed. */
export function marginOf(counts: DayCounts, targets: readonly Target[]): number {
  return Math.min(...roomsOf(counts, targets));
}

/** By how much each target is kept on the days that were played, shares; below 0: missed. */
export function roomsOf(counts: DayCounts, targets: readonly Target[]): readonly number[] {
  return counts.map((days, place) => shareOf(days) - (targets[place]?.share ?? 0));
}

/**
 * What a plan loses on all days against one that has more, by target, as its days say that were played; shares. Somebody is always lost.
 *
 * @param under of the plan that has more, all days played
 */
export function lossesOf(counts: DayCounts, under: DayCounts, targets: readonly Target[]): readonly number[] {
  return targets.map(({ share }, place) => {
    const { losses } = againstMore(counts[place] ?? [], under[place] ?? [], share);
    const days = under[place] ?? [];
    const all = Math.max(
      1,
      days.reduce((sum, day) => sum + (day?.all ?? 0), 0),
    );
    const mean = losses.reduce((sum, each) => sum + each, 0) / Math.max(1, losses.length);
    return Math.max(1, mean * days.length) / all;
  });
}

/**
 * Days in the order in which they tell most of the others: the middle one first, then from the ends, by how well a plan keeps its
 * targets on them.
 *
 * @param counts of that plan, all days played
 */
export function tellingOrder(counts: DayCounts, targets: readonly Target[]): readonly number[] {
  const all = counts[0]?.map((_, day) => day) ?? [];
  const room = all.map((day) =>
    Math.min(...counts.map((days, place) => roomIn(days[day] ?? NOBODY, targets[place]?.share ?? 0))),
  );
  const sorted = [...all].sort((a, b) => (room[a] ?? 0) - (room[b] ?? 0) || a - b);
  const middle = sorted.splice(Math.floor((sorted.length - 1) / 2), 1);
  const ends = sorted.map((_, place) => sorted[place % 2 === 0 ? place / 2 : sorted.length - (place + 1) / 2] ?? 0);
  return [...middle, ...ends];
}

/**
 * Whether a plan may be given up: it misses a target even if all days that are left go as well as with the plan that has more,
 * and luck is with it; or what it loses against that plan on the days that were played says so clearly.
 *
 * @param counts of the plan, some days played
 * @param under of a plan that has all that it has and more, all days played
 */
export function isLost(counts: DayCounts, under: DayCounts, targets: readonly Target[]): boolean {
  return targets.some(({ share }, place) => {
    const { played, best, losses, left, all } = againstMore(counts[place] ?? [], under[place] ?? [], share);
    if (played + best + LUCK * all < 0) return true;
    const count = losses.length;
    if (count === 0 || left === 0) return played + best < 0;
    const mean = losses.reduce((sum, each) => sum + each, 0) / count;
    const squares = losses.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    // Whoever is late is late together with others: days differ more than single customers would make them.
    const variance = Math.max(count > 1 ? squares / (count - 1) : 0, 2 * Math.max(1, Math.abs(mean)));
    const error = Math.sqrt(variance * (left + left ** 2 / count));
    return played + best - left * mean + CLEAR * error < 0;
  });
}

/** Customers more in time than the target asks for; below 0: too few. */
function roomIn({ inTime, all }: DayCount, share: number): number {
  return inTime - all * share;
}

/** What was played, what is left at best, and what was lost on each day against the plan that has more; customers. */
function againstMore(days: readonly (DayCount | undefined)[], under: readonly (DayCount | undefined)[], share: number) {
  let [played, best, left, all] = [0, 0, 0, 0];
  const losses: number[] = [];
  for (const [day, more = NOBODY] of under.entries()) {
    const count = days[day];
    if (count) {
      played += roomIn(count, share);
      losses.push(roomIn(more, share) - roomIn(count, share));
    } else {
      best += roomIn(more, share);
      left += 1;
      all += more.all;
    }
  }
  return { played, best, losses, left, all };
}

/** What queueing theory says of a slot, to begin with: Poisson arrivals, exponential services, counters that all serve all. */

/** Share of customers who have to wait at `c` counters under a load of `a` (Erlang C, by the recursion of Erlang B). */
export function waitingShare(c: number, a: number): number {
  if (a >= c) return 1;
  let blocked = 1;
  for (let k = 1; k <= c; k += 1) blocked = (a * blocked) / (k + a * blocked);
  return blocked / (1 - (a / c) * (1 - blocked));
}

/** Share who wait no longer than `t`, in mean services. */
export function withinShare(c: number, a: number, t: number): number {
  return a >= c ? 0 : 1 - waitingShare(c, a) * Math.exp(-(c - a) * t);
}

/**
 * Fewest counters that call so many in time: from the square root of the load up.
 *
 * @param a load: counters that are busy on average
 * @param t within which time, in mean services
 * @param most counters that there are
 */
export function fewestCounters(a: number, share: number, t: number, most: number): number {
  if (a <= 0) return 0;
  // One half of a standard deviation above the load is where a search from below may begin at no risk.
  let c = Math.max(1, Math.floor(a + 0.5 * Math.sqrt(a)) - 1);
  while (c > 1 && withinShare(c - 1, a, t) >= share) c -= 1;
  while (c < most && withinShare(c, a, t) < share) c += 1;
  return Math.min(c, most);
}

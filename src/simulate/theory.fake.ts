/** What queueing theory says, for the proofs. Times in the unit of the mean service. */

/** Share of customers who have to wait at `c` counters under a load of `a` (Erlang C, by the recursion of Erlang B). */
export function erlangC(c: number, a: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k += 1) blocked = (a * blocked) / (k + a * blocked);
  return blocked / (1 - (a / c) * (1 - blocked));
}

/** Mean wait in M/M/c, in mean services. */
export function waitMMc(c: number, a: number): number {
  return erlangC(c, a) / (c - a);
}

/** Share who wait no longer than `t`, in mean services. */
export function withinMMc(c: number, a: number, t: number): number {
  return 1 - erlangC(c, a) * Math.exp(-(c - a) * t);
}

/** Customers of one class at one counter: how many come in a unit of time, mean and second moment of their service. */
export interface Class {
  readonly rate: number;
  readonly mean: number;
  readonly square: number;
}

const load = ({ rate, mean }: Class): number => rate * mean;
const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
/** Mean rest of the service that an arrival finds under way (W0). */
const rest = (classes: readonly Class[]): number => sum(classes.map(({ rate, square }) => (rate * square) / 2));

/** M/G/1 without priorities (Pollaczek and Khinchine): the mean wait of everybody. */
export function waitMG1(classes: readonly Class[]): number {
  return rest(classes) / (1 - sum(classes.map(load)));
}

/** Non-preemptive static priority (Cobham 1954): mean waits, the first class goes first. */
export function waitsByPriority(classes: readonly Class[]): readonly number[] {
  return classes.map((_, place) => {
    const [before, upTo] = [sum(classes.slice(0, place).map(load)), sum(classes.slice(0, place + 1).map(load))];
    return rest(classes) / ((1 - before) * (1 - upTo));
  });
}

/**
 * Accumulating priority (Kleinrock 1964): mean waits, in the order of the classes.
 *
 * @param slopes how fast each class gathers priority; those that gather least come first
 */
export function waitsByAccumulation(classes: readonly Class[], slopes: readonly number[]): readonly number[] {
  const waits: number[] = [];
  for (const [place] of classes.entries()) {
    const slope = slopes[place] ?? 1;
    const slower = sum(
      classes
        .slice(0, place)
        .map((each, other) => load(each) * (waits[other] ?? 0) * (1 - (slopes[other] ?? 1) / slope)),
    );
    const faster = sum(
      classes.slice(place + 1).map((each, other) => load(each) * (1 - slope / (slopes[place + 1 + other] ?? 1))),
    );
    waits.push((waitMG1(classes) - slower) / (1 - faster));
  }
  return waits;
}

/** M/M/c whose customers lose patience (Erlang A): share who leave, and mean time in the queue of all. */
export function erlangA(c: number, a: number, patience: number): { readonly leave: number; readonly wait: number } {
  const weights = [1];
  for (let n = 1; n <= 400; n += 1) {
    const out = Math.min(n, c) + Math.max(0, n - c) / patience;
    weights.push(((weights[n - 1] ?? 0) * a) / out);
  }
  const all = sum(weights);
  const queue = sum(weights.map((weight, n) => (weight / all) * Math.max(0, n - c)));
  return { leave: queue / patience / a, wait: queue / a };
}

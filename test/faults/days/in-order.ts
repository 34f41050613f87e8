/** Takes what came to an end in any order, and gives it on in the order of its numbers. */
export interface InOrder<T> {
  /** Each number once. */
  take(number: number, end: T): void;
}

/**
 * Makes an {@link InOrder}: what is told of a campaign is the same however many threads play.
 *
 * @param first the lowest number; the others follow it without a gap
 */
export function inOrder<T>(first: number, tell: (end: T) => void): InOrder<T> {
  const early = new Map<number, T>();
  let next = first;
  return {
    take(number, end) {
      early.set(number, end);
      for (let due = early.get(next); due !== undefined; due = early.get(next)) {
        early.delete(next);
        next += 1;
        tell(due);
      }
    },
  };
}

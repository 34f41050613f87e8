import type { Instant } from '../queue/rules.ts';

/** What is done at an instant: those who leave a window before those who begin to work. */
export type Rank = 'end' | 'begin';

interface Deed {
  readonly at: Instant;
  readonly rank: number;
  readonly order: number;
  readonly act: () => void;
}

const RANKS: Readonly<Record<Rank, number>> = { end: 0, begin: 1 };

/** What is still to be done, the earliest first; of two in one moment by rank, then the one that was put in first. */
export class Agenda {
  readonly #deeds: Deed[] = [];
  #order = 0;

  /** When something is to be done next; Infinity: nothing is. */
  get nextAt(): Instant {
    return this.#deeds[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  put(at: Instant, rank: Rank, act: () => void): void {
    const deed = { at, rank: RANKS[rank], order: this.#order++, act };
    const deeds = this.#deeds;
    let index = deeds.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = deeds[above];
      if (!parent || !isEarlier(deed, parent)) break;
      deeds[index] = parent;
      index = above;
    }
    deeds[index] = deed;
  }

  /** Takes out what is to be done next. */
  take(): (() => void) | null {
    const deeds = this.#deeds;
    const [first] = deeds;
    const last = deeds.pop();
    if (!first || !last) return null;
    if (deeds.length > 0) this.#sink(last);
    return first.act;
  }

  #sink(deed: Deed): void {
    const deeds = this.#deeds;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const leftDeed = deeds[left];
      if (!leftDeed) break;
      const rightDeed = deeds[left + 1];
      const isRight = rightDeed !== undefined && isEarlier(rightDeed, leftDeed);
      const child = isRight ? rightDeed : leftDeed;
      if (!isEarlier(child, deed)) break;
      deeds[index] = child;
      index = isRight ? left + 1 : left;
    }
    deeds[index] = deed;
  }
}

function isEarlier(a: Deed, b: Deed): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.rank !== b.rank ? a.rank < b.rank : a.order < b.order;
}

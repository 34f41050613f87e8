/** Which events of the journal have been heard: each once, and where one is missing. */
export interface HeardSequence {
  /** The highest that was heard; 0 before the first. */
  readonly newest: number;
  /** Takes an event; false when it was heard before. */
  isNew(epoch: string, seq: number): boolean;
  /** A state was told as of this event: so it is there, heard or not. */
  isThere(epoch: string, seq: number): void;
  /** The first one that is missing although it, or a later one, is known to be there; null when none is. */
  missing(): { readonly from: number; readonly epoch: string } | null;
}

/** Events that are kept for beyond a hole: then it is given up, as one that nobody has any more. */
const BEYOND_MOST = 5_000;

/** Starts with whatever is heard first: what was before it is no hole. */
export function heardSequence(): HeardSequence {
  let epoch: string | null = null;
  let next = 0;
  let newest = 0;
  let there = 0;
  const beyond = new Set<number>();
  const closeUp = (): void => {
    if (beyond.size > BEYOND_MOST) next = Math.min(...beyond);
    while (beyond.delete(next)) next += 1;
  };
  return {
    get newest() {
      return newest;
    },
    isNew(ofEpoch, seq) {
      if (epoch !== ofEpoch) {
        epoch = ofEpoch;
        next = seq;
        newest = 0;
        there = 0;
        beyond.clear();
      }
      if (seq < next || beyond.has(seq)) return false;
      newest = Math.max(newest, seq);
      beyond.add(seq);
      closeUp();
      return true;
    },
    isThere(ofEpoch, seq) {
      if (epoch === ofEpoch) there = Math.max(there, seq);
    },
    missing: () => (epoch !== null && (beyond.size > 0 || there >= next) ? { from: next, epoch } : null),
  };
}

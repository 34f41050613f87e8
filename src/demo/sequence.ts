/** Which events of the journal have been heard: each once, and where one is missing. */
export interface HeardSequence {
  /** The highest that was heard; 0 before the first. */
  readonly newest: number;
  /** Takes an event; false when it was heard before. */
  isNew(epoch: string, seq: number): boolean;
  /** The first one that is missing although a later one was heard; null when none is. */
  missing(): { readonly from: number; readonly epoch: string } | null;
  /** The first one that was not heard, whether it is there or not; null before the first event. */
  following(): { readonly from: number; readonly epoch: string } | null;
}

/** Events that are kept for beyond a hole: then it is given up, as one that nobody has any more. */
const BEYOND_MOST = 5_000;

/** Starts with whatever is heard first: what was before it is no hole. */
export function heardSequence(): HeardSequence {
  let epoch: string | null = null;
  let next = 0;
  let newest = 0;
  const beyond = new Set<number>();
  const closeUp = (): void => {
    if (beyond.size > BEYOND_MOST) next = Math.min(...beyond);
    while (beyond.delete(next)) next += 1;
  };
  return {
    get newest() {
      return newest;
    },
    following: () => (epoch === null ? null : { from: next, epoch }),
    isNew(ofEpoch, seq) {
      if (epoch !== ofEpoch) {
        epoch = ofEpoch;
        next = seq;
        newest = 0;
        beyond.clear();
      }
      if (seq < next || beyond.has(seq)) return false;
      newest = Math.max(newest, seq);
      beyond.add(seq);
      closeUp();
      return true;
    },
    missing: () => (beyond.size > 0 && epoch !== null ? { from: next, epoch } : null),
  };
}

/** A service that customers come for. */
export interface StagedService {
  readonly id: string;
  readonly prefix: string;
  readonly name: Readonly<Record<string, string>>;
  /** How long people may wait for it, ms. */
  readonly targetWait: number;
}

/** The people in the hall at one moment of branch time. */
export interface HallSample {
  /** Wall time of the branch, Unix ms: with a branch speed it runs ahead. A later sample with the same `at` replaces it. */
  readonly at: number;
  /** Tickets that wait, by service. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Called to a counter and not served yet. */
  readonly called: number;
  readonly serving: number;
  /** All of them. */
  readonly inHall: number;
}

/** What has come to pass on this business day, as far as the demo heard it. */
export interface HallTotals {
  readonly issued: number;
  readonly served: number;
  readonly noShows: number;
  readonly transferred: number;
  /** Of all calls, ms of branch time; null before the first. */
  readonly meanWait: number | null;
  readonly longestWait: number | null;
}

/** Queues and people over the last hour of branch time. */
export interface StagedHall {
  readonly services: readonly StagedService[];
  /** Oldest first, at most {@link SAMPLES_MOST}. */
  readonly samples: readonly HallSample[];
  readonly totals: HallTotals;
}

/** Most samples that are kept: an hour, one each half a minute of branch time. */
export const SAMPLES_MOST = 120;

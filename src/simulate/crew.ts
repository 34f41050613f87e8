import type { PlanDay } from './advise/plan-day.ts';
import type { Wanted } from './advise/target.ts';
import type { DayFigures } from './figures.ts';

/** What is asked of whoever plays days of a scenario. Rules and days are named by their place. */
export interface DayQuestions {
  /** What a day comes to under some of the rules that are compared. */
  readonly figures: { readonly comparison: number; readonly day: number };
  /** How targets are kept on a day under a plan of counters. */
  readonly plan: {
    readonly comparison: number;
    readonly day: number;
    /** By place among the cells of the frame. */
    readonly open: readonly boolean[];
    readonly wanted: Wanted;
  };
}

export interface DayAnswers {
  readonly figures: DayFigures;
  readonly plan: PlanDay;
}

export type DayKind = keyof DayQuestions;

/** Who plays days of one scenario: this thread, or several. A day comes to the same whoever plays it, and whenever. */
export interface Crew {
  /**
   * Plays a day.
   *
   * @throws LobbydError `cli/worker-died` when whoever plays has gone
   */
  play<Kind extends DayKind>(kind: Kind, question: DayQuestions[Kind]): Promise<DayAnswers[Kind]>;
}

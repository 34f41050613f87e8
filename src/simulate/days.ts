import { LobbydError } from '../errors.ts';
import type { Duration } from '../queue/rules.ts';
import { type PlanDay, planDayOf } from './advise/plan-day.ts';
import { type Frame, frameOf, Plan } from './advise/slots.ts';
import type { Crew, DayAnswers, DayKind, DayQuestions } from './crew.ts';
import { type Customer, customersOf } from './customers.ts';
import { type DayFigures, figuresOf } from './figures.ts';
import { type Engine, playDay } from './hall.ts';
import type { Comparison, Scenario } from './scenario.ts';
import { BRANCH_ENGINE } from './simulate.ts';

/** So many customers are kept: a day that is played again need not be drawn again. */
const MOST_KEPT = 100_000;

/** Plays days of a scenario that are asked for one by one. */
export class DaysOf {
  readonly #scenario: Scenario;
  readonly #engine: Engine;
  readonly #customers = new Map<number, readonly Customer[]>();
  #kept = 0;
  readonly #frames = new Map<Duration, Frame>();
  readonly #silent = new Map<Comparison, Comparison>();
  readonly #by: { readonly [Kind in DayKind]: (question: DayQuestions[Kind]) => DayAnswers[Kind] } = {
    figures: (question) => this.#figures(question),
    plan: (question) => this.#plan(question),
  };

  constructor(scenario: Scenario, engine: Engine = BRANCH_ENGINE) {
    this.#scenario = scenario;
    this.#engine = engine;
  }

  /** Plays a day. */
  answer<Kind extends DayKind>(kind: Kind, question: DayQuestions[Kind]): DayAnswers[Kind] {
    return this.#by[kind](question);
  }

  #figures({ comparison: place, day }: DayQuestions['figures']): DayFigures {
    const comparison = this.#comparisonAt(place);
    const record = playDay(this.#scenario, comparison, this.#customersOn(day), this.#engine);
    return figuresOf(this.#scenario, comparison.rules, record);
  }

  #plan({ comparison: place, day, open, wanted }: DayQuestions['plan']): PlanDay {
    const comparison = this.#comparisonAt(place);
    const frame = this.#frameOf(wanted.every);
    const staffed = new Plan(frame, open).staffed(this.#scenario);
    const record = playDay(staffed, this.#silentOf(comparison), this.#customersOn(day), this.#engine);
    return planDayOf(record, frame, wanted.targets, comparison.rules);
  }

  #comparisonAt(place: number): Comparison {
    const comparison = this.#scenario.compare[place];
    if (comparison) return comparison;
    throw new LobbydError({
      code: 'cli/no-rules',
      what: `a day was asked for under the rules at place ${place}, and ${this.#scenario.compare.length} are compared`,
      where: this.#scenario.file,
      next: 'report this: the program contradicts itself',
    });
  }

  #customersOn(day: number): readonly Customer[] {
    const known = this.#customers.get(day);
    if (known) return known;
    const drawn = customersOf(this.#scenario, day);
    if (this.#kept + drawn.length > MOST_KEPT) {
      this.#customers.clear();
      this.#kept = 0;
    }
    this.#customers.set(day, drawn);
    this.#kept += drawn.length;
    return drawn;
  }

  #frameOf(every: Duration): Frame {
    const frame = this.#frames.get(every) ?? frameOf(this.#scenario, every);
    this.#frames.set(every, frame);
    return frame;
  }

  /** What each customer is told of the wait moves nobody, and would take most of the time. */
  #silentOf(comparison: Comparison): Comparison {
    const { estimates: _, ...rules } = comparison.rules;
    const silent = this.#silent.get(comparison) ?? { ...comparison, rules };
    this.#silent.set(comparison, silent);
    return silent;
  }
}

/** Plays days here, one after the other. */
export function crewHere(scenario: Scenario, engine: Engine = BRANCH_ENGINE): Crew {
  const days = new DaysOf(scenario, engine);
  return { play: async (kind, question) => days.answer(kind, question) };
}

import { decide } from '../queue/decide.ts';
import { evolve } from '../queue/evolve.ts';
import type { Crew } from './crew.ts';
import { customersOf } from './customers.ts';
import { type DayFigures, figuresOf } from './figures.ts';
import { type Engine, playDay } from './hall.ts';
import type { Comparison, Scenario } from './scenario.ts';

/** The queue that runs in every branch. */
export const BRANCH_ENGINE: Engine = { decide, evolve };

/** Days under one set of rules. */
export interface Played {
  readonly comparison: Comparison;
  /** By replication: the n-th day has the same customers under all rules. */
  readonly days: readonly DayFigures[];
}

/**
 * Plays all days of a scenario under all rules that it compares.
 *
 * @param told is told how many days of how many are done
 */
export function simulate(
  scenario: Scenario,
  told: (done: number, of: number) => void = () => {},
  engine: Engine = BRANCH_ENGINE,
): readonly Played[] {
  const { compare, replications } = scenario;
  const days = compare.map((): DayFigures[] => []);
  const of = compare.length * replications;
  let done = 0;
  for (let replication = 0; replication < replications; replication += 1) {
    const customers = customersOf(scenario, replication);
    for (const [index, comparison] of compare.entries()) {
      const record = playDay(scenario, comparison, customers, engine);
      days[index]?.push(figuresOf(scenario, comparison.rules, record));
      done += 1;
      told(done, of);
    }
  }
  return compare.map((comparison, index) => ({ comparison, days: days[index] ?? [] }));
}

/**
 * The same by days that are asked for one by one: several processors may play them, and it comes to the same, whoever plays
 * which day.
 *
 * @throws LobbydError `cli/worker-died` when a day is not played
 */
export async function simulateBy(
  crew: Crew,
  { compare, replications }: Scenario,
  told: (done: number, of: number) => void = () => {},
): Promise<readonly Played[]> {
  const of = compare.length * replications;
  let done = 0;
  const playing = Array.from({ length: of }, async (_, index) => {
    const figures = await crew.play('figures', {
      comparison: index % compare.length,
      day: Math.floor(index / compare.length),
    });
    done += 1;
    told(done, of);
    return figures;
  });
  const all = await Promise.all(playing);
  return compare.map((comparison, place) => ({
    comparison,
    days: all.filter((_, index) => index % compare.length === place),
  }));
}

import type { Estimate } from '../queue/estimate.ts';
import type { CounterId, Duration, Rules, ServiceId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';
import { meanOf } from './chance.ts';
import type { CustomerKind, Scenario } from './scenario.ts';

/** How long a customer would wait, as the ticket said, and as a sign with a rule of thumb would have. ms. */
export interface Told extends Estimate {
  /** People ahead × mean service time / open counters; null: no counter is open. */
  readonly plain: Duration | null;
}

/** The rule of thumb that queues tell their customers by: people ahead × mean service time / open counters that serve them. */
export class RuleOfThumb {
  readonly #counters = new Map<ServiceId, readonly CounterId[]>();
  readonly #means = new Map<string, Duration>();
  readonly #scenario: Scenario;
  readonly #rules: Rules;

  constructor(scenario: Scenario, rules: Rules) {
    this.#scenario = scenario;
    this.#rules = rules;
  }

  /** How long the rule says; the mean is the true one, as nobody knows it better than the scenario. */
  wait({ counters }: Readonly<QueueState>, kind: CustomerKind, ahead: number): Duration | null {
    let open = 0;
    for (const id of this.#countersOf(kind.service)) if (counters.get(id)?.state === 'open') open += 1;
    return open === 0 ? null : (ahead * this.#meanOf(kind)) / open;
  }

  #countersOf(service: ServiceId): readonly CounterId[] {
    let known = this.#counters.get(service);
    if (!known) {
      known = this.#rules.counters.filter(({ services }) => services.includes(service)).map(({ id }) => id);
      this.#counters.set(service, known);
    }
    return known;
  }

  #meanOf(kind: CustomerKind): Duration {
    const key = `${kind.service} ${kind.segment}`;
    let known = this.#means.get(key);
    if (known === undefined) {
      known = this.#scenario.timesOf(kind).reduce((sum, spread) => sum + meanOf(spread), 0);
      this.#means.set(key, known);
    }
    return known;
  }
}

/** How well some customers were told. Times in ms; NaN where nobody was. */
export interface ToldFigures {
  /** Customers who were told a wait or had one, and were called. */
  readonly of: number;
  /** Share of them who were called between P10 and P90, before, and after. */
  readonly inside: number;
  readonly early: number;
  readonly late: number;
  readonly estimate: Errors;
  /** The same customers by the rule of thumb. */
  readonly plain: Errors;
}

/** By how much what was told was off. */
export interface Errors {
  /** Mean of the true wait less what was told (P50). */
  readonly bias: number;
  /** Root of the mean square of the same. */
  readonly rmse: number;
  /** Mean pinball loss at 10, 50 and 90 of a hundred; a single number stands for all three. */
  readonly pinball: number;
}

/** A customer who was told, and the true wait until the first call, ms. */
export interface Truth {
  readonly told: Told;
  readonly waited: Duration;
}

/** Scores what customers were told. Who was told to be called at once and was is no test of anything, and left out. */
export function scoreOf(all: readonly Truth[]): ToldFigures {
  const some = all.filter(({ told, waited }) => waited > 0 || told.p90 > 0);
  const share = (is: (each: Truth) => boolean): number => some.filter(is).length / some.length;
  const byRule = some.flatMap(({ told: { plain }, waited }) =>
    plain === null ? [] : [{ waited, told: { p10: plain, p50: plain, p90: plain } }],
  );
  return {
    of: some.length,
    inside: share(({ told, waited }) => waited >= told.p10 && waited <= told.p90),
    early: share(({ told, waited }) => waited < told.p10),
    late: share(({ told, waited }) => waited > told.p90),
    estimate: errorsOf(some),
    plain: errorsOf(byRule),
  };
}

function errorsOf(all: readonly { readonly told: Estimate; readonly waited: Duration }[]): Errors {
  let [error, square, loss] = [0, 0, 0];
  for (const { told, waited } of all) {
    const off = waited - told.p50;
    error += off;
    square += off * off;
    loss += pinball(waited - told.p10, 0.1) + pinball(off, 0.5) + pinball(waited - told.p90, 0.9);
  }
  const count = all.length;
  return { bias: error / count, rmse: Math.sqrt(square / count), pinball: loss / (3 * count) };
}

/** What a quantile costs that is off: less the nearer it is, and least on the mean where it is the true one. */
function pinball(off: Duration, quantile: number): number {
  return Math.max(quantile * off, (quantile - 1) * off);
}

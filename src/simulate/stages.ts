import type { CounterRules, Duration, Rules, ServiceRules } from '../queue/rules.ts';
import { meanOf } from './chance.ts';
import type { CustomerKind, Scenario } from './scenario.ts';
import { isParted } from './times.ts';

/** A part of a visit in one service that one counter does without a break. */
export interface Stage {
  /** A step that others do, and who does it; null: it is done where the customer is served. */
  readonly away: { readonly step: string; readonly doers: readonly CounterRules[] } | null;
  /** Mean time that it keeps the counter busy, with the way to the window and the breath after it. */
  readonly work: Duration;
}

type Played = Pick<Scenario, 'timesOf' | 'tellers'>;

/**
 * What counters have to do for a customer in one service. A step of which no counter takes charge is done by the one that serves the customer.
 *
 * @param counters those at which there is somebody
 */
export function stagesOf(
  { timesOf, tellers }: Played,
  { services }: Pick<Rules, 'services'>,
  counters: readonly CounterRules[],
  kind: CustomerKind,
): readonly Stage[] {
  const service = services.find(({ id }) => id === kind.service);
  const stages: Stage[] = [];
  for (const [index, spread] of timesOf(kind).entries()) {
    const away = service ? awayOf(service, index, counters) : null;
    const last = stages.at(-1);
    const mean = meanOf(spread);
    if (last && !last.away && !away) stages[stages.length - 1] = { away, work: last.work + mean };
    // In the back office nobody comes to a window; who does several steps on end may do without the breath.
    else stages.push({ away, work: mean + (away ? 0 : tellers.comes) + (away && last?.away ? 0 : tellers.between) });
  }
  return stages;
}

function awayOf(service: ServiceRules, index: number, counters: readonly CounterRules[]): Stage['away'] {
  const step = isParted(service) ? service.steps[index] : undefined;
  if (!step?.isElsewhere) return null;
  const doers = counters.filter(({ steps = [] }) =>
    steps.some((own) => own.step === step.id && (own.services?.includes(service.id) ?? true)),
  );
  return doers.length > 0 ? { step: step.id, doers } : null;
}

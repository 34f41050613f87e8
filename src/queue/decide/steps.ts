import type { RuleIndex } from '../rule-index.ts';
import type { StepRules } from '../rules.ts';
import type { Ticket } from '../state.ts';
import { type StepDone, visitOf } from '../visit.ts';
import { servedFor } from './served.ts';
import type { Situation } from './situation.ts';

/** The step that a ticket is in, and the one after it; null: there is none. */
interface InStep {
  readonly step: StepRules | null;
  readonly next: StepRules | null;
}

/** Where a ticket is in the steps of its service; in the first, when its own is one that the rules no longer know. */
export function stepOf({ services }: RuleIndex, ticket: Ticket): InStep {
  const steps = services.get(ticket.service)?.steps ?? [];
  const own = visitOf(ticket).step;
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === own),
  );
  return { step: steps[at] ?? null, next: steps[at + 1] ?? null };
}

/** Whether the counter does a step for another: the customer is not there, or goes back afterwards. */
export function isForOthers({ visit }: Ticket): boolean {
  return visit?.pool?.kind === 'step';
}

/** A step that ends now, with the time that counters have spent on it. */
export function stepDone(situation: Situation, ticket: Ticket, { id, standard }: StepRules): StepDone {
  const took = visitOf(ticket).stepTook + servedFor(situation, ticket);
  return { service: ticket.service, step: id, took, standard };
}

/** The last step of a service that ends now; null where it has none, or was ended before it came there. */
export function lastStepDone(situation: Situation, ticket: Ticket): StepDone | null {
  const { step, next } = stepOf(situation.index, ticket);
  return step && !next ? stepDone(situation, ticket, step) : null;
}

import type { Needs } from '../queue/care.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { visitRulesOf } from '../queue/rules-visit.ts';
import type { QueueState, Ticket } from '../queue/state.ts';
import { type Progress, progressOf, type StepDone, visitOf } from '../queue/visit.ts';

/** What the customer at a counter has said once, and what has been done: before every teller of the visit. */
export interface VisitView {
  readonly service: ServiceId;
  /** BCP 47 tag of the customer's language. */
  readonly language: string;
  /** Which of how many services; null: it is the only one. */
  readonly progress: Progress | null;
  /** Services to come, in order. */
  readonly pending: readonly ServiceId[];
  /** Null: nobody has looked. */
  readonly papersReady: boolean | null;
  /** Why somebody sent the customer; `number` is the reason's place in the bank standard, from 1. */
  readonly referral: {
    readonly reason: string;
    readonly number: number | null;
    readonly names: Readonly<Record<string, string>>;
    readonly counter: CounterId;
  } | null;
  /** The step in hand, and which of how many; null: the service has none. */
  readonly step: ({ readonly step: string } & Progress) | null;
  readonly steps: readonly StepDone[];
  /** Counters that had the customer before, the newest last. */
  readonly seenAt: readonly CounterId[];
  /** Slips of a messenger; null: an ordinary visit. */
  readonly bulk: number | null;
  /** For the teller alone; null: none. */
  readonly needs: Needs | null;
}

/** What is before the teller of a counter; null: nobody is there. */
export function visitAt(state: Readonly<QueueState>, id: CounterId): VisitView | null {
  const { ticket: at } = state.counters.get(id) ?? {};
  const ticket = at == null ? undefined : state.tickets.get(at);
  if (!ticket || !state.rules) return null;
  const { pending, papersReady, steps, seenBy } = visitOf(ticket);
  return {
    service: ticket.service,
    language: ticket.language,
    progress: progressOf(ticket),
    pending,
    papersReady,
    referral: referralOf(state, ticket),
    step: stepOf(state, ticket),
    steps,
    seenAt: seenBy.map(({ counter }) => counter),
    bulk: ticket.bulk,
    needs: ticket.needs,
  };
}

function referralOf({ rules }: Readonly<QueueState>, { visit }: Ticket): VisitView['referral'] {
  const referral = visit?.referral;
  if (!rules || !referral) return null;
  const { reasons } = visitRulesOf(rules);
  const at = reasons.findIndex(({ id }) => id === referral.reason);
  const names = reasons[at]?.names ?? {};
  return { reason: referral.reason, number: at < 0 ? null : at + 1, names, counter: referral.counter };
}

function stepOf({ rules }: Readonly<QueueState>, ticket: Ticket): VisitView['step'] {
  const steps = rules ? (indexOf(rules).services.get(ticket.service)?.steps ?? []) : [];
  const own = visitOf(ticket).step;
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === own),
  );
  const step = steps[at];
  return step ? { step: step.id, at: at + 1, of: steps.length } : null;
}

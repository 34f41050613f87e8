import type { CommandOf } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, StepRules } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { type StepDone, stepKey, visitOf, type WaitingPool } from '../visit.ts';
import { isAttended, seatsOf } from '../waiting-pools.ts';
import type { Leaving } from './end-service.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { servedFor } from './served.ts';
import { isRefusal, openTicketOf, type Situation } from './situation.ts';
import { isForOthers, stepDone, stepOf } from './steps.ts';

/**
 * The step in hand is done, and the next one begins: here, or with the counters that do it for others, while the customer
 * sits down. A step that others do and that has come back undone goes to them again.
 */
export function handoff(situation: Situation, command: CommandOf<'handoff'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { counter, ticket } = open;
  const { step, next } = stepOf(situation.index, ticket);
  if (!step) return refuse({ code: 'no-steps', service: ticket.service });
  const isUndone = step.isElsewhere === true && !isDoneBy(situation, counter.id, ticket, step);
  const to = isUndone ? step : next;
  if (!to) return refuse({ code: 'last-step', label: ticket.label, step: step.id });
  const reason = isForOthers(ticket) ? null : whyNotElsewhere(situation, counter, ticket, to);
  if (reason) return refuse(reason);
  const { drafts, moved } = isUndone
    ? send(situation, counter, ticket, { step: null, to, ...elsewhere(ticket, to), home: counter.id }, null)
    : handOn(situation, counter, ticket, to, null);
  const calls = moved ? callToRequest(situation, moved) : [];
  const isSeated = drafts.some(({ body }) => body.type === 'handed-off' && body.isSeated);
  return accept([...drafts, ...calls], { ...done(ticket.label), ...(isSeated ? { isSeated } : {}) });
}

/** On to the next step of the service: where it goes follows from who does it. */
export function handOn(
  situation: Situation,
  counter: Counter,
  ticket: Ticket,
  to: StepRules,
  rule: 'next' | 'rules' | null,
): Leaving {
  const { step: present } = stepOf(situation.index, ticket);
  const step = present && stepDone(situation, ticket, present);
  const { home } = visitOf(ticket);
  if (!isForOthers(ticket)) {
    const way = to.isElsewhere ? { ...elsewhere(ticket, to), home: counter.id } : { ...HERE, home };
    return send(situation, counter, ticket, { step, to, ...way }, rule);
  }
  if (to.isElsewhere && rule !== 'rules') {
    if (isDoneBy(situation, counter.id, ticket, to))
      return send(situation, counter, ticket, { step, to, ...HERE, home }, rule);
    const way = elsewhere(ticket, to);
    if (isOpenTo(situation, way.pool, home)) return send(situation, counter, ticket, { step, to, ...way, home }, rule);
  }
  return send(situation, counter, ticket, { step, to, ...homeward(situation, home), home }, rule);
}

interface Way {
  readonly where: 'here' | 'pool' | 'queue';
  readonly pool: WaitingPool | null;
}

interface Sending extends Way {
  readonly step: StepDone | null;
  readonly to: StepRules;
  readonly home: CounterId | null;
}

const HERE: Way = { where: 'here', pool: null };

function elsewhere({ service }: Ticket, { id }: StepRules): Way & { readonly pool: WaitingPool } {
  return { where: 'pool', pool: { kind: 'step', service, step: id } };
}

/** Back to the counter that began, while somebody sits there; else to whoever serves the service. */
export function homeward(situation: Situation, home: CounterId | null): Way {
  const pool: WaitingPool | null = home === null ? null : { kind: 'counter', counter: home };
  return pool && isOpenTo(situation, pool, null) ? { where: 'pool', pool } : { where: 'queue', pool: null };
}

function send(
  situation: Situation,
  counter: Counter,
  ticket: Ticket,
  { step, to, where, pool, home }: Sending,
  rule: 'next' | 'rules' | null,
): Leaving {
  const { id, label, service, language } = ticket;
  const visit = visitOf(ticket);
  const isInHall = situation.index.counters.get(counter.id)?.rules.isBack !== true;
  const isSeated = isInHall && pool?.kind === 'step' && !isForOthers(ticket);
  const queuedAt = visit.arrivedAt;
  const served = servedFor(situation, ticket);
  const sent = draft(
    {
      type: 'handed-off',
      ticket: id,
      label,
      service,
      language,
      step,
      to: to.id,
      where,
      pool,
      home,
      isSeated,
      queuedAt,
      served,
    },
    counter.id,
    rule,
  );
  const after = { ...visit, pool, home };
  const moved = where === 'here' ? null : { ...ticket, waitingSince: situation.now, queuedAt, visit: after };
  return { drafts: [sent], stays: where === 'here', moved, visit: null };
}

/** A step that others do goes nowhere while none of them is there. */
function whyNotElsewhere(situation: Situation, counter: Counter, ticket: Ticket, to: StepRules): Refusal | null {
  if (!to.isElsewhere || isOpenTo(situation, elsewhere(ticket, to).pool, counter.id)) return null;
  return { code: 'step-unattended', step: to.id };
}

function isOpenTo({ state, index }: Situation, pool: WaitingPool, home: CounterId | null): boolean {
  return isAttended(index, pool, home, seatsOf(state));
}

/** Whether a counter does a step of this customer: for another counter, not for itself. */
function isDoneBy({ index }: Situation, counter: CounterId, ticket: Ticket, { id }: StepRules): boolean {
  const isOwn = !isForOthers(ticket) || visitOf(ticket).home === counter;
  return !isOwn && index.counters.get(counter)?.stepPools.has(stepKey(ticket.service, id)) === true;
}

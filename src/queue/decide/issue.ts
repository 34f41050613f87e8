import { type Asker, aheadOf } from '../ahead.ts';
import { type Needs, needsOf } from '../care.ts';
import type { CommandOf } from '../commands.ts';
import { type Estimate, estimateFor } from '../estimate.ts';
import type { Answer, EventBodyOf } from '../events.ts';
import { nextNumber } from '../numbering.ts';
import type { Refusal } from '../refusals.ts';
import type { Instant, ServiceId, ServiceRules } from '../rules.ts';
import { pagerNeeded, whyNoBulk, whyNoPager } from './care.ts';
import { recognized } from './change-segment.ts';
import { type MayIssue, mayIssue } from './may-issue.ts';
import { accept, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import { isRefusal, type Situation } from './situation.ts';
import { servicesOf } from './visit.ts';

/**
 * A number for a customer, of the service that comes first. Told on a screen it may be called at once, and is when a
 * counter's request stands; on paper it waits for the printer. Hours, capacity and the length of the queue may refuse it,
 * or ask first.
 *
 * @param booked an appointment that was kept: the place in the queue counts from there
 */
export function issue(situation: Situation, command: CommandOf<'issue'>, booked: Instant | null = null): Outcome {
  const { state, index, now } = situation;
  const { service, segment, language, handover } = command;
  const rules = index.services.get(service);
  if (!rules) return refuse({ code: 'unknown-service', service });
  const why = whyNoNumber(situation, rules, command);
  if (why) return refuse(why);
  const services = command.more ? servicesOf(situation, service, command.more) : [service];
  if (isRefusal(services)) return refuse(services);
  const [first = service, ...more] = services;
  if (first !== service) return issue(situation, { ...command, service: first, more }, booked);
  const id = state.lastTicket + 1;
  const place = booked ?? now;
  let made: Prospect | undefined;
  const prospectNow = (): Prospect => {
    made ??= prospectOf(situation, { id, service, segment, queuedAt: place });
    return made;
  };
  const may = mayIssue(situation, rules, command, booked, () => prospectNow().estimate ?? null);
  if (may.kind === 'no') return refuse(may.refusal);
  const numbered = nextNumber(state, rules);
  if (!numbered) return refuse({ code: 'numbers-exhausted', service });

  const { number, label } = numbered;
  const needs = command.needs || command.pager ? needsOf(command.needs ?? [], command.pager ?? null) : null;
  const arrival = { id, label, service, segment, waitingSince: now, queuedAt: place, needs };
  const calls = handover === 'screen' ? callToRequest(situation, arrival) : [];
  const prospect = calls.length > 0 ? CALLED : prospectNow();
  const told = [...recognized(situation, { id, label, service, segment }), ...pagerNeeded(arrival)];
  const { ahead, estimate } = prospect;
  const body = { type: 'issued', ticket: id, number, label, service, segment, language, handover, ahead } as const;
  const issued = draft(withRare(estimate ? bodyWith(body, estimate) : body, booked, more, may, command.bulk, needs));
  return accept([issued, ...told, ...calls], answerOf(body, estimate, more.length));
}

/** Written name by name, as all that is done for every number: a copy takes ten times as long. */
function bodyWith(
  { type, ticket, number, label, service, segment, language, handover, ahead }: EventBodyOf<'issued'>,
  estimate: Estimate,
): EventBodyOf<'issued'> {
  return { type, ticket, number, label, service, segment, language, handover, ahead, estimate };
}

function answerOf(
  { ticket, label, ahead }: EventBodyOf<'issued'>,
  estimate: Estimate | undefined,
  more: number,
): Answer {
  const kind = 'issued' as const;
  const answer = estimate ? { kind, ticket, label, ahead, estimate } : { kind, ticket, label, ahead };
  return more === 0 ? answer : { ...answer, visit: { at: 1, of: more + 1 } };
}

/** Why nobody gets such a number, whatever the hours; null: nothing. */
function whyNoNumber(
  situation: Situation,
  { id: service, isIssuing }: ServiceRules,
  { segment, bulk, pager }: CommandOf<'issue'>,
): Refusal | null {
  const { state, index } = situation;
  if (!index.segments.has(segment)) return { code: 'unknown-segment', segment };
  if (!state.day) return { code: 'no-day' };
  if (!isIssuing) return { code: 'service-not-issuing', service };
  return (bulk === undefined ? null : whyNoBulk(bulk)) ?? whyNoPager(situation, pager ?? null, null);
}

/** With what most numbers go without. */
function withRare(
  body: EventBodyOf<'issued'>,
  booked: Instant | null,
  more: readonly ServiceId[],
  { insisted, declined, unasked }: Extract<MayIssue, { readonly kind: 'yes' }>,
  bulk: number | undefined,
  needs: Needs | null,
): EventBodyOf<'issued'> {
  const isPlain = booked === null && more.length === 0 && insisted === null && declined === null;
  if (isPlain && unasked === null && bulk === undefined && needs === null) return body;
  return {
    ...body,
    ...(booked === null ? {} : { booked }),
    ...(more.length === 0 ? {} : { more }),
    ...(insisted === null ? {} : { insisted }),
    ...(declined === null ? {} : { declined }),
    ...(unasked === null ? {} : { unasked }),
    ...(bulk === undefined ? {} : { bulk }),
    ...(needs ? { needs } : {}),
  };
}

/** What a customer is told of the wait. */
interface Prospect {
  readonly ahead: number;
  readonly estimate?: Estimate;
}

/** It is called with its issue. */
const CALLED: Prospect = { ahead: 0 };

function prospectOf({ state, index, now }: Situation, ticket: Asker): Prospect {
  const ahead = aheadOf(state, index, ticket, now);
  const estimate = index.rules.estimates ? estimateFor(state, index, ticket, ahead, now) : null;
  return estimate ? { ahead: ahead.count, estimate } : { ahead: ahead.count };
}

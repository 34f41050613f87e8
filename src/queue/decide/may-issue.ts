import { closesAt } from '../closes.ts';
import type { CommandOf } from '../commands.ts';
import type { Estimate } from '../estimate.ts';
import { hallAt, hallInstants, reopensAt, wallOf } from '../hall.ts';
import { machineFor } from '../machines.ts';
import type { GuidanceRefusal } from '../refusals-guidance.ts';
import type { HoursRefusal, Question, Unasked } from '../refusals-hours.ts';
import type { Duration, Instant, ServiceId, ServiceRules } from '../rules.ts';
import type { MachineId, MachineRules } from '../rules-guidance.ts';
import { PLAIN_HOURS, type Quantile } from '../rules-hours.ts';
import { issuedToday, promisedToday } from '../tallies.ts';
import { isPromised } from './promised.ts';
import { type Situation, whyStopped } from './situation.ts';

/** Whether a number is issued, and after which question. */
export type MayIssue =
  | {
      readonly kind: 'yes';
      readonly insisted: Question | null;
      readonly declined: MachineId | null;
      readonly unasked: Unasked | null;
    }
  | { readonly kind: 'no'; readonly refusal: HoursRefusal | GuidanceRefusal };

/**
 * Whether a number of a service is issued now, by hours, time left, capacity, machines and the length of the queue: two
 * questions are asked as one. Hours and capacity are asked of every service that the number is for. A customer who keeps
 * an appointment is bound by the hours alone, as far as they leave the promise: see `promised.ts`.
 *
 * @param booked the time of an appointment that the customer keeps; null: none
 * @param estimate how long this customer will wait; null: nobody knows. Asked for where a rule looks at it
 */
export function mayIssue(
  situation: Situation,
  service: ServiceRules,
  { insists, isUnasked, segment, more = NOTHING }: CommandOf<'issue'>,
  booked: Instant | null,
  estimate: () => Estimate | null,
): MayIssue {
  const further = more.length === 0 ? NONE : furtherServices(situation, service, more);
  const shut = firstOf(situation, service, further, outsideHours);
  if (shut && !(booked !== null && isPromised(situation, shut, booked))) return no(shut);
  if (booked !== null) return YES;
  const full = firstOf(situation, service, further, beyondCapacity);
  if (full) return no(full);
  const closes = closesAt(hallInstants(situation.state), service.id, situation.now);
  const late = closes === null ? null : tooLate(situation, service, closes, estimate);
  if (late) return no(late);
  const question = questionOf(situation, service, closes, estimate);
  // Who comes for more than a machine does has a way to a teller all the same.
  const isSingle = more.every((each) => each === service.id);
  const machine = isSingle ? machineFor(situation.state, service, segment) : null;
  if (isUnasked) return question || machine ? { ...YES, unasked: unaskedOf(question, machine) } : YES;
  if (machine && !insists) return no(machineBetter(situation, service, machine, question));
  if (question && !insists) return no(question);
  if (!question && !machine) return YES;
  return { ...YES, insisted: question?.reason ?? null, declined: machine?.id ?? null };
}

/** Nothing was to be asked. */
const YES = { kind: 'yes', insisted: null, declined: null, unasked: null } as const;

function unaskedOf(question: Asking | null, machine: MachineRules | null): Unasked {
  return { reason: question?.reason ?? null, machine: machine?.id ?? null };
}

const NOTHING: readonly ServiceId[] = [];
const NONE: readonly ServiceRules[] = [];

function furtherServices(
  { index }: Situation,
  { id }: ServiceRules,
  more: readonly ServiceId[],
): readonly ServiceRules[] {
  const ids = [...new Set(more)].filter((each) => each !== id);
  return ids.flatMap((each) => index.services.get(each) ?? []);
}

function firstOf(
  situation: Situation,
  service: ServiceRules,
  further: readonly ServiceRules[],
  why: (situation: Situation, service: ServiceRules) => HoursRefusal | null,
): HoursRefusal | null {
  let refusal = why(situation, service);
  for (const each of further) refusal ??= why(situation, each);
  return refusal;
}

function machineBetter(
  { state }: Situation,
  { id: service }: ServiceRules,
  { id: machine }: MachineRules,
  question: Asking | null,
): GuidanceRefusal {
  const { reason = null, estimate = null } = question ?? {};
  const waiting = state.waiting.get(service)?.length ?? 0;
  return { code: 'machine-better', service, machine, waiting, reason, estimate };
}

/** The question whether it is worth the wait. */
type Asking = Extract<HoursRefusal, { readonly code: 'confirm-needed' }>;

function no(refusal: HoursRefusal | GuidanceRefusal): MayIssue {
  return { kind: 'no', refusal };
}

/** Why a service issues nothing at this time of day. While nobody knows the time nothing is refused for it. */
export function outsideHours({ state, index, now }: Situation, service: ServiceRules): HoursRefusal | null {
  const stopped = whyStopped(state, service.id);
  if (stopped) return stopped;
  const instants = hallInstants(state);
  if (instants.length === 0 && !state.hall.byHand) return null;
  const { phase, shut } = hallAt(state, now);
  if (phase === 'open' && shut.length === 0) return null;
  const opens = (of: string | null) => reopensAt(state, of, now);
  const { id } = service;
  switch (phase) {
    case 'not-open-yet':
      return { code: 'not-open-yet', service: id, opens: opens(null) };
    case 'closing':
    case 'closed':
      return { code: 'branch-closed', service: id, opens: opens(null) };
    case 'break':
      if (!(index.rules.hours ?? PLAIN_HOURS).issuesInBreak) {
        return { code: 'branch-break', service: id, opens: opens(null) };
      }
      break;
    case 'open':
    case 'last-tickets':
  }
  return shut.includes(id) ? { code: 'service-closed', service: id, opens: opens(id) } : null;
}

/** That all numbers of the day are out. */
export function beyondCapacity({ state, index }: Situation, { id, perDay }: ServiceRules): HoursRefusal | null {
  if (perDay !== undefined && promisedToday(state, id) >= perDay) {
    return { code: 'capacity-reached', service: id, of: 'service', limit: perDay };
  }
  const most = index.rules.limits?.perDay ?? null;
  if (most === null || issuedToday(state) < most) return null;
  return { code: 'capacity-reached', service: id, of: 'branch', limit: most };
}

function tooLate(
  { state, index, now }: Situation,
  { id }: ServiceRules,
  closes: Instant,
  estimated: () => Estimate | null,
): HoursRefusal | null {
  const { lastTicketBefore, lastTicketBy } = index.rules.hours ?? PLAIN_HOURS;
  const refusal = (estimate: Duration | null) =>
    ({ code: 'no-time-left', service: id, closes: wallOf(state, closes), estimate }) as const;
  if (now >= closes - lastTicketBefore) return refusal(null);
  const estimate = lastTicketBy === null ? null : quantileOf(estimated(), lastTicketBy);
  return estimate !== null && now + estimate >= closes ? refusal(estimate) : null;
}

function questionOf(
  { state, index, now }: Situation,
  { id }: ServiceRules,
  closes: Instant | null,
  estimated: () => Estimate | null,
): Asking | null {
  const limits = index.rules.limits;
  if (!limits) return null;
  const waiting = state.waiting.get(id)?.length ?? 0;
  const ask = (reason: Question, estimate: Duration | null) =>
    ({ code: 'confirm-needed', service: id, reason, waiting, estimate }) as const;
  const { askBy, askWaiting } = limits;
  const late = closes === null || askBy === null ? null : quantileOf(estimated(), askBy);
  if (late !== null && closes !== null && now + late >= closes) return ask('closing', late);
  return askWaiting !== null && waiting > askWaiting ? ask('waiting', quantileOf(estimated(), 'p90')) : null;
}

function quantileOf(estimate: Estimate | null, quantile: Quantile): Duration | null {
  return estimate?.[quantile] ?? null;
}

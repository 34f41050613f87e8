import type { EventOf } from '../events.ts';
import { countDiversion } from '../machines.ts';
import { isAboutHours } from '../refusals-hours.ts';
import type { ServiceId } from '../rules.ts';
import type { QueueState, Ticket } from '../state.ts';
import { count } from '../tallies.ts';

/** A number counts for its day, and whether its customer was asked. */
export function countIssued(state: QueueState, { service, more = [], insisted, declined }: EventOf<'issued'>): void {
  count(state, service, 'issued');
  for (const each of more) count(state, each, 'further');
  if (declined !== undefined) countDiversion(state, service, declined, 'refused');
  if (insisted) count(state, service, 'insisted');
}

/** A number that never was on paper is none of the day's. */
export function countWithdrawn(state: QueueState, ticket: Ticket): void {
  const [first] = ticket.services;
  if (first === undefined || !isOfToday(state, ticket)) return;
  count(state, first, 'issued', -1);
  for (const each of ticket.visit?.pending ?? []) count(state, each, 'further', -1);
}

/** The customer comes for a further service, or with -1 does not after all: part of the day that the number is of. */
export function countFurther(state: QueueState, ticket: Ticket, service: ServiceId, by: 1 | -1): void {
  if (isOfToday(state, ticket)) count(state, service, 'further', by);
}

function isOfToday({ day }: QueueState, { issuedAt }: Ticket): boolean {
  return day !== null && issuedAt >= day.openedAt;
}

/** A command was refused: nothing changes but what is counted of customers who got no number. */
export function refusedIssue(state: QueueState, { refusal }: EventOf<'refused'>): void {
  if (refusal.code === 'machine-better') {
    countDiversion(state, refusal.service, refusal.machine, 'offered');
    if (refusal.reason !== null) count(state, refusal.service, 'asked');
  }
  if (!isAboutHours(refusal) || refusal.service === undefined) return;
  count(state, refusal.service, refusal.code === 'confirm-needed' ? 'asked' : 'refused');
}

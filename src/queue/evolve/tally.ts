import type { EventOf } from '../events.ts';
import { countDiversion } from '../machines.ts';
import { isAboutHours } from '../refusals-hours.ts';
import type { QueueState, Ticket } from '../state.ts';
import { count } from '../tallies.ts';

/** A number counts for its day, and whether its customer was asked. */
export function countIssued(state: QueueState, { service, insisted, declined }: EventOf<'issued'>): void {
  count(state, service, 'issued');
  if (declined !== undefined) countDiversion(state, service, declined, 'refused');
  if (insisted) count(state, service, 'insisted');
}

/** A number that never was on paper is none of the day's. */
export function countWithdrawn(state: QueueState, { services: [first], issuedAt }: Ticket): void {
  if (first !== undefined && state.day && issuedAt >= state.day.openedAt) count(state, first, 'issued', -1);
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

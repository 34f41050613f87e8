import { whyNotBack } from '../queue/decide/return-late.ts';
import type { PoolKind, ServiceId } from '../queue/rules.ts';
import type { Appointment, QueueState, Ticket } from '../queue/state.ts';

/** A ticket that is set aside, as the lobby manager sees it. */
export interface ParkedView {
  readonly label: string;
  readonly service: ServiceId;
  readonly pool: PoolKind;
  /** The window whose pool it is; null for the pools of a teller, whom nobody is told, and of the branch. */
  readonly counter: string | null;
  /** Branch time. */
  readonly since: number;
  /** Branch time at which it returns by itself; null: not by itself. */
  readonly until: number | null;
}

/** All tickets that are set aside, the oldest ticket first. */
export function parkedView(state: Readonly<QueueState>): readonly ParkedView[] {
  const tickets = [...state.parked.values()].sort((a, b) => a.id - b.id);
  return tickets.flatMap(({ label, service, parked }) => {
    if (!parked) return [];
    const { pool, since, until } = parked;
    return [{ label, service, pool: pool.kind, counter: pool.kind === 'counter' ? pool.counter : null, since, until }];
  });
}

/** Somebody who did not come when called, and may come yet. */
export interface MissedView {
  readonly label: string;
  readonly service: ServiceId;
  /** Branch time. */
  readonly since: number;
  /** How many of its service were called since. */
  readonly called: number;
}

/** No-shows that are told at most. */
export const MISSED_MOST = 20;
/** Ended visits that are looked at for them. */
const LOOKED_AT_MOST = 200;

/**
 * Who was a no-show and could come back now, the newest first; nobody where the rules know no late return.
 *
 * @param now branch time
 */
export function missedView(state: Readonly<QueueState>, now: number): readonly MissedView[] {
  const rules = state.rules?.lateReturn;
  const missed: MissedView[] = [];
  const oldest = Math.max(0, state.ended.length - LOOKED_AT_MOST);
  for (let place = state.ended.length - 1; rules && place >= oldest && missed.length < MISSED_MOST; place -= 1) {
    const ticket = state.ended[place];
    if (ticket?.status === 'no-show' && whyNotBack({ state, now }, rules, ticket) === null) {
      // Of two with the same number the command means the newer.
      if (missed.every(({ label }) => label !== ticket.label)) missed.push(missedOf(state, ticket));
    }
  }
  return missed;
}

function missedOf(
  { calls }: Readonly<QueueState>,
  { label, service, endedAt, missedAfter, queuedAt }: Ticket,
): MissedView {
  const called = (calls.get(service) ?? 0) - (missedAfter ?? calls.get(service) ?? 0);
  return { label, service, since: endedAt ?? queuedAt, called };
}

/** Appointments that are told at most. */
export const APPOINTMENTS_MOST = 50;

/** The appointments that nobody has checked in for, the next first, at most {@link APPOINTMENTS_MOST}. */
export function nextAppointments(state: Readonly<QueueState>): readonly Appointment[] {
  const all = [...state.appointments.values()];
  return all.sort((a, b) => a.time - b.time || (a.reference < b.reference ? -1 : 1)).slice(0, APPOINTMENTS_MOST);
}

import { dueName } from './due.ts';
import type { AppointmentRules, Instant, Reference, Rules, ServiceId, WallTime } from './rules.ts';
import type { Appointment, QueueState } from './state.ts';

/** Branch time of a wall time; null while nobody knows the wall time. */
export function instantOf({ clock }: Pick<QueueState, 'clock'>, time: WallTime): Instant | null {
  return clock?.isTrusted ? time - clock.offset : null;
}

/** When an appointment is forgotten that nobody has checked in for; null while nobody knows the time, or no rule says. */
function expiryOf(state: Readonly<QueueState>, { time }: Appointment): Instant | null {
  const rules = state.rules?.appointments;
  return rules ? instantOf(state, time + rules.expiresAfter) : null;
}

/** Sets when one appointment expires. */
export function armAppointment(state: QueueState, appointment: Appointment): void {
  state.due.set(dueName({ kind: 'appointment', id: appointment.reference }), expiryOf(state, appointment));
}

/** Sets when each appointment expires: after the clock or the rules have changed. */
export function armAppointments(state: QueueState): void {
  for (const appointment of state.appointments.values()) armAppointment(state, appointment);
}

/** An appointment is over. */
export function forgetAppointment(state: QueueState, reference: Reference): void {
  state.appointments.delete(reference);
  state.due.set(dueName({ kind: 'appointment', id: reference }), null);
}

/** Whether the rules issue no number of a service: a booking of it from before them is for nothing that there is. */
export function isStranded(rules: Rules, service: ServiceId): boolean {
  return rules.services.find(({ id }) => id === service)?.isIssuing !== true;
}

/** Services of which new rules issue no numbers, that somebody has booked under the old ones; each with its references, sorted. */
export function strandedBy(
  { rules: before, appointments }: Pick<QueueState, 'rules' | 'appointments'>,
  rules: Rules,
): readonly (readonly [ServiceId, readonly Reference[]])[] {
  const stranded = new Map<ServiceId, Reference[]>();
  for (const { service, reference } of appointments.values()) {
    const isNews = before !== null && !isStranded(before, service) && isStranded(rules, service);
    if (isNews) stranded.set(service, [...(stranded.get(service) ?? []), reference]);
  }
  return [...stranded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([service, all]) => [service, all.sort()]);
}

/** How a customer who checks in stands to the booked time. */
export type Punctuality =
  /** So long before checking in begins. */
  | { readonly kind: 'early'; readonly wait: number }
  /** In time: `booked` is the branch time of the booked time. */
  | { readonly kind: 'kept'; readonly booked: Instant }
  | { readonly kind: 'late' }
  /** Nobody knows the wall time. */
  | { readonly kind: 'unknown' };

/** Whether a customer who checks in now is early, in time or late. */
export function punctualityOf(
  state: Pick<QueueState, 'clock'>,
  rules: AppointmentRules,
  time: WallTime,
  now: Instant,
): Punctuality {
  const booked = instantOf(state, time);
  if (booked === null) return { kind: 'unknown' };
  if (now < booked - rules.before) return { kind: 'early', wait: booked - rules.before - now };
  return now <= booked + rules.after ? { kind: 'kept', booked } : { kind: 'late' };
}

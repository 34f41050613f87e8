import { instantOf, isStranded, punctualityOf } from '../appointments.ts';
import { whyNotBookable } from '../booked-hours.ts';
import type { CommandOf } from '../commands.ts';
import { PLAIN_HOURS } from '../rules-hours.ts';
import { issue } from './issue.ts';
import { accept, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/** Books a time of day for a service, at which somebody is there. Nothing is known of the person but the segment. */
export function book({ state, index, now }: Situation, command: CommandOf<'book'>): Outcome {
  const { reference, service, segment, time } = command;
  const rules = index.rules.appointments;
  if (!rules) return refuse({ code: 'no-appointments' });
  if (!index.services.has(service)) return refuse({ code: 'unknown-service', service });
  if (isStranded(index.rules, service)) return refuse({ code: 'service-not-issuing', service });
  if (!index.segments.has(segment)) return refuse({ code: 'unknown-segment', segment });
  if (state.appointments.has(reference)) return refuse({ code: 'reference-taken', reference });
  const end = instantOf(state, time + rules.after);
  if (end !== null && end < now) return refuse({ code: 'appointment-past', reference });
  const why = command.hours ? whyNotBookable(command.hours, index.rules.hours ?? PLAIN_HOURS) : null;
  if (why) {
    const { opens = null } = command.hours ?? {};
    return refuse({ code: 'appointment-outside-hours', reference, service, why, opens });
  }
  if (state.appointments.size >= rules.most) return refuse({ code: 'appointments-full', limit: rules.most });
  return accept([draft({ type: 'booked', reference, service, segment, time })], done(null));
}

/** The appointment will not be kept; known before its time. */
export function cancelAppointment({ state }: Situation, { reference }: CommandOf<'cancel-appointment'>): Outcome {
  if (!state.appointments.has(reference)) return refuse({ code: 'unknown-appointment', reference });
  return accept([draft({ type: 'booking-cancelled', reference })], done(null));
}

/**
 * The customer of an appointment is there: in time the ticket stands in the queue from the booked time on; later, and while
 * nobody knows the time of day, it is a ticket as any other. Too early it is told when to come back. Where the branch does not do
 * any more what was booked, a person says which service it is to be.
 */
export function checkIn(situation: Situation, command: CommandOf<'check-in'>): Outcome {
  const { state, index, now } = situation;
  const { reference } = command;
  const appointment = state.appointments.get(reference);
  if (!appointment) return refuse({ code: 'unknown-appointment', reference });
  const rules = index.rules.appointments;
  if (!rules) return refuse({ code: 'no-appointments' });
  const punctuality = punctualityOf(state, rules, appointment.time, now);
  if (punctuality.kind === 'early') return refuse({ code: 'check-in-early', reference, wait: punctuality.wait });
  const { segment } = appointment;
  const { service = appointment.service } = command;
  if (command.service === undefined && isStranded(index.rules, service)) {
    return refuse({ code: 'appointment-service-gone', reference, service });
  }
  const booked = punctuality.kind === 'kept' ? punctuality.booked : null;
  const { type: _, reference: __, ...asked } = command;
  const ticket = issue(situation, { ...asked, type: 'issue', service, segment }, booked);
  if (ticket.kind === 'refused' || ticket.answer.kind !== 'issued') return ticket;
  const { ticket: number, label } = ticket.answer;
  const checkedIn = draft({ type: 'checked-in', reference, ticket: number, label, standing: punctuality.kind });
  return accept([checkedIn, ...ticket.drafts], ticket.answer);
}

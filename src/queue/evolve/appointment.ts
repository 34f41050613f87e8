import { armAppointment, forgetAppointment } from '../appointments.ts';
import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';

/** Somebody is expected. */
export function booked(state: QueueState, event: EventOf<'booked'>): void {
  const { reference, service, segment, time } = event;
  if (state.appointments.has(reference)) contradict(event, `${reference} is booked`);
  const appointment = { reference, service, segment, time };
  state.appointments.set(reference, appointment);
  armAppointment(state, appointment);
}

type EndEvent = EventOf<'booking-cancelled' | 'booking-expired' | 'checked-in'>;

/** Nobody is expected any more, or the customer is there. */
export function bookingEnded(state: QueueState, event: EndEvent): void {
  const { reference } = event;
  if (!state.appointments.has(reference)) contradict(event, `${reference} is not booked`);
  forgetAppointment(state, reference);
}

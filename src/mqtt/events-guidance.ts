import type { EventOf } from '../queue/events.ts';
import { headOf, type PublicBody } from './events-body.ts';

/** The published form of what becomes of customers who may do without a teller: nobody can be told from it. */
export function guidanceBody(event: EventOf<'diverted' | 'machine-changed'>): PublicBody {
  const head = headOf(event);
  const { machine } = event;
  const subject = `machine/${machine}`;
  if (event.type === 'diverted') {
    const { service, how } = event;
    return { type: 'customer-diverted', subject, data: { ...head, service, machine, how } };
  }
  const { isUsable, queue } = event;
  return { type: 'machine-changed', subject, data: { ...head, machine, isUsable, queue } };
}

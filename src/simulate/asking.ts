import type { Reference } from '../queue/rules.ts';
import type { Wish } from './commands.ts';
import type { Customer } from './customers.ts';

type Asked = Extract<Wish, { readonly type: 'issue' | 'check-in' }>;

/** What the appointment of a customer is known by. */
export function referenceOf(place: number): Reference {
  return `simulated-${place}`;
}

/**
 * How a customer asks for a number: by the appointment, if that still stands.
 *
 * @param isBooked the appointment stands
 */
export function askedBy({ service, segment, more }: Customer, reference: Reference, isBooked: boolean): Asked {
  const how = { language: 'en', handover: 'screen' } as const;
  if (isBooked) return { type: 'check-in', reference, ...how };
  const others = more.length === 0 ? {} : { more: more.map((each) => each.service) };
  return { type: 'issue', service, segment, ...others, ...how };
}

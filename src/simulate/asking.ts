import type { CommandOf } from '../queue/commands.ts';
import type { Reference } from '../queue/rules.ts';
import { NOBODYS } from './commands.ts';
import type { Customer } from './customers.ts';

type Asked = CommandOf<'issue' | 'check-in'>;

const { id, actor } = NOBODYS;

/** What the appointment of a customer is known by. */
export function referenceOf(place: number): Reference {
  return `simulated-${place}`;
}

/**
 * How a customer asks for a number: by the appointment, if that still stands.
 *
 * @param reference of the appointment that stands; null: there is none
 */
export function askedBy({ service, segment, more }: Customer, reference: Reference | null): Asked {
  if (reference !== null) return { type: 'check-in', reference, language: 'en', handover: 'screen', id, actor };
  const asked = { type: 'issue', service, segment, language: 'en', handover: 'screen', id, actor } as const;
  return more.length === 0 ? asked : { ...asked, more: more.map((each) => each.service) };
}

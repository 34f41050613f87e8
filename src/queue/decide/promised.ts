import { hallAt, hallInstants } from '../hall.ts';
import { standAt } from '../instants.ts';
import type { HoursRefusal } from '../refusals-hours.ts';
import type { Instant, ServiceId } from '../rules.ts';
import { seatsOf } from '../waiting-pools.ts';
import type { Situation } from './situation.ts';

/**
 * Whether a customer who keeps an appointment gets a number outside the hours all the same. The hours may be others since it was
 * booked, and a window of time reaches beyond the booked one: who was told to come is not sent away while somebody is there, or will be.
 * Whoever comes before an opening that the booked time does not lie before has that time left.
 */
export function isPromised(situation: Situation, refusal: HoursRefusal, booked: Instant): boolean {
  const { state, now } = situation;
  switch (refusal.code) {
    case 'branch-break':
      return true;
    case 'service-closed':
      return booked <= now || standAt(hallInstants(state), booked).shut.includes(refusal.service);
    case 'not-open-yet':
      return !state.hall.byHand && standAt(hallInstants(state), booked).phase === 'not-open-yet';
    case 'branch-closed':
      return !state.hall.byHand && hallAt(state, now).phase === 'closing' && isAnybodyThere(situation, refusal.service);
    default:
      return false;
  }
}

function isAnybodyThere({ state, index }: Situation, service: ServiceId): boolean {
  return seatsOf(state).some(({ id }) => index.counters.get(id)?.services.has(service) === true);
}

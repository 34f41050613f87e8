import type { RefusalCode } from '../queue/refusals.ts';

/** Each refusal of the queue in one sentence. What it is about stands beside it. */
const TEXTS: Readonly<Record<RefusalCode, string>> = {
  'no-rules': 'the branch has no rules yet',
  'no-day': 'the business day has not begun',
  'unknown-service': 'the branch does not offer this service',
  'unknown-segment': 'the bank standard has no such segment',
  'unknown-counter': 'the branch has no such counter',
  'unknown-profile': 'the bank standard has no such profile',
  'profile-already': 'the counter follows this profile already',
  'unknown-ticket': 'no live ticket is called so',
  'service-not-issuing': 'no numbers are issued for this service now',
  'numbers-exhausted': 'all numbers of this service are in use',
  'counter-closed': 'the counter is closed',
  'counter-paused': 'the counter is paused',
  'counter-already': 'the counter is in this state already',
  'counter-busy': 'a customer is at the counter',
  'no-open-ticket': 'nobody is called or served at the counter',
  'wrong-status': 'that does not fit the status of the ticket',
  'other-counter': 'the ticket is at another counter',
  'not-served-here': 'the counter does not serve this service',
  'not-callable-yet': 'the ticket is being printed',
  'recall-limit': 'the ticket was recalled as often as the rules allow',
  'nothing-to-undo': 'there is nothing to take back at the counter',
  'undo-too-late': 'the time to take it back is over',
  'undo-overtaken': 'somebody else has called the ticket since',
  'same-service': 'the ticket waits for this service already',
  'no-late-return': 'who was a no-show takes another number in this branch',
  'return-too-late': 'the time in which the customer could have come back is over',
  'return-limit': 'the customer has come back as often as the rules allow',
  'number-taken': 'somebody else has the number by now',
  'no-appointments': 'the rules of the branch know no appointments',
  'unknown-appointment': 'no appointment stands under this reference',
  'reference-taken': 'another appointment stands under this reference',
  'appointments-full': 'as many appointments stand as the rules allow',
  'appointment-past': 'the time is over',
  'check-in-early': 'checking in for this appointment has not begun',
  'no-parking': 'the rules of the branch know no parking',
  'pool-full': 'as many tickets are parked as the rules allow',
  'parked-elsewhere': 'the ticket is parked for another counter',
  'wrong-print-state': 'that does not fit what is known of the slip',
  'day-not-after': 'the business day has begun already',
  'no-upgrades': 'the rules of the branch let nobody change a segment',
  'unknown-upgrade-reason': 'the bank standard has no such reason',
  'segment-already': 'the ticket is of this segment already',
  'no-higher-segment': 'the rules of the branch let a segment only rise',
  'other-segment': 'the counter is there for customers of other segments',
};

/**
 * A refusal as a sentence for people.
 *
 * @param code of the refusal
 */
export function refusalText(code: string): string {
  return Object.hasOwn(TEXTS, code) ? TEXTS[code as RefusalCode] : 'the rules of the branch do not allow it';
}

import { codesOf } from '../queue/refusal-codes.ts';
import type { VisitRefusal } from '../queue/refusals-visit.ts';

/** Whether a refusal is about a visit of several services, counters or tellers. */
export const isOfVisit = codesOf<VisitRefusal>({
  'services-limit': true,
  'service-twice': true,
  'service-not-pending': true,
  'no-destination': true,
  'same-counter': true,
  'back-counter': true,
  'teller-away': true,
  'unknown-reason': true,
  'no-steps': true,
  'last-step': true,
  'step-unattended': true,
  'waits-for-other': true,
});

/** What such a refusal says on a display of 16 ASCII characters. */
export function visitText(refusal: VisitRefusal): string {
  switch (refusal.code) {
    case 'services-limit':
      return `${refusal.limit} SERVICES MOST`;
    case 'service-twice':
      return 'HAS THAT SERVICE';
    case 'service-not-pending':
      return `${refusal.label} NO SUCH`;
    case 'no-destination':
      return 'SAY WHERE TO';
    case 'same-counter':
      return 'IS HERE ALREADY';
    case 'back-counter':
      return 'BACK OFFICE';
    case 'teller-away':
      return 'TELLER AWAY';
    case 'unknown-reason':
      return 'NO SUCH REASON';
    case 'no-steps':
      return 'HAS NO STEPS';
    case 'last-step':
      return 'LAST STEP:FINISH';
    case 'step-unattended':
      return 'NOBODY DOES THAT';
    case 'waits-for-other':
      return `${refusal.label} RESERVED`;
  }
}

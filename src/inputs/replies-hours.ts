import type { PadScreen } from '../devices/kinds.ts';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import { opensLine, type TimesOfBranch } from '../views/hours-texts.ts';
import { ASK_STAFF } from './kiosk-words.ts';

/** What such a refusal says on a display of 16 ASCII characters. */
export function hoursText(refusal: HoursRefusal): string {
  switch (refusal.code) {
    case 'hall-evacuated':
      return 'LEAVE BUILDING';
    case 'hall-out-of-order':
      return 'OUT OF ORDER';
    case 'not-open-yet':
      return 'NOT OPEN YET';
    case 'branch-closed':
      return 'WE ARE CLOSED';
    case 'branch-break':
      return 'BREAK';
    case 'service-closed':
      return 'SERVICE CLOSED';
    case 'no-time-left':
      return 'CLOSING SOON';
    case 'capacity-reached':
      return refusal.of === 'service' ? 'SERVICE IS FULL' : 'NONE LEFT TODAY';
    case 'confirm-needed':
      return refusal.reason === 'waiting' ? `${Math.min(refusal.waiting, 999)} ARE WAITING` : 'MAY BE TOO LATE';
  }
}

/** Both lines of a kiosk: why, and when to come back; or how to say yes. */
export function hoursScreen(refusal: HoursRefusal, times: TimesOfBranch): PadScreen {
  const line1 = hoursText(refusal);
  switch (refusal.code) {
    case 'hall-evacuated':
      return { line1, line2: 'USE THE EXITS' };
    case 'hall-out-of-order':
      return { line1, line2: 'BACK SOON' };
    case 'not-open-yet':
    case 'branch-closed':
    case 'branch-break':
    case 'service-closed':
      return { line1, line2: refusal.opens === null ? ASK_STAFF : opensLine(refusal.opens, times) };
    case 'no-time-left':
    case 'capacity-reached':
      return { line1, line2: 'COME ANOTHER DAY' };
    case 'confirm-needed':
      return { line1, line2: 'YES: PRESS AGAIN' };
  }
}

import type { Refusal, RefusalCode } from '../queue/refusals.ts';
import type { RecordRefusal } from '../queue/refusals-record.ts';
import { evenly } from './kiosk-wrap.ts';

/** Whether a customer may be refused so: at a kiosk, or at a pad for marks. All others are of staff, and need no words here. */
const OF_CUSTOMERS = {
  'no-rules': true,
  'no-day': true,
  'unknown-service': true,
  'unknown-segment': true,
  'service-not-issuing': true,
  'hall-shut': true,
  'numbers-exhausted': true,
  'services-limit': true,
  'service-twice': true,
  'unknown-ticket': true,
  'wrong-status': true,
  'no-late-return': true,
  'return-too-late': true,
  'return-limit': true,
  'number-taken': true,
  'no-appointments': true,
  'unknown-appointment': true,
  'appointment-past': true,
  'appointment-service-gone': true,
  'check-in-early': true,
  'no-rating': true,
  'no-such-mark': true,
  'nothing-to-rate': true,
  'rating-too-late': true,
  'already-rated': true,
  // These have screens of their own.
  'not-open-yet': false,
  'branch-closed': false,
  'branch-break': false,
  'service-closed': false,
  'no-time-left': false,
  'capacity-reached': false,
  'confirm-needed': false,
  'hall-evacuated': false,
  'hall-out-of-order': false,
  'machine-better': false,
  'unknown-machine': false,
  'not-at-machine': false,
  'machine-not-usable': false,
  'unknown-counter': false,
  'unknown-profile': false,
  'profile-already': false,
  'counter-closed': false,
  'counter-paused': false,
  'counter-already': false,
  'counter-busy': false,
  'no-open-ticket': false,
  'other-counter': false,
  'not-served-here': false,
  'not-callable-yet': false,
  'recall-limit': false,
  'nothing-to-undo': false,
  'undo-too-late': false,
  'undo-overtaken': false,
  'same-service': false,
  'bulk-size': false,
  'pager-taken': false,
  'reference-taken': false,
  'appointments-full': false,
  'appointment-outside-hours': false,
  'no-parking': false,
  'pool-full': false,
  'parked-elsewhere': false,
  'service-not-pending': false,
  'no-destination': false,
  'same-counter': false,
  'back-counter': false,
  'teller-away': false,
  'unknown-reason': false,
  'no-steps': false,
  'last-step': false,
  'step-unattended': false,
  'waits-for-other': false,
  'no-upgrades': false,
  'unknown-upgrade-reason': false,
  'segment-already': false,
  'no-higher-segment': false,
  'other-segment': false,
  'no-slip': false,
  'copy-in-hand': false,
  'no-copy': false,
  'hall-already': false,
  'hall-has-opened': false,
  'hall-no-until': false,
  'teller-elsewhere': false,
  'no-such-alert': false,
  'already-acknowledged': false,
  'no-panic-key': false,
  'wrong-print-state': false,
  'day-not-after': false,
} as const satisfies Readonly<Record<RefusalCode, boolean>>;

type CustomerCode = { [C in RefusalCode]: (typeof OF_CUSTOMERS)[C] extends true ? C : never }[RefusalCode];
type CustomerRefusal = Extract<Refusal, { readonly code: CustomerCode }>;

function isOfCustomers(refusal: Refusal): refusal is CustomerRefusal {
  return OF_CUSTOMERS[refusal.code];
}

/** What a refusal says to a customer on a line of ten Hanzi. */
export function refusalInChinese(refusal: Refusal): string {
  return isOfCustomers(refusal) ? customerRefusal(refusal) : '现在无法办理';
}

function customerRefusal(refusal: CustomerRefusal): string {
  switch (refusal.code) {
    case 'no-rules':
    case 'no-day':
      return '系统准备中';
    case 'unknown-service':
    case 'unknown-segment':
    case 'service-not-issuing':
      return '该业务暂不发号';
    case 'hall-shut':
      return '现在未营业';
    case 'numbers-exhausted':
      return '号码已发完';
    case 'services-limit':
      return `最多选${evenly(refusal.limit)}项业务`;
    case 'service-twice':
      return '该业务已选';
    case 'no-appointments':
    case 'unknown-appointment':
      return '没有此预约';
    case 'appointment-past':
      return '预约时间已过';
    case 'appointment-service-gone':
      return '请咨询工作人员';
    case 'check-in-early':
      return '未到预约时间';
    case 'no-rating':
    case 'nothing-to-rate':
    case 'no-such-mark':
    case 'rating-too-late':
    case 'already-rated':
      return ratingRefusal(refusal);
    case 'unknown-ticket':
    case 'wrong-status':
    case 'no-late-return':
    case 'return-too-late':
    case 'return-limit':
    case 'number-taken':
      return ticketRefusal(refusal);
  }
}

function ratingRefusal(refusal: RecordRefusal): string {
  switch (refusal.code) {
    case 'no-rating':
    case 'nothing-to-rate':
      return '现在无需评价';
    case 'no-such-mark':
      return `请评${evenly(`1-${refusal.scale}`)}分`;
    case 'rating-too-late':
      return '评价时间已过';
    case 'already-rated':
      return '您已评价';
  }
}

type TicketCode =
  | 'unknown-ticket'
  | 'wrong-status'
  | 'no-late-return'
  | 'return-too-late'
  | 'return-limit'
  | 'number-taken';

/** A number with which somebody comes back. */
function ticketRefusal(refusal: Extract<CustomerRefusal, { readonly code: TicketCode }>): string {
  switch (refusal.code) {
    case 'unknown-ticket':
      return '没有此号码';
    case 'no-late-return':
      return '过号需重新取号';
    case 'return-too-late':
      return `${refusal.label} 过号太久`;
    case 'return-limit':
      return `${refusal.label} 已重排过`;
    case 'wrong-status':
    case 'number-taken':
      return `${refusal.label} 已失效`;
  }
}

import { codesOf } from '../queue/refusal-codes.ts';
import type { Refusal } from '../queue/refusals.ts';

const CODES = {
  'no-late-return': true,
  'return-too-late': true,
  'return-limit': true,
  'number-taken': true,
  'no-parking': true,
  'pool-full': true,
  'parked-elsewhere': true,
  'no-appointments': true,
  'unknown-appointment': true,
  'reference-taken': true,
  'appointments-full': true,
  'appointment-past': true,
  'appointment-outside-hours': true,
  'appointment-service-gone': true,
  'check-in-early': true,
} as const;

/** Refusals of what is done with customers who neither wait in a queue nor are at a window, and with those to come. */
export type AsideRefusal = Extract<Refusal, { readonly code: keyof typeof CODES }>;

/** Whether a refusal is one of these. */
export const isAside = codesOf<AsideRefusal>(CODES);

/** What such a refusal says on a display of 16 ASCII characters. */
export function asideText(refusal: AsideRefusal): string {
  switch (refusal.code) {
    case 'no-late-return':
      return 'NO LATE RETURN';
    case 'return-too-late':
      return `${refusal.label} TOO LATE`;
    case 'return-limit':
      return `${refusal.label} WAS BACK`;
    case 'number-taken':
      return `${refusal.label} IS TAKEN`;
    case 'no-parking':
      return 'NO PARKING HERE';
    case 'pool-full':
      return `${refusal.limit} ARE PARKED`;
    case 'parked-elsewhere':
      return `${refusal.label} IS PARKED`;
    case 'no-appointments':
    case 'unknown-appointment':
    case 'reference-taken':
    case 'appointments-full':
    case 'appointment-past':
    case 'appointment-outside-hours':
    case 'appointment-service-gone':
    case 'check-in-early':
      // No keypad asks for appointments.
      return 'NO APPOINTMENT';
  }
}

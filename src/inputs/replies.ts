import type { Reply } from '../branch/port.ts';
import type { PadScreen } from '../devices/kinds.ts';
import type { Refusal } from '../queue/refusals.ts';

/** What a refusal says on a display of 16 ASCII characters. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.code) {
    case 'no-rules':
    case 'no-day':
      return 'NOT READY YET';
    case 'unknown-service':
      return 'NO SUCH SERVICE';
    case 'unknown-segment':
      return 'NO SUCH SEGMENT';
    case 'unknown-counter':
      return 'NO SUCH COUNTER';
    case 'unknown-profile':
      return 'NO SUCH PROFILE';
    case 'unknown-ticket':
      return `NO ${refusal.ticket}`;
    case 'service-not-issuing':
      return 'SERVICE CLOSED';
    case 'numbers-exhausted':
      return 'NUMBERS USED UP';
    case 'counter-closed':
      return 'COUNTER CLOSED';
    case 'counter-paused':
      return 'COUNTER PAUSED';
    case 'counter-already':
      return `ALREADY ${refusal.state.toUpperCase()}`;
    case 'counter-busy':
      return `FINISH ${refusal.label}`;
    case 'no-open-ticket':
      return 'NO CUSTOMER';
    case 'wrong-status':
      return `${refusal.label} ${refusal.status.toUpperCase()}`;
    case 'other-counter':
      return `${refusal.label} AT ${refusal.counter}`;
    case 'not-served-here':
      return 'NOT SERVED HERE';
    case 'not-callable-yet':
      return `${refusal.label} PRINTING`;
    case 'recall-limit':
      return `RECALLED ${refusal.limit}x`;
    case 'nothing-to-undo':
      return 'NOTHING TO UNDO';
    case 'undo-too-late':
      return 'UNDO TOO LATE';
    case 'undo-overtaken':
      return `${refusal.label} IS TAKEN`;
    case 'same-service':
      return 'SAME SERVICE';
    case 'wrong-print-state':
      return `${refusal.label} ${refusal.print.toUpperCase()}`;
    case 'day-not-after':
      return 'WRONG DAY';
  }
}

/** What a fault says on a display of 16 ASCII characters: who can help, and that pressing again is right. */
export function faultText(reply: Extract<Reply, { kind: 'fault' }>): string {
  return reply.fault.code === 'journal/busy' ? 'BUSY PRESS AGAIN' : 'DISK: TRY AGAIN';
}

/** Two lines cut to what a pad shows. */
export function screen(line1: string, line2: string): PadScreen {
  return { line1, line2 };
}

import type { Reply } from '../branch/port.ts';
import type { PadScreen } from '../devices/kinds.ts';
import type { CommandId } from '../queue/commands.ts';
import type { Refusal } from '../queue/refusals.ts';
import { type CareRefusal, isAboutCare } from '../queue/refusals-care.ts';
import { type CopyRefusal, isAboutCopies } from '../queue/refusals-copies.ts';
import { type GuidanceRefusal, isAboutMachines } from '../queue/refusals-guidance.ts';
import { type HallRefusal, isAboutHall } from '../queue/refusals-hall.ts';
import { type HoursRefusal, isAboutHours } from '../queue/refusals-hours.ts';
import type { RecordRefusal } from '../queue/refusals-record.ts';
import type { SegmentRefusal } from '../queue/refusals-segments.ts';
import type { VisitRefusal } from '../queue/refusals-visit.ts';
import type { Rules } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';
import { type AsideRefusal, asideText, isAside } from './replies-aside.ts';
import { careText } from './replies-care.ts';
import { copyText } from './replies-copies.ts';
import { machineRefusalText } from './replies-guidance.ts';
import { counterName, hallText } from './replies-hall.ts';
import { hoursText } from './replies-hours.ts';
import { isOfRecord, recordText } from './replies-record.ts';
import { isAboutSegments, segmentText } from './replies-segments.ts';
import { isOfVisit, visitText } from './replies-visit.ts';

/**
 * What a refusal says on a display of 16 ASCII characters.
 *
 * @param rules the rules in force: people know counters by their numbers
 */
export function refusalText(refusal: Refusal, rules: Pick<Rules, 'counters'> | null): string {
  if (isAboutHours(refusal)) return hoursText(refusal);
  if (isAboutHall(refusal)) return hallText(refusal, rules);
  if (isAboutMachines(refusal)) return machineRefusalText(refusal);
  if (isAside(refusal)) return asideText(refusal);
  if (isAboutCopies(refusal)) return copyText(refusal);
  if (isOfRecord(refusal)) return recordText(refusal);
  if (isOfVisit(refusal)) return visitText(refusal);
  if (isAboutCare(refusal)) return careText(refusal);
  return isAboutSegments(refusal) ? segmentText(refusal) : plainText(refusal, rules);
}

function plainText(
  refusal: Exclude<
    Refusal,
    | AsideRefusal
    | CopyRefusal
    | CareRefusal
    | GuidanceRefusal
    | HallRefusal
    | HoursRefusal
    | RecordRefusal
    | SegmentRefusal
    | VisitRefusal
  >,
  rules: Pick<Rules, 'counters'> | null,
): string {
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
    case 'profile-already':
      return 'SAME PROFILE';
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
      return `${refusal.label} ${counterName(refusal.counter, rules)}`;
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
    case 'no-such-alert':
    case 'already-acknowledged':
      // No keypad acknowledges alerts.
      return 'NO ALERT';
    case 'no-panic-key':
      // Whoever stands at the window must not see what was pressed.
      return 'NO SUCH KEY';
    case 'wrong-print-state':
      return `${refusal.label} ${refusal.print.toUpperCase()}`;
    case 'day-not-after':
      return 'WRONG DAY';
  }
}

type FaultReply = Extract<Reply, { kind: 'fault' }>;

/** Faults of the disk after which nobody needs to come yet: the next press may go through. */
const ONCE = new Set(['journal/unknown', 'journal/closed', 'journal/worker-died']);

/** Whether after a fault pressing again is right. */
export function isWorthAnotherPress({ fault: { code } }: FaultReply): boolean {
  return code === 'journal/busy' || ONCE.has(code);
}

/** What a fault says on a display of 16 ASCII characters: who can help, or that pressing again is right. */
export function faultText(reply: FaultReply): string {
  const { code } = reply.fault;
  if (code === 'branch/stopping') return 'RESTARTING: WAIT';
  if (code === 'journal/busy') return 'BUSY PRESS AGAIN';
  if (code === 'journal/disk-full') return 'DISK FULL: HELP!';
  // Another controller leads: to press again is never right here.
  if (code === 'journal/superseded') return 'FAULT: CALL HELP';
  if (ONCE.has(code)) return 'DISK: TRY AGAIN';
  return code.startsWith('journal/') ? 'DISK FAULT: HELP' : 'FAULT: CALL HELP';
}

/** Whether the daemon is stopping: the press is not dealt with, the device sends it to the next daemon. */
export function isStopping(reply: Reply): boolean {
  return reply.kind === 'fault' && reply.fault.code === 'branch/stopping';
}

/** Whether a command was answered before, as far as the state remembers: asked again, it gets that answer. */
export function isAnswered(state: Readonly<QueueState>, { source, key }: CommandId): boolean {
  return state.answers.get(source)?.some((answered) => answered.key === key) ?? false;
}

/** Two lines; the driver cuts them to the width of its device. */
export function screen(line1: string, line2: string): PadScreen {
  return { line1, line2 };
}

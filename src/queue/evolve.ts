import { contradict } from './contradiction.ts';
import type { EventOf, EventType, QueueEvent } from './events.ts';
import { acknowledged, cleared, raised, repeated } from './evolve/alert.ts';
import { watchAlerts } from './evolve/alert-watch.ts';
import { remember } from './evolve/answers.ts';
import { booked, bookingEnded } from './evolve/appointment.ts';
import { clockSet, dayOpened, rulesApplied } from './evolve/branch.ts';
import { called, recalled, requestEnded, requestStands, started } from './evolve/call.ts';
import { bulkMarked, needsSet, pagerNeeded } from './evolve/care.ts';
import { recognized, segmentChanged } from './evolve/change-segment.ts';
import { counterClosed, counterOpened, counterPaused } from './evolve/counter.ts';
import { cancelled, finished, noShow } from './evolve/end.ts';
import { diverted, machineChanged } from './evolve/guidance.ts';
import { counterHours, dayPlanned, followHall, hallPhase, hallSet, heldOver, serviceHours } from './evolve/hall.ts';
import { issued } from './evolve/issue.ts';
import { learn, lessonOf } from './evolve/learn.ts';
import { watchSeats } from './evolve/left-alone.ts';
import { expired, parked, unparked } from './evolve/park.ts';
import { printEnded, printFailed, printStarted, printUnknown, released } from './evolve/print.ts';
import { rated } from './evolve/rate.ts';
import { reprintAsked, reprintEnded } from './evolve/reprint.ts';
import { returned } from './evolve/return-late.ts';
import { changesProfiles, profileSwitched, settleDue } from './evolve/switch-profile.ts';
import { takenOver } from './evolve/take-over.ts';
import { refusedIssue } from './evolve/tally.ts';
import { undone } from './evolve/undo.ts';
import {
  handedOff,
  papersMarked,
  pendingChanged,
  referred,
  requeued,
  serviceFinished,
  transferred,
} from './evolve/visit.ts';
import { settleHelps } from './helps.ts';
import type { QueueState } from './state.ts';

type Writers = { readonly [T in EventType]: (state: QueueState, event: EventOf<T>) => void };

const WRITERS: Writers = {
  issued,
  called,
  'request-stands': requestStands,
  'request-ended': requestEnded,
  recalled,
  started,
  finished,
  'no-show': noShow,
  cancelled,
  undone,
  transferred,
  referred,
  'taken-over': takenOver,
  'service-finished': serviceFinished,
  'handed-off': handedOff,
  requeued,
  'service-added': pendingChanged,
  'service-dropped': pendingChanged,
  'papers-marked': papersMarked,
  'bulk-marked': bulkMarked,
  'needs-set': needsSet,
  'pager-needed': pagerNeeded,
  parked,
  unparked,
  expired,
  returned,
  'hall-set': hallSet,
  'hall-phase-changed': hallPhase,
  'service-hours-changed': serviceHours,
  'counter-hours-changed': counterHours,
  'held-over': heldOver,
  'day-planned': dayPlanned,
  booked,
  'booking-cancelled': bookingEnded,
  'booking-expired': bookingEnded,
  'checked-in': bookingEnded,
  'segment-changed': segmentChanged,
  recognized,
  rated,
  'machine-changed': machineChanged,
  diverted,
  // Told, and nothing more.
  'low-rated': () => {},
  'bookings-stranded': () => {},
  'counter-opened': counterOpened,
  'counter-paused': counterPaused,
  'counter-closed': counterClosed,
  'profile-switched': profileSwitched,
  'alert-raised': raised,
  'alert-repeated': repeated,
  'alert-acknowledged': acknowledged,
  'alert-cleared': cleared,
  'print-started': printStarted,
  'print-ended': printEnded,
  'print-failed': printFailed,
  'print-unknown': printUnknown,
  'reprint-asked': reprintAsked,
  'reprint-ended': reprintEnded,
  released,
  'rules-applied': rulesApplied,
  'day-opened': dayOpened,
  'clock-set': clockSet,
  refused: refusedIssue,
};

/** The same for looking up. That types and writers belong together is beyond what the compiler follows. */
const writers = new Map(Object.entries(WRITERS)) as ReadonlyMap<
  EventType,
  (state: QueueState, event: QueueEvent) => void
>;

/**
 * Writes one event to the state; the only writer. An event that cannot have happened in this state throws a
 * `Contradiction` before anything is written.
 */
export function evolve(state: QueueState, event: QueueEvent): void {
  const write = writers.get(event.type) ?? contradict(event, 'no such event');
  const lesson = lessonOf(state, event);
  write(state, event);
  learn(state, event, lesson);
  state.lastAt = event.at;
  followHall(state, event);
  if (changesProfiles(state, event)) settleDue(state);
  settleHelps(state, event);
  watchSeats(state, event);
  watchAlerts(state, event);
  remember(state, event);
}

import { contradict } from './contradiction.ts';
import type { EventOf, EventType, QueueEvent } from './events.ts';
import { remember } from './evolve/answers.ts';
import { booked, bookingEnded } from './evolve/appointment.ts';
import { clockSet, dayOpened, rulesApplied } from './evolve/branch.ts';
import { called, recalled, requestEnded, requestStands, started } from './evolve/call.ts';
import { recognized, segmentChanged } from './evolve/change-segment.ts';
import { counterClosed, counterOpened, counterPaused } from './evolve/counter.ts';
import { cancelled, finished, noShow } from './evolve/end.ts';
import { issued } from './evolve/issue.ts';
import { expired, parked, unparked } from './evolve/park.ts';
import { printEnded, printFailed, printStarted, printUnknown, released } from './evolve/print.ts';
import { returned } from './evolve/return-late.ts';
import { changesProfiles, profileSwitched, settleDue } from './evolve/switch-profile.ts';
import { transferred } from './evolve/transfer.ts';
import { undone } from './evolve/undo.ts';
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
  parked,
  unparked,
  expired,
  returned,
  booked,
  'booking-cancelled': bookingEnded,
  'booking-expired': bookingEnded,
  'checked-in': bookingEnded,
  'segment-changed': segmentChanged,
  recognized,
  'counter-opened': counterOpened,
  'counter-paused': counterPaused,
  'counter-closed': counterClosed,
  'profile-switched': profileSwitched,
  'print-started': printStarted,
  'print-ended': printEnded,
  'print-failed': printFailed,
  'print-unknown': printUnknown,
  released,
  'rules-applied': rulesApplied,
  'day-opened': dayOpened,
  'clock-set': clockSet,
  refused: () => {},
};

/**
 * Writes one event to the state; the only writer. An event that cannot have happened in this state throws a
 * `Contradiction` before anything is written.
 */
export function evolve(state: QueueState, event: QueueEvent): void {
  if (!Object.hasOwn(WRITERS, event.type)) contradict(event, 'no such event');
  // The table gives each type its own writer: that the two belong together is beyond what the compiler follows.
  const write = WRITERS[event.type] as (state: QueueState, event: QueueEvent) => void;
  write(state, event);
  state.lastAt = event.at;
  if (changesProfiles(state, event)) settleDue(state);
  settleHelps(state);
  remember(state, event);
}

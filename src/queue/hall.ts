import { DUE } from './due.ts';
import { hasExpectedEnd, mayTurnTo, stoppedBy } from './hall-states.ts';
import { hasHours, nextTurn, opensAgainAt, type ScheduledInstant, standAt } from './instants.ts';
import { indexOf } from './rule-index.ts';
import type { CounterId, Instant, ServiceId, WallTime } from './rules.ts';
import type { QueueState } from './state.ts';
import type { Hall } from './state-hours.ts';
import { isStayingFor, type StaysFor, staysFor } from './stays.ts';

/** The hall before the first business day. */
export const EMPTY_HALL: Hall = { phase: 'not-open-yet', since: 0, seen: 0, shut: [], manned: [], leaving: [] };

const NONE: readonly ScheduledInstant[] = [];

/** Days whose instants hold opening hours; a day is never changed in place. */
const withHours = new WeakMap<readonly ScheduledInstant[], boolean>();

/** Whether the day that is open has opening hours. */
export function isByHours({ day }: Pick<QueueState, 'day'>): boolean {
  if (!day) return false;
  let known = withHours.get(day.instants);
  if (known === undefined) {
    known = hasHours(day.instants);
    withHours.set(day.instants, known);
  }
  return known;
}

/** Whether the clock turns hall, services and counters now: not while nobody knows what time it is. */
function isClockObeyed(state: Pick<QueueState, 'day' | 'clock'>): boolean {
  return state.day?.date != null && state.clock?.isTrusted !== false;
}

/** What the day brings, as far as the clock is obeyed. */
export function hallInstants(state: Pick<QueueState, 'day' | 'clock'>): readonly ScheduledInstant[] {
  return isClockObeyed(state) && isByHours(state) ? (state.day?.instants ?? NONE) : NONE;
}

/**
 * How the hall stands at an instant that is not before the last event, although no tick may have told so yet. An instant
 * of the day costs a walk through the day; all others cost nothing.
 */
export function hallAt(state: Readonly<QueueState>, now: Instant): Pick<Hall, 'phase' | 'shut'> {
  if (state.hallTurnsAt === null || state.hallTurnsAt > now) return state.hall;
  const { phase, shut } = standAt(hallInstants(state), now);
  return { phase: mayTurnTo(state.hall, phase) ? phase : state.hall.phase, shut };
}

/** Wall time of a branch time; null where nobody knows the time. */
export function wallOf({ clock }: Pick<QueueState, 'clock'>, at: Instant | null): WallTime | null {
  return clock && at !== null ? at + clock.offset : null;
}

/**
 * When customers may come again: to the branch, or with a service to that. What a person has asked ends when that person
 * has said, and after an early close the branch opens on another day. Null: nobody knows.
 */
export function reopensAt(state: Readonly<QueueState>, of: ServiceId | null, now: Instant): WallTime | null {
  const { byHand } = state.hall;
  if (of === null && byHand && hasExpectedEnd(byHand.state)) {
    return byHand.until !== undefined && isAhead(state, byHand.until, now) ? byHand.until : null;
  }
  const instants = hallInstants(state);
  const open = byHand?.state === 'closing' ? instants.filter(({ what }) => what === 'reopens') : instants;
  return wallOf(state, opensAgainAt(open, of, now));
}

/** Whether a wall time lies ahead, or may: while the clock is not trusted nobody knows. */
export function isAhead(state: Pick<QueueState, 'clock'>, time: WallTime, now: Instant): boolean {
  const wall = state.clock?.isTrusted ? wallOf(state, now) : null;
  return wall === null || time > wall;
}

/** When the time that customers were told is over: nobody is to read of it any more. Null: none was told, or nobody knows the time. */
export function toldUntil({ hall, clock }: Pick<QueueState, 'hall' | 'clock'>): Instant | null {
  const until = hall.byHand?.until;
  return until === undefined || !clock?.isTrusted ? null : until - clock.offset;
}

/** Notes when the clock, or that nobody is left, changes something of the hall. */
export function settleHall(state: QueueState): void {
  state.hallTurnsAt = nextTurn(hallInstants(state), state.hall, state.hall.seen);
  settleLeaving(state);
}

/** As {@link settleHall}, where only people and counters have moved. */
export function settleLeaving(state: QueueState): void {
  if (stoppedBy(state.hall) !== null) {
    state.due.set(DUE.hall, null);
    return;
  }
  const ends = [state.hallTurnsAt, toldUntil(state), emptiesAt(state), leavesAt(state)].filter((at) => at !== null);
  state.due.set(DUE.hall, ends.length === 0 ? null : Math.min(...ends));
}

/** Whether a hall that is closing closes once nobody is in it: the clock is obeyed, or a person closes it early. */
export function mayEmpty(state: Pick<QueueState, 'day' | 'clock' | 'hall'>): boolean {
  return isClockObeyed(state) || state.hall.byHand !== undefined;
}

/** A hall that is closing has closed once nobody is in it, nor has only been set aside; at once. */
function emptiesAt(state: Readonly<QueueState>): Instant | null {
  if (!mayEmpty(state) || state.hall.phase !== 'closing' || state.tickets.size !== state.parked.size) return null;
  return [...state.parked.values()].every(({ parked }) => parked?.isHeldOver) ? 0 : null;
}

function leavesAt(state: Readonly<QueueState>): Instant | null {
  let earliest: Instant | null = null;
  const isClosing = state.hall.phase === 'closing' && state.hall.leaving.length > 0;
  const waiting = isClosing ? staysFor(state, state.tickets.values()) : null;
  for (const id of state.hall.leaving) {
    const at = freeAt(state, id, waiting);
    if (at !== null && (earliest === null || at < earliest)) earliest = at;
  }
  return earliest;
}

/**
 * From when on a counter may close: nobody is there, and no undo can bring anybody back. Null while somebody is there, or
 * waits for it or will.
 *
 * @param waiting for whom it stays; null: for nobody
 */
export function freeAt(state: Readonly<QueueState>, id: CounterId, waiting: StaysFor | null): Instant | null {
  const counter = state.counters.get(id);
  if (!counter || !state.rules || counter.state === 'closed' || counter.ticket !== null) return null;
  const index = indexOf(state.rules);
  const indexed = index.counters.get(id);
  if (waiting && indexed && isStayingFor(waiting, counter, indexed, index)) return null;
  return counter.undo ? counter.undo.at + state.rules.undoWindow + 1 : 0;
}

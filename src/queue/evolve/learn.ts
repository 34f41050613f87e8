import { standardTime } from '../estimate-times.ts';
import type { EventOf, QueueEvent } from '../events.ts';
import { learnArrival, learnGap, learnVisit, type Visit } from '../pace.ts';
import { indexOf } from '../rule-index.ts';
import type { CounterId, Duration, Instant, Rules } from '../rules.ts';
import type { QueueState, Ticket } from '../state.ts';

/** What an event lets the branch learn; looked up before the event is written, as the writing may take it away. */
type Lesson =
  | { readonly kind: 'visit'; readonly counter: CounterId; readonly visit: Visit }
  | { readonly kind: 'gap'; readonly counter: CounterId; readonly gap: Duration | null };

/** Null where there is nothing to look up. */
export function lessonOf(state: Readonly<QueueState>, event: QueueEvent): Lesson | null {
  const { counter } = event;
  if (counter === null || !state.rules?.estimates) return null;
  switch (event.type) {
    case 'finished':
    case 'no-show':
    case 'parked':
    case 'transferred':
    case 'referred':
    case 'service-finished':
    case 'handed-off':
      return visitLesson(state, counter, event);
    case 'called':
      return gapLesson(state, counter, event);
    default:
      return null;
  }
}

type EndOfVisit = EventOf<
  'finished' | 'no-show' | 'parked' | 'transferred' | 'referred' | 'service-finished' | 'handed-off'
>;

/** A visit that new rules ended was cut short, and what is done in the back keeps no queue waiting: they say nothing. */
function visitLesson(state: Readonly<QueueState>, counter: CounterId, event: EndOfVisit): Lesson | null {
  const ticket = state.tickets.get(event.ticket);
  const since = ticket ? hereSince(ticket) : null;
  if (since === null || event.rule === 'rules' || isBack(state, counter)) return null;
  const service = 'from' in event ? event.from : event.service;
  const visit: Visit = {
    ticket: event.ticket,
    service,
    hasCome: event.type !== 'no-show',
    took: event.at - since,
    ...(ticket && since === ticket.calledAt ? { waited: Math.max(0, since - ticket.waitingSince) } : {}),
    freeSince: event.at,
    ...(ticket?.bulk != null && event.type !== 'no-show' ? { isBulk: true as const } : {}),
  };
  return { kind: 'visit', counter, visit };
}

/** A further service or step at the same counter begins without a call. */
function hereSince({ calledAt, startedAt, visit }: Ticket): Instant | null {
  const isFurther = visit !== null && visit.done.length + visit.steps.length > 0;
  return isFurther && startedAt !== null ? startedAt : calledAt;
}

function isBack({ rules }: Readonly<QueueState>, counter: CounterId): boolean {
  return rules !== null && indexOf(rules).counters.get(counter)?.rules.isBack === true;
}

/** The counter was free since its last visit; nothing is learned of that where nobody waited all the time. */
function gapLesson(state: Readonly<QueueState>, counter: CounterId, event: EventOf<'called'>): Lesson {
  const freeSince = state.pace.unsettled.get(counter)?.freeSince ?? null;
  const ticket = state.tickets.get(event.ticket);
  const hasWaited = freeSince !== null && ticket?.status === 'waiting' && ticket.waitingSince <= freeSince;
  return { kind: 'gap', counter, gap: hasWaited ? event.at - freeSince : null };
}

/** Learns from an event that has been written. */
export function learn(state: QueueState, event: QueueEvent, lesson: Lesson | null): void {
  const { pace, rules } = state;
  if (!rules?.estimates) return;
  if (lesson?.kind === 'visit') {
    settle(state, rules, lesson.counter);
    pace.unsettled.set(lesson.counter, lesson.visit);
  }
  if (lesson?.kind === 'gap') {
    if (lesson.gap !== null) learnGap(pace, rules.estimates, lesson.gap);
    interrupt(state, lesson.counter);
  }
  if (event.type === 'issued') learnArrival(pace, rules.estimates, event.service, event.segment, event.at);
  else if (event.type === 'undone') forgetUndone(state, event);
  else if (event.counter !== null) followCounter(state, rules, event, event.counter);
}

function followCounter(state: QueueState, rules: Rules, { type }: QueueEvent, counter: CounterId): void {
  // From here on nothing that was before can be undone.
  if (type === 'started' || type === 'taken-over' || type === 'counter-closed') settle(state, rules, counter);
  else if (type === 'counter-paused') interrupt(state, counter);
}

/** The time that the counter is free from now on is not one between two customers. */
function interrupt({ pace }: QueueState, counter: CounterId): void {
  const visit = pace.unsettled.get(counter);
  if (visit?.freeSince != null) pace.unsettled.set(counter, { ...visit, freeSince: null });
}

function settle({ pace }: QueueState, rules: Rules, counter: CounterId): void {
  const visit = pace.unsettled.get(counter);
  if (!visit || !rules.estimates) return;
  pace.unsettled.delete(counter);
  if (visit.isBulk) return;
  learnVisit(pace, rules.estimates, counter, visit, standardTime(indexOf(rules), visit.service));
}

/** What was undone did not happen. */
function forgetUndone({ pace }: QueueState, { counter, restored }: EventOf<'undone'>): void {
  if (counter === null) return;
  const visit = pace.unsettled.get(counter);
  // Who is put back into a queue or a pool was called by mistake; who is put back to the counter was never gone.
  const isBack = restored.some(
    ({ ticket, status }) => ticket === visit?.ticket && (status === 'called' || status === 'serving'),
  );
  if (isBack) pace.unsettled.delete(counter);
}

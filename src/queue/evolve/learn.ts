import type { EventOf, QueueEvent } from '../events.ts';
import { learnArrival, learnGap, learnVisit, type Visit } from '../pace.ts';
import type { CounterId, Duration, Rules, ServiceId } from '../rules.ts';
import type { QueueState } from '../state.ts';

/** What an event lets the branch learn; looked up before the event is written, as the writing may take it away. */
export type Lesson =
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
      return visitLesson(state, counter, event);
    case 'called':
      return gapLesson(state, counter, event);
    default:
      return null;
  }
}

type EndOfVisit = EventOf<'finished' | 'no-show' | 'parked' | 'transferred'>;

/** A visit that new rules ended was cut short: it says nothing. */
function visitLesson(state: Readonly<QueueState>, counter: CounterId, event: EndOfVisit): Lesson | null {
  const calledAt = state.tickets.get(event.ticket)?.calledAt;
  if (calledAt === null || calledAt === undefined || event.rule === 'rules') return null;
  const service = event.type === 'transferred' ? event.from : event.service;
  const visit: Visit = {
    ticket: event.ticket,
    service,
    hasCome: event.type !== 'no-show',
    took: event.at - calledAt,
    freeSince: event.at,
  };
  return { kind: 'visit', counter, visit };
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
  if (type === 'started' || type === 'counter-closed') settle(state, rules, counter);
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
  learnVisit(pace, rules.estimates, counter, visit, standardTimeOf(rules, visit.service));
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

/** Time standard of a service, ms; of one that the rules do not know, the shortest. */
export function standardTimeOf({ services }: Rules, service: ServiceId): Duration {
  const known = services.find(({ id }) => id === service);
  return known?.standardTime ?? Math.min(...services.map(({ standardTime }) => standardTime));
}

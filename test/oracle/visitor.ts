import type { JournalRecord } from './evidence.ts';

/** A customer as who hears every event sees them. */
export interface Visitor {
  readonly id: number;
  service: string;
  /** What it was served for before the last transfer, which may be undone. */
  servedFor: string;
  segment: string;
  /** Where: in the queue, at a counter, aside or gone. */
  place: 'queue' | 'counter' | 'aside' | 'gone';
  since: number;
  queuedAt: number;
  isCallable: boolean;
  counter: string | null;
  servedSince: number;
  /** Calls that went past. */
  readonly passedBy: Set<number>;
  /** It came back to a queue, or others are there for it now: what went past it before is not counted here. */
  hasMoved: boolean;
}

/** Who has just got a number. */
export function visitorOf(
  { ticket = -1, service, segment = '', handover, booked }: JournalRecord['body'],
  at: number,
): Visitor {
  return {
    ...{ id: ticket, service: service ?? '', servedFor: service ?? '', segment, place: 'queue' },
    ...{ since: Math.max(at, booked ?? at), queuedAt: booked ?? at, isCallable: handover === 'screen', counter: null },
    ...{ servedSince: at, passedBy: new Set<number>(), hasMoved: false },
  };
}

/** Writes what an event of its own does to a customer. */
export function follow(person: Visitor, type: string, body: JournalRecord['body'], at: number): void {
  const counter = body.counter ?? null;
  switch (type) {
    case 'print-ended':
    case 'released':
      person.isCallable = true;
      return;
    case 'print-failed':
      if (person.place === 'queue' && !person.hasMoved) person.place = 'gone';
      return;
    case 'called':
      Object.assign(person, { place: 'counter', counter, servedSince: at, isCallable: true });
      return;
    case 'started':
      person.servedSince = at;
      return;
    case 'taken-over':
      person.counter = counter;
      return;
    case 'transferred':
      person.servedFor = person.service;
      goBack(person, body, at);
      return;
    case 'unparked':
    case 'returned':
      goBack(person, body, at);
      return;
    case 'parked':
      Object.assign(person, { place: 'aside', counter: null, hasMoved: true });
      return;
    case 'segment-changed':
      Object.assign(person, { segment: body.to ?? person.segment, hasMoved: true });
      return;
    case 'finished':
    case 'no-show':
    case 'cancelled':
    case 'expired':
      person.place = 'gone';
  }
}

function goBack(person: Visitor, { to, queuedAt }: JournalRecord['body'], at: number): void {
  Object.assign(person, { place: 'queue', counter: null, since: at, isCallable: true, hasMoved: true });
  person.service = to ?? person.service;
  person.queuedAt = queuedAt ?? person.queuedAt;
}

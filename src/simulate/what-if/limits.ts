import type { QueueEvent } from '../../queue/events.ts';
import type { Replay } from './replay.ts';
import type { Tape } from './tape.ts';

/** What a what-if does not know, in numbers. */
export interface Limits {
  /** Numbers of the day. */
  readonly tickets: number;
  /** Of these, those whose time at a window is not theirs. */
  readonly imputed: number;
  /** Gave up before they were called. */
  readonly walkedOut: number;
  /** Were called and did not come. */
  readonly noShows: number;
  /** Served at another window than in truth. */
  readonly moved: number;
  /** Calls for which a teller chose the customer. */
  readonly chosen: number;
  /** Presses that were taken back. */
  readonly undone: number;
  /** Who asked for a number and got none. */
  readonly refused: number;
  /** Went to a machine. */
  readonly diverted: number;
  /** Things done that the record does not tell well enough to do them again. */
  readonly unread: number;
  /** Calls of the day, and how many of them the program repeats under the day's own rules: same ticket, counter and moment. */
  readonly calls: number;
  readonly repeated: number;
}

/** Counts what a what-if does not know. */
export function limitsOf(tape: Tape, replay: Replay, asItWas: Replay): Limits {
  const { events } = tape;
  const count = (is: (event: QueueEvent) => boolean): number => events.filter(is).length;
  const calls = callsOf(events);
  const again = new Set(callsOf(asItWas.events, (ticket) => asItWas.recorded(ticket)));
  const called = new Set(events.flatMap((event) => (event.type === 'called' ? [event.ticket] : [])));
  return {
    tickets: count(({ type }) => type === 'issued'),
    imputed: replay.imputed.size,
    walkedOut: count((event) => event.type === 'cancelled' && !called.has(event.ticket)),
    noShows: count(({ type }) => type === 'no-show'),
    moved: replay.moved.size,
    chosen: count((event) => event.type === 'called' && event.how === 'chosen'),
    undone: count(({ type }) => type === 'undone'),
    refused: count((event) => event.type === 'refused' && (event.asked === 'issue' || event.asked === 'check-in')),
    diverted: count(({ type }) => type === 'diverted'),
    unread: tape.unread.length,
    calls: calls.length,
    repeated: calls.filter((call) => again.has(call)).length,
  };
}

function callsOf(events: readonly QueueEvent[], recorded: (ticket: number) => number = (ticket) => ticket): string[] {
  return events.flatMap((event) =>
    event.type === 'called' ? [[event.at, event.counter, recorded(event.ticket)].join(' ')] : [],
  );
}

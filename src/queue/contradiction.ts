import type { QueueEvent } from './events.ts';

/**
 * An event that cannot have happened in this state: the journal was tampered with, or the program is wrong.
 * The only thing that the queue throws; nothing of the event has been written to the state. The branch turns
 * it into a fault of its own.
 */
export class Contradiction extends Error {
  readonly code = 'queue/contradiction';
  /** Why it cannot have happened, in one clause. */
  readonly what: string;
  /** Event type, branch time and counter. */
  readonly where: string;

  constructor(what: string, where: string) {
    super(`${what} (${where})`);
    this.name = 'Contradiction';
    this.what = what;
    this.where = where;
  }
}

/**
 * Refuses an event.
 *
 * @param event the event that contradicts the state
 * @param what why, in one clause
 */
export function contradict(event: QueueEvent, what: string): never {
  const place = event.counter === null ? '' : ` at counter ${event.counter}`;
  throw new Contradiction(what, `event ${event.type} of ${event.at}${place}`);
}

/** Stops at a state that no events can have led to. */
export function contradictState(what: string, where: string): never {
  throw new Contradiction(what, where);
}

/** The end of an exhaustive switch: compiles only when every case was handled. */
export function unreachable(value: never, where: string): never {
  throw new Contradiction(`unexpected value ${JSON.stringify(value)}`, where);
}

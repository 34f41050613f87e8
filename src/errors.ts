/** The area a fault belongs to; the first word of every code. */
export type FaultArea =
  | 'branch'
  | 'cli'
  | 'command'
  | 'config'
  | 'demo'
  | 'device'
  | 'http'
  | 'journal'
  | 'mqtt'
  | 'queue'
  | 'web'
  | 'wire';

/** `area/what`, stable across releases: tests, documents and `lobbyd doctor` refer to it. */
export type FaultCode = `${FaultArea}/${string}`;

/** Everything a reader needs to act on a fault. */
export interface FaultDetails {
  readonly code: FaultCode;
  /** What happened, in one sentence without a full stop. */
  readonly what: string;
  /** Device, port, ticket, or `file:line`. */
  readonly where: string;
  /** The next step for the person who reads this. */
  readonly next: string;
  readonly cause?: unknown;
}

/**
 * The one error that lobbyd throws. Expected refusals are values, never this: a `LobbydError` says that
 * something is broken, whose it is, where, and what to do next.
 */
export class LobbydError extends Error {
  readonly code: FaultCode;
  readonly what: string;
  readonly where: string;
  readonly next: string;

  constructor(details: FaultDetails) {
    super(
      `${details.code}: ${details.what} (${details.where}). Next: ${details.next}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = 'LobbydError';
    this.code = details.code;
    this.what = details.what;
    this.where = details.where;
    this.next = details.next;
  }
}

/**
 * Turns whatever was caught into a `LobbydError`; one that already is a `LobbydError` comes back as it is.
 *
 * @param caught what the `catch` clause got
 * @param details how to describe it when it is foreign; `cause` is filled in
 */
export function asFault(caught: unknown, details: Omit<FaultDetails, 'cause'>): LobbydError {
  return caught instanceof LobbydError ? caught : new LobbydError({ ...details, cause: caught });
}

/** The message of anything thrown, for a log line or a `what`. */
export function messageOf(caught: unknown): string {
  return caught instanceof Error ? caught.message : String(caught);
}

/**
 * The end of an exhaustive switch: compiles only when every case was handled, throws when a value from
 * outside the types got there.
 *
 * @param value the value that no case took
 * @param where the place, for the message
 */
export function unreachable(value: never, where: string): never {
  throw new LobbydError({
    code: 'branch/unreachable',
    what: `unexpected value ${JSON.stringify(value)}`,
    where,
    next: 'report this with the journal and the log: a case is missing in the program',
  });
}

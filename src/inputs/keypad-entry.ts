import type { KeypadKey } from '../devices/kinds.ts';
import type { CounterId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';

/** What the teller has typed so far. */
export type Entry =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'transfer'; readonly digits: string };

type DigitKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** Something is complete: do it. */
export type EntryDone =
  | { readonly kind: 'key'; readonly key: Exclude<KeypadKey, DigitKey | 'enter' | 'clear' | 'transfer'> }
  | { readonly kind: 'call-number'; readonly number: number }
  | { readonly kind: 'transfer'; readonly number: number };

export interface EntryStep {
  readonly entry: Entry;
  readonly done: EntryDone | null;
}

/** Digits that a number may have. */
const DIGITS_MOST = 4;
const NOTHING: Entry = { kind: 'none' };

/**
 * What a key does to what was typed: digits and *enter* call a number, *transfer*, digits and *enter* send the
 * customer on, *clear* forgets, every other key acts at once and forgets what was typed.
 */
export function nextEntry(entry: Entry, key: KeypadKey): EntryStep {
  switch (key) {
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return { entry: typed(entry, key), done: null };
    case 'clear':
      return { entry: NOTHING, done: null };
    case 'transfer':
      return { entry: { kind: 'transfer', digits: '' }, done: null };
    case 'enter':
      return { entry: NOTHING, done: entered(entry) };
    default:
      return { entry: NOTHING, done: { kind: 'key', key } };
  }
}

function typed(entry: Entry, digit: DigitKey): Entry {
  if (entry.kind === 'none') return { kind: 'number', digits: digit };
  if (entry.digits.length >= DIGITS_MOST) return entry;
  return { kind: entry.kind, digits: entry.digits + digit };
}

function entered(entry: Entry): EntryDone | null {
  if (entry.kind === 'none' || entry.digits === '') return null;
  const number = Number(entry.digits);
  return entry.kind === 'number' ? { kind: 'call-number', number } : { kind: 'transfer', number };
}

/**
 * Labels of waiting tickets with this number, those first that the counter serves: when it serves any, only these.
 *
 * @param number as typed; a keypad has no letters
 */
export function findByNumber(state: Readonly<QueueState>, counter: CounterId, number: number): readonly string[] {
  const served = new Set(state.rules?.counters.find(({ id }) => id === counter)?.services);
  const own: string[] = [];
  const other: string[] = [];
  for (const queue of state.waiting.values()) {
    for (const ticket of queue) {
      if (ticket.number === number) (served.has(ticket.service) ? own : other).push(ticket.label);
    }
  }
  return own.length > 0 ? own : other;
}

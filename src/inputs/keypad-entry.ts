import type { KeypadKey } from '../devices/kinds.ts';
import type { CounterId } from '../queue/rules.ts';
import type { QueueState } from '../queue/state.ts';

/** What the teller has typed so far. */
export type Entry =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'transfer'; readonly digits: string }
  | { readonly kind: 'profile'; readonly digits: string }
  /** The number fits several tickets: the teller picks one by its place, 1 is the first. */
  | { readonly kind: 'choice'; readonly labels: readonly string[] };

type DigitKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** Something is complete: do it. */
export type EntryDone =
  | { readonly kind: 'key'; readonly key: Exclude<KeypadKey, DigitKey | 'enter' | 'clear' | 'transfer'> }
  | { readonly kind: 'call-number'; readonly number: number }
  | { readonly kind: 'call-label'; readonly label: string }
  | { readonly kind: 'transfer'; readonly number: number }
  | { readonly kind: 'profile'; readonly number: number };

export interface EntryStep {
  readonly entry: Entry;
  readonly done: EntryDone | null;
}

/** Digits that a number may have. */
const DIGITS_MOST = 4;
/** Tickets of one number that a teller can pick from: what the two lines hold. */
export const CHOICES_MOST = 4;
const NOTHING: Entry = { kind: 'none' };

/**
 * What a key does to what was typed: digits and *enter* call a number, *transfer*, digits and *enter* send the
 * customer on, *transfer* twice, digits and *enter* choose the counter's profile, one digit picks from a choice, *clear* forgets, every other key acts at once and forgets what was typed.
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
      return entry.kind === 'choice' ? picked(entry, key) : { entry: typed(entry, key), done: null };
    case 'clear':
      return { entry: NOTHING, done: null };
    case 'transfer':
      return { entry: { kind: isTransferBegun(entry) ? 'profile' : 'transfer', digits: '' }, done: null };
    case 'enter':
      return { entry: NOTHING, done: entered(entry) };
    default:
      return { entry: NOTHING, done: { kind: 'key', key } };
  }
}

function picked(entry: Extract<Entry, { kind: 'choice' }>, digit: DigitKey): EntryStep {
  const label = entry.labels[Number(digit) - 1];
  return label === undefined ? { entry, done: null } : { entry: NOTHING, done: { kind: 'call-label', label } };
}

function typed(entry: Exclude<Entry, { kind: 'choice' }>, digit: DigitKey): Entry {
  if (entry.kind === 'none') return { kind: 'number', digits: digit };
  if (entry.digits.length >= DIGITS_MOST) return entry;
  return { kind: entry.kind, digits: entry.digits + digit };
}

function entered(entry: Entry): EntryDone | null {
  if (entry.kind === 'none' || entry.kind === 'choice' || entry.digits === '') return null;
  const number = Number(entry.digits);
  return { kind: entry.kind === 'number' ? 'call-number' : entry.kind, number };
}

function isTransferBegun(entry: Entry): boolean {
  return entry.kind === 'transfer' && entry.digits === '';
}

/**
 * Labels of live tickets with this number: those that wait for a service of the counter; else those that wait elsewhere;
 * else those that are called or served somewhere, so that the answer can say where.
 *
 * @param number as typed; a keypad has no letters
 */
export function findByNumber(state: Readonly<QueueState>, counter: CounterId, number: number): readonly string[] {
  const served = new Set(state.rules?.counters.find(({ id }) => id === counter)?.services);
  const [own, other, open]: [string[], string[], string[]] = [[], [], []];
  for (const ticket of state.tickets.values()) {
    if (ticket.number !== number) continue;
    if (ticket.status !== 'waiting') open.push(ticket.label);
    else (served.has(ticket.service) ? own : other).push(ticket.label);
  }
  return [own, other, open].find((labels) => labels.length > 0) ?? [];
}

import type { KeypadKey } from '../devices/kinds.ts';
import { isFor } from '../queue/pools.ts';
import type { CounterId } from '../queue/rules.ts';
import type { QueueState, Ticket } from '../queue/state.ts';

/** What may be asked of a ticket whose number was typed: *enter* calls it, *park* sends it back from its pool to the queue, *no-show* says that who did not come has come, *recall* that the papers are ready or, after a nought, are not. */
export type NumberAct = 'call-ticket' | 'unpark' | 'return-late' | 'papers-ready' | 'papers-missing';

/** What the teller has typed so far. */
export type Entry =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'transfer'; readonly digits: string }
  /** Why the customer goes to `target`. */
  | { readonly kind: 'refer'; readonly target: string; readonly digits: string }
  | { readonly kind: 'profile'; readonly digits: string }
  /** The number fits several tickets: the teller picks one by its place, 1 is the first. */
  | { readonly kind: 'choice'; readonly act: NumberAct; readonly labels: readonly string[] };

type DigitKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** Something is asked of the ticket with a number. */
export interface OfNumber {
  readonly act: NumberAct;
  readonly number: number;
}

/** Something is complete: do it. */
export type EntryDone =
  | { readonly kind: 'key'; readonly key: Exclude<KeypadKey, DigitKey | 'enter' | 'clear' | 'transfer'> }
  | ({ readonly kind: 'of-number' } & OfNumber)
  | { readonly kind: 'of-label'; readonly act: NumberAct; readonly label: string }
  /** Of whom, and whether they are ready, the tickets say: see {@link papersOf}. */
  | { readonly kind: 'papers'; readonly digits: string }
  /** `target`: digits of a service, or after one nought of a window, after two of the teller there. */
  | { readonly kind: 'transfer'; readonly target: string; readonly isDelayed: boolean }
  | { readonly kind: 'refer'; readonly target: string; readonly reason: number }
  | { readonly kind: 'handoff' }
  /** `window`: its number. */
  | { readonly kind: 'take-over'; readonly window: number }
  | { readonly kind: 'add-service' | 'drop-service'; readonly number: number }
  | { readonly kind: 'finish-whole' }
  /** The customer at the counter has so many slips; one or none: an ordinary visit after all. */
  | { readonly kind: 'bulk'; readonly slips: number }
  /** What is known of the customer. */
  | { readonly kind: 'info' }
  | { readonly kind: 'profile'; readonly number: number };

export interface EntryStep {
  readonly entry: Entry;
  readonly done: EntryDone | null;
}

/** Digits that a number may have. */
const DIGITS_MOST = 4;
/** What begins so may have more digits. */
interface Longer {
  readonly after: string;
  readonly digits: number;
}
/** A nought before a number: of whoever has not the papers. */
const NOUGHT_BEFORE: Longer = { after: '0', digits: 5 };
/** After *transfer*: two noughts and a window. */
const OF_TELLER: Longer = { after: '00', digits: 5 };
/** Tickets of one number that a teller can pick from: what the two lines hold. */
export const CHOICES_MOST = 4;
const NOTHING: Entry = { kind: 'none' };

/**
 * What a key does to what was typed: digits and *enter* call a number, digits and *park* send one back from its pool to
 * the queue, digits and *no-show* bring one back who was none, digits and *start* add a service to the visit, or after a
 * nought drop it, a nought and *finish* end the visit with all that it still has. Digits and *recall* say that the papers
 * of that number are ready, after a nought before the number as it stands on the slip that they are not. Digits and *pause* say how many slips the customer has. *transfer*, digits and *enter* send the
 * customer on, with *park* after a while, with *transfer*, digits and *enter* for a reason; with *start* after the digits of a
 * window the customer there goes on here; *transfer* and *enter* hand on to the next step; *transfer* twice, digits and *enter* choose the counter's profile. One digit picks from a choice,
 * *clear* forgets, or tells of the customer, but after 0, 0, 0 it calls for help; every other key acts at once and forgets
 * what was typed.
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
      return { entry: NOTHING, done: cleared(entry) };
    case 'transfer':
      return { entry: afterTransfer(entry), done: null };
    case 'enter':
      return { entry: NOTHING, done: entered(entry) };
    case 'park':
      return { entry: NOTHING, done: delayed(entry) ?? ofNumber(entry, 'unpark') ?? { kind: 'key', key } };
    case 'start':
      return { entry: NOTHING, done: takenOver(entry) ?? ofService(entry) ?? { kind: 'key', key } };
    case 'recall':
      return { entry: NOTHING, done: ofPapers(entry) ?? { kind: 'key', key } };
    case 'finish':
      return { entry: NOTHING, done: isNought(entry) ? { kind: 'finish-whole' } : { kind: 'key', key } };
    case 'pause':
      return { entry: NOTHING, done: ofSlips(entry) ?? { kind: 'key', key } };
    case 'no-show':
      return { entry: NOTHING, done: ofNumber(entry, 'return-late') ?? { kind: 'key', key } };
    default:
      return { entry: NOTHING, done: { kind: 'key', key } };
  }
}

/** No ticket has this number, and whoever looks on sees somebody who has mistyped. */
function isPanic(entry: Entry): boolean {
  return entry.kind === 'number' && entry.digits === '000';
}

function cleared(entry: Entry): EntryDone | null {
  if (isPanic(entry)) return { kind: 'key', key: 'panic' };
  return entry.kind === 'none' ? { kind: 'info' } : null;
}

function picked(entry: Extract<Entry, { kind: 'choice' }>, digit: DigitKey): EntryStep {
  const label = entry.labels[Number(digit) - 1];
  return label === undefined
    ? { entry, done: null }
    : { entry: NOTHING, done: { kind: 'of-label', act: entry.act, label } };
}

function typed(entry: Exclude<Entry, { kind: 'choice' }>, digit: DigitKey): Entry {
  if (entry.kind === 'none') return { kind: 'number', digits: digit };
  const most = { number: NOUGHT_BEFORE, transfer: OF_TELLER, refer: null, profile: null }[entry.kind];
  const isLonger = most !== null && entry.digits.startsWith(most.after);
  if (entry.digits.length >= (isLonger ? most.digits : DIGITS_MOST)) return entry;
  return { ...entry, digits: entry.digits + digit };
}

function entered(entry: Entry): EntryDone | null {
  switch (entry.kind) {
    case 'none':
    case 'choice':
      return null;
    case 'number':
      return ofNumber(entry, 'call-ticket');
    case 'transfer':
      return entry.digits === '' ? { kind: 'handoff' } : { kind: 'transfer', target: entry.digits, isDelayed: false };
    case 'refer':
      return entry.digits === '' ? null : { kind: 'refer', target: entry.target, reason: Number(entry.digits) };
    case 'profile':
      return entry.digits === '' ? null : { kind: 'profile', number: Number(entry.digits) };
  }
}

function afterTransfer(entry: Entry): Entry {
  if (entry.kind !== 'transfer') return { kind: 'transfer', digits: '' };
  return entry.digits === '' ? { kind: 'profile', digits: '' } : { kind: 'refer', target: entry.digits, digits: '' };
}

function delayed(entry: Entry): EntryDone | null {
  if (entry.kind !== 'transfer' || entry.digits === '') return null;
  return { kind: 'transfer', target: entry.digits, isDelayed: true };
}

/** One nought and a window: two are of the teller there. */
function takenOver(entry: Entry): EntryDone | null {
  if (entry.kind !== 'transfer' || !/^0[1-9]/.test(entry.digits)) return null;
  return { kind: 'take-over', window: Number(entry.digits) };
}

function ofService(entry: Entry): EntryDone | null {
  if (entry.kind !== 'number') return null;
  return { kind: entry.digits.startsWith('0') ? 'drop-service' : 'add-service', number: Number(entry.digits) };
}

function ofPapers(entry: Entry): EntryDone | null {
  return entry.kind === 'number' ? { kind: 'papers', digits: entry.digits } : null;
}

function ofSlips(entry: Entry): EntryDone | null {
  return entry.kind === 'number' ? { kind: 'bulk', slips: Number(entry.digits) } : null;
}

function isNought(entry: Entry): boolean {
  return entry.kind === 'number' && entry.digits === '0';
}

function ofNumber(entry: Entry, act: NumberAct): EntryDone | null {
  return entry.kind === 'number' ? { kind: 'of-number', act, number: Number(entry.digits) } : null;
}

/**
 * Labels of the tickets with this number that are meant. To call: live ones that wait for a service of the counter or are
 * parked for it; else those that wait elsewhere; else those that are called, served or parked somewhere, so that the
 * answer can say where. To send back from a pool: parked ones and those that wait for a window or its teller, this counter's first. To bring back: the newest no-show.
 *
 * @param number as typed; a keypad has no letters
 */
export function findByNumber(
  state: Readonly<QueueState>,
  counter: CounterId,
  act: NumberAct,
  number: number,
): readonly string[] {
  if (act === 'return-late') return missedByNumber(state, number);
  const isOwn = isFor(state, counter);
  const ranks: [string[], string[], string[]] = [[], [], []];
  for (const ticket of state.tickets.values()) {
    if (ticket.number !== number || (act === 'unpark' && !isSetAside(ticket))) continue;
    ranks[rankOf(ticket, isOwn)].push(ticket.label);
  }
  return ranks.find((labels) => labels.length > 0) ?? [];
}

/**
 * Whose papers the digits before *recall* are about, and whether they are ready: a number as it stands on a slip may begin
 * with noughts of its own, one more says that they are not.
 */
export function papersOf({ tickets }: Readonly<QueueState>, digits: string): OfNumber {
  const isOnSlip = [...tickets.values()].some(({ label }) => /\d+$/.exec(label)?.[0] === digits);
  const isReady = isOnSlip || !digits.startsWith('0');
  return isReady
    ? { act: 'papers-ready', number: Number(digits) }
    : { act: 'papers-missing', number: Number(digits.slice(1)) };
}

/** Labels of no-shows whose number nobody has now, the newest first; those of days before only where there are no others. */
function missedByNumber({ ended, labels, day }: Readonly<QueueState>, number: number): readonly string[] {
  const isMissed = ({ status, label }: Ticket): boolean => status === 'no-show' && !labels.has(label);
  const missed = ended.filter((ticket) => ticket.number === number && isMissed(ticket)).reverse();
  const ofToday = missed.filter(({ endedAt }) => day !== null && (endedAt ?? 0) >= day.openedAt);
  return [...new Set((ofToday.length > 0 ? ofToday : missed).map(({ label }) => label))];
}

/** Whether it is parked, or waits for one window or teller alone; a step of a service is in no pool that a teller can leave. */
function isSetAside({ status, visit }: Ticket): boolean {
  if (status === 'parked') return true;
  const pool = status === 'waiting' ? (visit?.pool ?? null) : null;
  return pool !== null && pool.kind !== 'step';
}

/** 0: the counter's own. 1: waits elsewhere. 2: somebody else has it. */
function rankOf(ticket: Ticket, isOwn: (ticket: Ticket) => boolean): 0 | 1 | 2 {
  if (ticket.status === 'waiting') return isOwn(ticket) ? 0 : 1;
  return ticket.status === 'parked' && isOwn(ticket) ? 0 : 2;
}

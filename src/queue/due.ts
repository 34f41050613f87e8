import type { AlertKey } from './alerts.ts';
import type { CounterId, Instant, Reference, TicketId } from './rules.ts';
import type { DueHeap, QueueState } from './state.ts';

/**
 * What time alone changes: a ticket that is released, one that returns from its pool, a standing request that ends, an
 * counter that is left alone, an appointment that expires, the hours of the hall, profiles that counters follow, somebody whom a counter of others helps,
 * an alert that is raised; `alerts`: those that events have made to be raised or cleared.
 */
export type Due =
  | { readonly kind: 'ticket'; readonly id: TicketId }
  | { readonly kind: 'parked'; readonly id: TicketId }
  | { readonly kind: 'counter'; readonly id: CounterId }
  | { readonly kind: 'left'; readonly id: CounterId }
  | { readonly kind: 'appointment'; readonly id: Reference }
  | { readonly kind: 'alert'; readonly id: AlertKey }
  | { readonly kind: 'alerts' }
  | { readonly kind: 'hall' }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'helps' };

const TICKET = 'ticket/';
const PARKED = 'parked/';
const COUNTER = 'counter/';
const LEFT = 'left/';
const APPOINTMENT = 'appointment/';
const ALERT = 'alert/';
const ALERTS = 'alerts';
const HALL = 'hall';
const PROFILES = 'profiles';
const HELPS = 'helps';

/** The name of a due thing in the heap. */
export function dueName(due: Due): string {
  return 'id' in due ? `${due.kind}/${due.id}` : due.kind;
}

/** The names of what there is one of. */
export const DUE = { alerts: ALERTS, hall: HALL, profiles: PROFILES, helps: HELPS } as const;

/** The due thing of a name. */
export function dueOf(name: string): Due {
  if (name.startsWith(TICKET)) return { kind: 'ticket', id: Number(name.slice(TICKET.length)) };
  if (name.startsWith(PARKED)) return { kind: 'parked', id: Number(name.slice(PARKED.length)) };
  if (name.startsWith(LEFT)) return { kind: 'left', id: name.slice(LEFT.length) };
  if (name.startsWith(APPOINTMENT)) return { kind: 'appointment', id: name.slice(APPOINTMENT.length) };
  if (name.startsWith(ALERT)) return { kind: 'alert', id: name.slice(ALERT.length) };
  if (name === HALL || name === PROFILES || name === ALERTS || name === HELPS) return { kind: name };
  return { kind: 'counter', id: name.slice(COUNTER.length) };
}

/** When time alone will change something, as branch time; null when never. After `tick` at `now` it is later than `now`. */
export function nextDue(state: Readonly<QueueState>): Instant | null {
  return state.due.first()?.at ?? null;
}

interface Entry {
  readonly name: string;
  at: Instant;
  /** Its place in the heap. */
  index: number;
}

/** An empty heap of instants by name: `set` costs O(log n), `first` O(1), `until` O(k log k) for k due names. */
export function newDueHeap(): DueHeap {
  return new BinaryHeap();
}

class BinaryHeap implements DueHeap {
  readonly #entries: Entry[] = [];
  /** Each knows its place: a map of places would have to be written for every step of a move. */
  readonly #named = new Map<string, Entry>();

  set(name: string, at: Instant | null): void {
    const entry = this.#named.get(name);
    if (!entry) {
      if (at !== null) this.#add(name, at);
    } else if (at === null) this.#remove(entry);
    else if (entry.at !== at) {
      entry.at = at;
      this.#settle(entry.index, entry);
    }
  }

  first(): Pick<Entry, 'name' | 'at'> | null {
    const first = this.#entries[0];
    return first ? { name: first.name, at: first.at } : null;
  }

  until(now: Instant): readonly Pick<Entry, 'name' | 'at'>[] {
    const found: Entry[] = [];
    const open = [0];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const entry = this.#entries[index];
      if (!entry || entry.at > now) continue;
      found.push(entry);
      open.push(2 * index + 1, 2 * index + 2);
    }
    return found.sort((a, b) => (isEarlier(a, b) ? -1 : 1)).map(({ name, at }) => ({ name, at }));
  }

  #add(name: string, at: Instant): void {
    const entry = { name, at, index: this.#entries.length };
    this.#named.set(name, entry);
    this.#entries.push(entry);
    this.#rise(entry.index, entry);
  }

  #remove(removed: Entry): void {
    const last = this.#entries.pop();
    this.#named.delete(removed.name);
    if (last && last !== removed) this.#settle(removed.index, last);
  }

  #settle(index: number, entry: Entry): void {
    const parent = this.#entries[(index - 1) >> 1];
    if (index > 0 && parent && isEarlier(entry, parent)) this.#rise(index, entry);
    else this.#sink(index, entry);
  }

  #rise(from: number, entry: Entry): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#entries[above];
      if (!parent || !isEarlier(entry, parent)) break;
      this.#put(index, parent);
      index = above;
    }
    this.#put(index, entry);
  }

  #sink(from: number, entry: Entry): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const leftEntry = this.#entries[left];
      const rightEntry = this.#entries[right];
      if (!leftEntry) break;
      const isRight = rightEntry !== undefined && isEarlier(rightEntry, leftEntry);
      const child = isRight ? rightEntry : leftEntry;
      if (!isEarlier(child, entry)) break;
      this.#put(index, child);
      index = isRight ? right : left;
    }
    this.#put(index, entry);
  }

  #put(index: number, entry: Entry): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}

/** Two that are due at once keep one order whatever the heap went through. */
function isEarlier(a: Pick<Entry, 'name' | 'at'>, b: Pick<Entry, 'name' | 'at'>): boolean {
  return a.at === b.at ? a.name < b.name : a.at < b.at;
}

import type { AlertBook } from './alerts.ts';
import type { Instant } from './rules.ts';
import type { Ticket } from './state.ts';

/** Who waits, in the order of how long: a late return and a transfer keep a place in the queue, but wait anew. */

/** A ticket begins to wait. O(log n) and a shift where others came to wait later; the newest comes last. */
export function beginWait(book: AlertBook, ticket: Ticket): void {
  const queue = book.waits.get(ticket.service);
  book.waiting += 1;
  if (queue) insertAt(queue, placeOf(queue, ticket), ticket);
  else book.waits.set(ticket.service, [ticket]);
}

/** A ticket waits no longer. */
export function endWait(book: AlertBook, ticket: Ticket): void {
  const queue = book.waits.get(ticket.service);
  const place = queue ? placeOf(queue, ticket) : 0;
  if (!queue || queue[place] !== ticket) return;
  book.waiting -= 1;
  if (queue.length === 1) book.waits.delete(ticket.service);
  else if (place === 0) queue.shift();
  else queue.splice(place, 1);
}

/** Puts somebody into a queue; mostly behind everybody, which costs nothing. */
export function insertAt<T>(queue: T[], place: number, one: T): void {
  if (place === queue.length) queue.push(one);
  else queue.splice(place, 0, one);
}

/** How many have waited since before an instant: they stand first. O(log n). */
export function countSince(queue: readonly Ticket[], since: Instant): number {
  return search(queue, (ticket) => ticket.waitingSince < since);
}

function placeOf(queue: readonly Ticket[], ticket: Ticket): number {
  // Whoever leaves is mostly the first, and whoever comes the last: told without a search.
  if (queue[0] === ticket) return 0;
  const last = queue[queue.length - 1];
  if (last && isBefore(last, ticket)) return queue.length;
  return search(queue, (other) => isBefore(other, ticket));
}

function isBefore(a: Ticket, b: Ticket): boolean {
  return a.waitingSince === b.waitingSince ? a.id < b.id : a.waitingSince < b.waitingSince;
}

/** How many at the front of an ordered queue come before; the two ends are looked at first. */
function search(queue: readonly Ticket[], comesBefore: (ticket: Ticket) => boolean): number {
  const [first] = queue;
  const last = queue[queue.length - 1];
  if (!first || !comesBefore(first)) return 0;
  if (last && comesBefore(last)) return queue.length;
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const ticket = queue[middle];
    if (ticket && comesBefore(ticket)) low = middle + 1;
    else high = middle;
  }
  return low;
}

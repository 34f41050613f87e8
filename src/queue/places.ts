import { indexOf } from './rule-index.ts';
import type { Place } from './rules.ts';
import type { LineKey, QueueState, Ticket } from './state.ts';
import { touchLine, touchName, touchWork } from './touched.ts';
import type { TraitsBook } from './traits.ts';
import { poolKey, type WaitingPool } from './visit.ts';
import { beginWait, endWait, insertAt } from './waits.ts';

/** Whether `a` stands before `b`: the earlier arrival, and of two that came at once the older ticket. */
export function comesBefore(a: Place, b: Place): boolean {
  return a.queuedAt === b.queuedAt ? a.id < b.id : a.queuedAt < b.queuedAt;
}

/** How many tickets of an ordered queue stand before a place. O(log n); the two ends are looked at first. */
export function countBefore(queue: readonly Place[], place: Place): number {
  const first = queue[0];
  if (!first || !comesBefore(first, place)) return 0;
  const last = queue[queue.length - 1];
  if (last && comesBefore(last, place)) return queue.length;
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = queue[middle];
    if (candidate && comesBefore(candidate, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a waiting ticket where its arrival belongs: into the pool that it waits for, else into the queue of its service. */
export function enqueue(state: QueueState, ticket: Ticket): void {
  const { parted, alerts } = state;
  const pool = ticket.visit?.pool;
  beginWait(alerts, ticket);
  if (pool) {
    touchPool(state, ticket, pool);
    insert(state.pooled, poolKey(pool), ticket);
    return;
  }
  const line = lineOf(state, ticket);
  insert(state.waiting, ticket.service, ticket);
  touchLine(alerts.touched, line, ticket.service);
  if (parted) insert(parted.waiting, line, ticket);
  if (ticket.isCallable) enter(state, ticket, line);
}

/** Takes a ticket out of its queue or pool. False when it was not in it. */
export function dequeue(state: QueueState, ticket: Ticket): boolean {
  const { parted, alerts } = state;
  const pool = ticket.visit?.pool;
  endWait(alerts, ticket);
  if (pool) {
    touchPool(state, ticket, pool);
    return remove(state.pooled, poolKey(pool), ticket);
  }
  const line = lineOf(state, ticket);
  touchLine(alerts.touched, line, ticket.service);
  if (ticket.isCallable) leave(state, ticket, line);
  if (parted) remove(parted.waiting, line, ticket);
  return remove(state.waiting, ticket.service, ticket);
}

/** Changes a ticket where it stands in another line by it, at the same place; or where the ticket is. */
export function reline(state: QueueState, ticket: Ticket, change: () => void): void {
  const isWaiting = ticket.status === 'waiting';
  if (isWaiting) dequeue(state, ticket);
  change();
  if (isWaiting) enqueue(state, ticket);
}

/** Lets a waiting ticket be called. */
export function makeCallable(state: QueueState, ticket: Ticket): void {
  ticket.isCallable = true;
  enter(state, ticket, lineOf(state, ticket));
}

function lineOf({ parted }: QueueState, ticket: Ticket): LineKey {
  return parted ? parted.keyOf(ticket) : ticket.service;
}

/** Parts the queues of the services by what the rules in force say of segments. */
export function partLines(state: QueueState): void {
  const book = state.rules && indexOf(state.rules).traits;
  state.parted = book?.isParted
    ? {
        keyOf: (ticket) => lineKey(book, ticket),
        waiting: part(state.waiting.values(), book),
        callable: part(state.callable.values(), book),
      }
    : null;
}

/** Ordered queues, parted into those of the same people; each stays in order. */
export function part(queues: Iterable<readonly Ticket[]>, book: TraitsBook): Map<LineKey, Ticket[]> {
  const lines = new Map<LineKey, Ticket[]>();
  for (const queue of queues) {
    for (const ticket of queue) {
      const key = lineKey(book, ticket);
      const line = lines.get(key);
      if (line) line.push(ticket);
      else lines.set(key, [ticket]);
    }
  }
  return lines;
}

function lineKey(book: TraitsBook, ticket: Ticket): LineKey {
  return book.traitsOf(ticket).line;
}

function enter({ callable, parted, alerts }: QueueState, ticket: Ticket, line: LineKey): void {
  // Nobody of the line may be called so far: it turns.
  if (!(parted?.callable ?? callable).has(line)) touchWork(alerts.touched, line, ticket);
  insert(callable, ticket.service, ticket);
  if (parted) insert(parted.callable, line, ticket);
}

function leave({ callable, parted, alerts }: QueueState, ticket: Ticket, line: LineKey): void {
  remove(callable, ticket.service, ticket);
  if (parted) remove(parted.callable, line, ticket);
  if (!(parted?.callable ?? callable).has(line)) touchWork(alerts.touched, line, ticket);
}

function touchPool({ alerts }: QueueState, { service }: Ticket, pool: WaitingPool): void {
  touchName(alerts.touched.services, service);
  touchName(alerts.touched.pools, poolKey(pool));
}

function insert(queues: Map<string, Ticket[]>, key: string, ticket: Ticket): void {
  const queue = queues.get(key);
  if (queue) insertAt(queue, countBefore(queue, ticket), ticket);
  else queues.set(key, [ticket]);
}

function remove(queues: Map<string, Ticket[]>, key: string, ticket: Ticket): boolean {
  const queue = queues.get(key);
  const index = queue ? countBefore(queue, ticket) : 0;
  if (!queue || queue[index] !== ticket) return false;
  if (queue.length === 1) queues.delete(key);
  else if (index === 0) queue.shift();
  else queue.splice(index, 1);
  return true;
}

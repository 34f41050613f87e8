import { indexOf } from './rule-index.ts';
import type { Place } from './rules.ts';
import type { LineKey, QueueState, Ticket } from './state.ts';
import type { TraitsBook } from './traits.ts';
import { poolKey, type WaitingPool } from './visit.ts';
import { beginWait, endWait } from './waits.ts';

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
  const pool = ticket.visit?.pool;
  beginWait(state.alerts, ticket);
  if (pool) {
    touchPool(state, ticket, pool);
    insert(state.pooled, poolKey(pool), ticket);
    return;
  }
  insert(state.waiting, ticket.service, ticket);
  touch(state, ticket);
  if (state.parted) insert(state.parted.waiting, state.parted.keyOf(ticket), ticket);
  if (ticket.isCallable) enter(state, ticket);
}

/** Takes a ticket out of its queue or pool. False when it was not in it. */
export function dequeue(state: QueueState, ticket: Ticket): boolean {
  const pool = ticket.visit?.pool;
  endWait(state.alerts, ticket);
  if (pool) {
    touchPool(state, ticket, pool);
    return remove(state.pooled, poolKey(pool), ticket);
  }
  const { parted } = state;
  touch(state, ticket);
  if (ticket.isCallable) leave(state, ticket);
  if (parted) remove(parted.waiting, parted.keyOf(ticket), ticket);
  return remove(state.waiting, ticket.service, ticket);
}

/** Lets a waiting ticket be called. */
export function makeCallable(state: QueueState, ticket: Ticket): void {
  ticket.isCallable = true;
  enter(state, ticket);
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
  return `${book.classOf(ticket)} ${ticket.service}`;
}

function enter(state: QueueState, ticket: Ticket): void {
  const { callable, parted } = state;
  touchWork(state, ticket);
  insert(callable, ticket.service, ticket);
  if (parted) insert(parted.callable, parted.keyOf(ticket), ticket);
}

function leave(state: QueueState, ticket: Ticket): void {
  const { callable, parted } = state;
  remove(callable, ticket.service, ticket);
  if (parted) remove(parted.callable, parted.keyOf(ticket), ticket);
  touchWork(state, ticket);
}

function touch({ parted, alerts }: QueueState, ticket: Ticket): void {
  alerts.touched.services.add(ticket.service);
  alerts.touched.lines.set(parted ? parted.keyOf(ticket) : ticket.service, ticket.service);
}

function touchPool({ alerts }: QueueState, { service }: Ticket, pool: WaitingPool): void {
  alerts.touched.services.add(service);
  alerts.touched.pools.add(poolKey(pool));
}

/** Notes that the line of a ticket, in which nobody else may be called, turns. */
function touchWork({ callable, parted, alerts }: QueueState, ticket: Ticket): void {
  const { service, segment } = ticket;
  const key = parted ? parted.keyOf(ticket) : service;
  // The segment of a ticket may change: what counts is who it was then.
  if (!(parted?.callable ?? callable).has(key)) alerts.touched.work.set(key, { service, segment });
}

function insert(queues: Map<string, Ticket[]>, key: string, ticket: Ticket): void {
  const queue = queues.get(key);
  if (queue) queue.splice(countBefore(queue, ticket), 0, ticket);
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

import type { ServiceId, TicketId } from './rules.ts';
import type { QueueState, Ticket } from './state.ts';

/** A place in a queue. */
export interface Place {
  readonly queuedAt: number;
  readonly id: TicketId;
}

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

/** Puts a waiting ticket where its arrival belongs. */
export function enqueue(state: QueueState, ticket: Ticket): void {
  insert(state.waiting, ticket);
  if (ticket.isCallable) insert(state.callable, ticket);
}

/** Takes a ticket out of its queue. False when it was not in it. */
export function dequeue(state: QueueState, ticket: Ticket): boolean {
  if (ticket.isCallable) remove(state.callable, ticket);
  return remove(state.waiting, ticket);
}

/** Lets a waiting ticket be called. */
export function makeCallable(state: QueueState, ticket: Ticket): void {
  ticket.isCallable = true;
  insert(state.callable, ticket);
}

function insert(queues: Map<ServiceId, Ticket[]>, ticket: Ticket): void {
  const queue = queues.get(ticket.service);
  if (queue) queue.splice(countBefore(queue, ticket), 0, ticket);
  else queues.set(ticket.service, [ticket]);
}

function remove(queues: Map<ServiceId, Ticket[]>, ticket: Ticket): boolean {
  const queue = queues.get(ticket.service);
  const index = queue ? countBefore(queue, ticket) : 0;
  if (!queue || queue[index] !== ticket) return false;
  if (queue.length === 1) queues.delete(ticket.service);
  else if (index === 0) queue.shift();
  else queue.splice(index, 1);
  return true;
}

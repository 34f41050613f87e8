import { unreachable } from '../contradiction.ts';
import type { Instant, Place } from '../rules.ts';
import type { PlaceKind } from '../rules-visit.ts';
import type { Ticket } from '../state.ts';
import { visitOf } from '../visit.ts';

/**
 * The arrival from which the place of somebody who is sent on counts.
 *
 * @param queue where it will stand, in order
 */
export function placeIn(kind: PlaceKind, ticket: Ticket, queue: readonly Place[], now: Instant): Instant {
  const { arrivedAt } = visitOf(ticket);
  switch (kind) {
    case 'original':
      return arrivedAt;
    case 'last':
      return now;
    case 'first': {
      const [first] = queue;
      return first ? Math.min(arrivedAt, first.id > ticket.id ? first.queuedAt : first.queuedAt - 1) : arrivedAt;
    }
    default:
      return unreachable(kind, 'place');
  }
}

import type { Message } from './connection.ts';
import type { Availability } from './schema/states.ts';
import type { Lane, Outgoing } from './window.ts';

/**
 * A message on `…/avail`.
 *
 * @param boot number of this start, never lower than that of the one before
 */
export function availabilityMessage(topic: string, state: Availability['state'], boot: number): Message {
  const payload: Availability = { state, boot };
  return { topic, payload: JSON.stringify(payload), isRetained: true, contentType: 'application/json' };
}

/**
 * Says `online` once on every connection.
 *
 * @param onAcknowledged the broker took it
 */
export function availabilityLane(online: Message, onAcknowledged: () => void): Lane {
  let isDue = false;
  return {
    begin() {
      isDue = true;
    },
    cut() {
      isDue = false;
    },
    take(): Outgoing | null {
      if (!isDue) return null;
      isDue = false;
      return {
        message: online,
        ended(end) {
          if (end.kind === 'acknowledged') onAcknowledged();
        },
      };
    },
  };
}

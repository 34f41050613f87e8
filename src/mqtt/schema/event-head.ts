import { z } from 'zod';
import { label, ticketId } from '../../commands/values.ts';

/** Who did it, by kind: no user, no client. */
export const by = z.enum([
  'kiosk',
  'keypad',
  'rating-pad',
  'printer',
  'mqtt',
  'http',
  'web',
  'lobby-manager',
  'head-office',
  'schedule',
  'daemon',
]);

/** What stands in the data of every event of the queue. No teller, no user, no segment: nobody can be told from it. Two events are for the lobby alone. */
export const head = {
  /** Branch time, ms: orders and measures, says nothing of the wall clock. */
  at: z.number(),
  by,
  /** The device that it was done with, where one was. */
  device: z.string().nullable(),
  counter: z.string().nullable(),
  /** The rule that decided; null where none did. */
  rule: z.string().nullable(),
};

/** The ticket of an event. */
export const ticketOfEvent = { ticket: ticketId, label };

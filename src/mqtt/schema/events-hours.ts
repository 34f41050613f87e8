import { z } from 'zod';
import { HALL_PHASES } from '../../queue/instants.ts';
import { head, ticketOfEvent } from './event-head.ts';

const phase = z.enum(HALL_PHASES);

/** Data of the events that the hours of a day bring. */
export const HOURS_DATA = {
  /** By the clock; `closed` also as soon as nobody is left after closing time. */
  'hall-phase-changed': z.strictObject({ ...head, from: phase, phase }),
  /** A service with hours of its own. */
  'service-hours-changed': z.strictObject({ ...head, service: z.string(), isOpen: z.boolean() }),
  /** A counter with hours; whether it is open is told by events of its own. */
  'counter-hours-changed': z.strictObject({
    ...head,
    isOpen: z.boolean(),
    openedBy: z.enum(['schedule', 'teller']),
  }),
  /** The hours are over: it waits in no queue, keeps its number, and returns when the branch opens again. */
  'ticket-held-over': z.strictObject({ ...head, ...ticketOfEvent, service: z.string() }),
  /** The rest of the day has other hours. */
  'day-planned': z.strictObject(head),
} as const;

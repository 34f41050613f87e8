import { z } from 'zod';
import { HALL_ORDERS } from '../../queue/hall-states.ts';
import { HALL_PHASES } from '../../queue/instants.ts';
import { wallTime } from './common.ts';
import { head, ticketOfEvent } from './event-head.ts';

const phase = z.enum(HALL_PHASES);

/** Data of the events that the hours of a day bring. */
export const HOURS_DATA = {
  /** A person has the hall stand otherwise; `open`: the clock rules again, by a person or (`rule`) because the day is over. */
  'hall-set': z.strictObject({
    ...head,
    from: z.enum(HALL_ORDERS),
    state: z.enum(HALL_ORDERS),
    /** When that is expected to end; null: nobody has said. */
    until: wallTime,
  }),
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

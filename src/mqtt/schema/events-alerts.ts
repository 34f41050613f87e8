import { z } from 'zod';
import { label, ticketId } from '../../commands/values.ts';
import { ALERT_KINDS } from '../../queue/alerts.ts';
import { duration } from './common.ts';
import { head } from './event-head.ts';

/** Names one alert, also in `acknowledge-alert` and in `state/alerts`; never used again while the journal lives. */
const alert = z.string().min(1);
const kind = z.enum(ALERT_KINDS);
/** How much it matters that somebody comes at once. */
export const severity = z.enum(['urgent', 'warning', 'note']);
/** A customer whom an alert is about. */
export const alertTicket = z.strictObject({ ticket: ticketId, label });
/** The queue that it is about; null: a counter or the whole branch. */
const service = z.string().nullable();

/** Data of the events of alerts. The counter of the head is the one that an alert is about. */
export const ALERT_DATA = {
  /** Once, until it is cleared. */
  'alert-raised': z.strictObject({
    ...head,
    alert,
    kind,
    severity,
    service,
    /** The customers concerned, the most urgent first; at most 20. `state/alerts` has those of now. */
    tickets: z.array(alertTicket),
    /** The counters concerned: for a queue those that serve it. */
    counters: z.array(z.string()),
    /** What was measured: ms for waits and times, people for queues, calls for `passed-over`. */
    measured: z.number().min(0),
  }),
  /** The same call for help once more. */
  'alert-repeated': z.strictObject({ ...head, alert, kind, times: z.int().min(2) }),
  /** A person takes care of it; also of an alert of a device, whose kind is a condition, `device-lost` or the like. */
  'alert-acknowledged': z.strictObject({
    ...head,
    alert,
    kind: z.string(),
    service,
    /** The alert is of this device; null: of the queue. */
    aboutDevice: z.string().nullable(),
    /** Id at the branch of who takes care of it, as the client gave it; null where it gave none. */
    person: z.string().nullable(),
  }),
  /** What it was raised for is over; a call for help is over when it was acknowledged. */
  'alert-cleared': z.strictObject({ ...head, alert, kind, service, lasted: duration }),
} as const;

/** Versions of the published shapes. */
export const ALERT_DATA_VERSIONS: { readonly [T in keyof typeof ALERT_DATA]: number } = {
  'alert-raised': 1,
  'alert-repeated': 1,
  'alert-acknowledged': 1,
  'alert-cleared': 1,
};

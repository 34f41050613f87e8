import { z } from 'zod';
import { duration } from './common.ts';

/** A step of a service that is over. */
const step = z.strictObject({
  service: z.string(),
  step: z.string(),
  /** Time at the counters that did it. */
  took: duration,
  standard: duration,
});
/** Where somebody waits; null: in the queue of the service. */
const pool = z.enum(['counter', 'teller', 'step']).nullable();

/** What stands in each event of a ticket. */
interface Heads {
  readonly head: z.ZodRawShape;
  readonly ticket: z.ZodRawShape;
}

/** What goes with a call beside number and voice; left out: nothing. */
export const signals = {
  /** A lamp at the window flashes. */
  flash: z.literal(true).optional(),
  /** This pager buzzes. */
  pager: z.string().optional(),
};

/** Where the customer was, and whether the new counter calls. */
const takeOver = { from: z.string(), status: z.enum(['called', 'serving']), ...signals };

/** The last step of a service that ends, where it has steps. */
export const lastStep = step.nullable();

/** Data of each published event of a visit of several services, counters or tellers. */
export function visitEvents<H extends Heads['head'], T extends Heads['ticket']>(head: H, ticket: T) {
  const sent = {
    ...head,
    ...ticket,
    from: z.string(),
    to: z.string(),
    served: duration,
    /** For whom it waits there. */
    pool,
    /** Set aside for so long before; null: waits there at once. */
    delay: duration.nullable(),
  };
  return {
    'ticket-transferred': z.strictObject(sent),
    /** To the client manager, with the reason's code. */
    'ticket-referred': z.strictObject({ ...sent, reason: z.string() }),
    /** The visit goes on at `counter`, at once, as it was: a customer who was called is called there. The counter `from` has no teller any more. */
    'ticket-taken-over': z.strictObject({ ...head, ...ticket, ...takeOver }),
    /** One service is over, the visit goes on with the next: at the same counter (`here`), or waiting again. */
    'ticket-service-finished': z.strictObject({
      ...head,
      ...ticket,
      from: z.string(),
      to: z.string(),
      where: z.enum(['here', 'queue']),
      served: duration,
      step: step.nullable(),
    }),
    /** On to the next step of the service. */
    'ticket-handed-off': z.strictObject({
      ...head,
      ...ticket,
      service: z.string(),
      /** The step that is over; null: none, the one in hand goes to those who do it. */
      step: step.nullable(),
      to: z.string(),
      where: z.enum(['here', 'pool', 'queue']),
      pool,
      /** The customer sits down meanwhile. */
      isSeated: z.boolean(),
      /** What a screen may tell the customer, in the own language; null: nothing. */
      text: z.string().nullable(),
    }),
    /** Whom it waited for has gone, or somebody asked: it waits for `pool` now. */
    'ticket-requeued': z.strictObject({
      ...head,
      ...ticket,
      service: z.string(),
      pool,
      reason: z.enum(['closed', 'rules', 'asked']),
    }),
    /** `pending`: what is to come after the present service, in order. */
    'ticket-service-added': z.strictObject({ ...head, ...ticket, service: z.string(), pending: z.array(z.string()) }),
    'ticket-service-dropped': z.strictObject({ ...head, ...ticket, service: z.string(), pending: z.array(z.string()) }),
    /** Null: nobody has looked after all. */
    'ticket-papers-marked': z.strictObject({ ...head, ...ticket, ready: z.boolean().nullable() }),
    /** A messenger with so many slips; null: an ordinary visit after all. */
    'ticket-bulk-marked': z.strictObject({ ...head, ...ticket, size: z.int().nullable() }),
    /** What the customer needs is another thing now; what it is is told with the call alone, to what flashes or buzzes. */
    'ticket-needs-set': z.strictObject({ ...head, ...ticket }),
  } as const;
}

/** Version of the published shape of each. */
export const VISIT_EVENT_VERSIONS = {
  'ticket-transferred': 1,
  'ticket-referred': 1,
  'ticket-taken-over': 1,
  'ticket-service-finished': 1,
  'ticket-handed-off': 1,
  'ticket-requeued': 1,
  'ticket-service-added': 1,
  'ticket-service-dropped': 1,
  'ticket-papers-marked': 1,
  'ticket-bulk-marked': 1,
  'ticket-needs-set': 1,
} as const;

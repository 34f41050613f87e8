import { z } from 'zod';
import { BULK, NEEDS } from '../queue/care.ts';
import { pagerId, word } from './values.ts';

/** What every command may carry. */
type Common = { readonly expiresAt: z.ZodOptional<z.ZodISODateTime>; readonly user: z.ZodOptional<z.ZodString> };

/** Slips of a messenger. */
const bulkSize = z.int().min(BULK.least).max(BULK.most);
/** `large-type` on the slip; `flash`: a lamp at the window; `pager`: a pager buzzes. */
const needs = z.array(z.enum(NEEDS)).max(NEEDS.length);

/** What a number may be issued with for a customer who needs something. */
export const needFields = {
  /** What the customer needs; left out: nothing. */
  needs: needs.optional(),
  /** Of the pager that was handed out. */
  pager: pagerId.optional(),
};

/** The same, and for one who takes long. */
export const careFields = {
  /** A messenger with so many slips. */
  bulk: bulkSize.optional(),
  ...needFields,
};

/** Where a customer goes; of counter and teller at most one. */
const destination = {
  /** Left out: the present one. */
  service: word.optional(),
  /** Waits for this window. */
  toCounter: word.optional(),
  /** Waits for this teller, at whatever window. */
  toTeller: word.optional(),
};

/** Fields of the commands for a visit of several services, counters or tellers. */
export function visitCommands(common: Common) {
  const ofVisit = z.strictObject({
    ...common,
    label: word,
    service: word,
    /** Left out: the lobby manager asks. */
    counter: word.optional(),
  });
  return {
    /** Sends the customer at the counter on. */
    transfer: z.strictObject({
      ...common,
      counter: word,
      ...destination,
      /** Left out: as the bank standard says. */
      place: z.enum(['first', 'original', 'last']).optional(),
      /** Set aside for so long before; left out: waits there at once. */
      minutes: z.int().min(1).max(480).optional(),
    }),
    /** Hands the customer to the client manager; without a destination to that of the reason. */
    refer: z.strictObject({ ...common, counter: word, reason: word, ...destination }),
    /** The customer at the counter `from`, whose teller is gone, goes on at `counter`; `from` pauses. */
    'take-over': z.strictObject({ ...common, counter: word, from: word }),
    /** The step in hand is done: on to whoever does the next one. */
    handoff: z.strictObject({ ...common, counter: word }),
    /** Ends what the counter does for its customer. */
    finish: z.strictObject({
      ...common,
      counter: word,
      /** With all services that the visit still has. */
      whole: z.boolean().optional(),
    }),
    'add-service': ofVisit,
    /** Not the one in hand. */
    'drop-service': ofVisit,
    /** Whether the customer has the papers that the service asks for; null: nobody has looked after all. */
    'mark-papers': z.strictObject({
      ...common,
      label: word,
      ready: z.boolean().nullable(),
      counter: word.optional(),
    }),
    /** The customer is a messenger with many slips: the visit is kept out of the means. */
    'mark-bulk': z.strictObject({
      ...common,
      label: word,
      /** How many; null: an ordinary visit after all. */
      size: bulkSize.nullable(),
      /** Left out: the lobby manager asks. */
      counter: word.optional(),
    }),
    /** All that the customer needs from now on: what is not named is needed no more. */
    'set-needs': z.strictObject({
      ...common,
      label: word,
      needs,
      /** The one that was handed out; null or left out: none. */
      pager: pagerId.nullable().optional(),
    }),
  } as const;
}

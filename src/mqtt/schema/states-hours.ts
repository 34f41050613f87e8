import { z } from 'zod';
import { HALL_PHASES } from '../../queue/instants.ts';
import { HALL_STATES } from '../../views/hall.ts';
import { wallTime } from './common.ts';

/** Text for customers by language tag. */
const texts = z.record(z.string(), z.string());

/** `…/state/hall`: how the hall stands by its hours. */
export const hallState = {
  /** By the hours; `evacuation` and `out-of-order` by a person alone, and what else stands by a person has `isByClock` false. */
  phase: z.enum(HALL_STATES),
  /** Since when; null while the clock is not trusted. */
  since: wallTime,
  /** Whether the clock changes the phase: not without opening hours, not while it is not trusted, not what a person has asked for. */
  isByClock: z.boolean(),
  /** What the clock brings next today; null: nothing. */
  next: z.strictObject({ phase: z.enum(HALL_PHASES), at: wallTime }).nullable(),
  /** When the branch opens next, as far as the day knows, or as a person has said; null: nobody knows. */
  opens: wallTime,
};

/** Of `…/state/queue/<service>`: whether numbers are issued now, and how it went today. */
export const issuing = {
  /** Why no number is issued now, as the refusal would say; null: numbers are issued. */
  whyNot: z.string().nullable(),
  /** When numbers are issued again, where the reason is the time of day. */
  opens: wallTime,
  /** The reason for customers, by language. */
  texts,
  today: z.strictObject({
    issued: z.int(),
    /** Numbers of other services that are for this one besides; it counts against the numbers of a day. Left out: none was. */
    further: z.int().min(0).optional(),
    refused: z.int().min(0),
    asked: z.int().min(0),
    insisted: z.int().min(0),
  }),
};

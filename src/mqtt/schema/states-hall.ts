import { z } from 'zod';
import { label } from '../../commands/values.ts';
import { wallTime } from './common.ts';

const window = {
  counter: z.string(),
  /** What people call it: window 3. */
  number: z.int(),
};

/** `…/state/board`: all that a screen of the hall shows of the windows, and nothing of who is there or what for. */
export const boardState = {
  /** In the order of the branch file, without the back office. */
  windows: z.array(
    z.strictObject({
      ...window,
      state: z.enum(['open', 'paused', 'closed']),
      ticket: z
        .strictObject({
          label,
          status: z.enum(['called', 'serving']),
          calledAt: wallTime,
          /** Grows with each further call of the same customer. */
          recalls: z.int().min(0),
        })
        .nullable(),
    }),
  ),
};

const call = { ...window, calledAt: wallTime, recalls: z.int().min(0) };

/** `…/state/signals`: what is called now beside number and voice, for lamps and the base of the pagers. */
export const signalsState = {
  /** Windows at which a lamp flashes. */
  flash: z.array(z.strictObject(call)),
  /** Pagers that buzz. */
  pagers: z.array(z.strictObject({ pager: z.string(), ...call })),
};

import { z } from 'zod';

/** Buttons that one panel may have: the lamps of its face. */
export const BUTTONS_MOST = 24;

/** Settings of a button panel that speaks the line protocol. */
export const settings = z.strictObject({
  address: z.int().min(1).max(99).default(1).describe('Address that is set on the panel, 1–99.'),
  buttons: z.int().min(1).max(BUTTONS_MOST).default(8).describe('How many buttons the panel has, 1–24.'),
  script: z
    .enum(['latin', 'hanzi'])
    .default('latin')
    .describe('What the panel shows: `latin` ASCII alone, `hanzi` GB 2312 as well, a Hanzi in two cells.'),
  baud: z.literal([9600, 19200, 38400, 57600, 115200]).default(9600).describe('Speed of the wire in bits a second.'),
});
export type PanelLineSettings = z.infer<typeof settings>;

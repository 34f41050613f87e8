import { z } from 'zod';

/** Settings of a card reader that sends track 2 as text. */
export const settings = z.strictObject({
  baud: z
    .literal([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200])
    .default(9600)
    .describe('Speed of the wire in bits a second; readers leave the factory with 9600.'),
  line: z
    .enum(['8N1', '7E1'])
    .default('8N1')
    .describe('Data bits, parity, stop bits; readers with 7E1 say so in their manual.'),
  check: z
    .enum(['none', 'lrc'])
    .default('none')
    .describe('Whether the reader sends the check character (LRC) of the card after the end sign `?`.'),
});
export type CardLineSettings = z.infer<typeof settings>;

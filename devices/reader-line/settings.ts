import { z } from 'zod';
import { framing } from '../../src/devices/framing.ts';

/** Settings of a scanner of barcodes and QR codes on a serial wire. */
export const settings = z.strictObject({
  baud: z
    .literal([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200])
    .default(9600)
    .describe('Speed of the wire in bits a second, as the scanner is programmed.'),
  line: framing('8N1', '7E1').describe('Data bits, parity and stop bits, as the scanner is programmed: 8N1 or 7E1.'),
  sameWithin: z
    .int()
    .min(0)
    .max(30_000)
    .default(3_000)
    .describe('The same code read again within so many milliseconds of the last time is one showing, 0–30000.'),
});
export type ReaderLineSettings = z.infer<typeof settings>;

import { z } from 'zod';
import { framing } from '../../src/devices/framing.ts';

/** Characters that a counter's sign may have. */
export const WIDTH_MOST = 32;

/** Settings of a sign that speaks the Alpha protocol. */
export const settings = z.strictObject({
  address: z
    .int()
    .min(1)
    .max(255)
    .describe('Serial address that is set on the sign, 1–255 (the sign shows it in hex).'),
  width: z.int().min(1).max(WIDTH_MOST).default(8).describe('Characters that fit on the sign; longer texts are cut.'),
  baud: z
    .literal([1200, 2400, 4800, 9600, 19200, 38400])
    .default(9600)
    .describe('Speed of the bus in bits a second; signs leave the factory with 9600 or find it by themselves.'),
  line: framing('7E1', '8N1').describe('Data bits, parity, stop bits; 8N1 only for signs set to it.'),
  textFile: z
    .string()
    .regex(/^[A-Z]$/, 'expected one capital letter')
    .default('A')
    .describe('Label of the TEXT file that the sign runs, A–Z.'),
  stringFile: z
    .string()
    .regex(/^[1-9]$/, 'expected one digit from 1 to 9')
    .default('1')
    .describe('Label of the STRING file that holds the number, 1–9.'),
  colour: z.enum(['sign', 'red', 'green', 'amber']).default('sign').describe('Colour of the text; `sign`: its own.'),
  repeatEvery: z
    .int()
    .min(5)
    .max(3600)
    .default(60)
    .describe('The face is sent again every so many seconds, against noise: a sign never says what it got.'),
  configureEvery: z
    .int()
    .min(0)
    .max(1440)
    .default(30)
    .describe(
      'The memory of the sign is set up again every so many minutes, for a sign that was swapped; 0: only when the bus is opened.',
    ),
});
export type DisplayAlphaSettings = z.infer<typeof settings>;

import { z } from 'zod';
import { framing } from '../../src/devices/framing.ts';

/** Settings of a keypad that speaks the line protocol. */
export const settings = z.strictObject({
  address: z
    .int()
    .min(1)
    .max(99)
    .describe('Address that is set on the keypad, 1–99; no two line units of one bus share one.'),
  baud: z
    .literal([9600, 19200, 38400, 57600, 115200])
    .default(9600)
    .describe('Speed of the bus in bits a second; the same for every unit on it.'),
  line: framing('8N1', '7E1').describe('Data bits, parity, stop bits; 7E1 where Alpha signs hang on the same bus.'),
  answerWithin: z
    .int()
    .min(5)
    .max(1000)
    .default(40)
    .describe('Time in ms that the keypad and what lies between may take, wire time not counted; raise it behind TCP.'),
});
export type KeypadLineSettings = z.infer<typeof settings>;

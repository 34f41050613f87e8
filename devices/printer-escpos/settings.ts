import { z } from 'zod';

/** Settings of an ESC/POS ticket printer, as they stand in the branch file. */
export const printerSettings = z.strictObject({
  baud: z
    .literal([4800, 9600, 19200, 38400, 57600, 115200])
    .default(38400)
    .describe('Serial speed, bit/s; as the DIP switches or the self-test slip of the printer say. Default 38400.'),
  parity: z
    .enum(['none', 'even', 'odd'])
    .default('none')
    .describe('Serial parity; data bits are always 8. Default none.'),
  flow: z
    .enum(['none', 'xon-xoff', 'rts-cts'])
    .default('none')
    .describe(
      'Flow control; a ticket fits into the buffer of every common printer, so that none is needed. Default none.',
    ),
  columns: z
    .int()
    .min(24)
    .max(64)
    .default(42)
    .describe(
      'ASCII characters of font A in a line, 24–64: 42 or 48 for 80 mm paper, 32 for 58 mm. A Hanzi takes two. Default 42.',
    ),
  profile: z
    .enum(['epson', 'generic', 'citizen-presenter'])
    .default('epson')
    .describe(
      'Which status bits it has: epson (Epson and what follows it), generic (no automatic status, no process id), ' +
        'citizen-presenter (kiosk printers with a presenter). Default epson.',
    ),
  confirmation: z
    .enum(['auto', 'process-id', 'status'])
    .default('auto')
    .describe(
      'How a finished print is known: process-id (GS ( H), status (GS r after the text and after the cut, then DLE EOT), ' +
        'or auto: asked once at each connection. Default auto.',
    ),
  codepage: z.literal('gb18030').default('gb18030').describe('Coding of Chinese text. Default gb18030.'),
  cut: z.enum(['partial', 'full']).default('partial').describe('Whether a bridge of paper is left. Default partial.'),
  qrCell: z.int().min(2).max(8).default(6).describe('Side of one module of the QR code, printer dots, 2–8. Default 6.'),
  answerTimeoutMs: z
    .int()
    .min(50)
    .max(5_000)
    .default(300)
    .describe('How long a DLE EOT question waits for its answer, milliseconds, 50–5000. Default 300.'),
  answerAttempts: z
    .int()
    .min(1)
    .max(10)
    .default(3)
    .describe('Questions without an answer, 1–10, after which the printer is lost. Default 3.'),
  statusEveryMs: z
    .int()
    .min(1_000)
    .max(60_000)
    .default(5_000)
    .describe('How often an idle printer is asked whether it is still there, milliseconds, 1000–60000. Default 5000.'),
  completionTimeoutMs: z
    .int()
    .min(1_000)
    .max(60_000)
    .default(10_000)
    .describe(
      'How long a printed text, and then a cut, may take after its last byte, milliseconds, 1000–60000. Default 10000.',
    ),
});

export type PrinterSettings = z.output<typeof printerSettings>;

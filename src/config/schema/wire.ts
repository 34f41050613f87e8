import { z } from 'zod';
import { choice, oneOf } from './values.ts';

/** Where a wire goes. */
export type WireConfig =
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const SERIAL = 'the absolute path of a serial port, best one of /dev/serial/by-path';
const TCP = 'host:port, port from 1 to 65535';
const ONE_WIRE = 'either {serial: /dev/serial/by-path/…} or {tcp: "host:port"}';

const tcp = z
  .string({ error: () => TCP })
  .regex(/^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253}):\d{1,5}$/)
  .transform((value, context) => {
    const colon = value.lastIndexOf(':');
    const port = Number(value.slice(colon + 1));
    if (port >= 1 && port <= 65_535) return { host: value.slice(0, colon).replaceAll(/[[\]]/g, ''), port };
    context.issues.push({ code: 'custom', message: TCP, input: value });
    return z.NEVER;
  })
  .describe(`A serial device server or ser2net. Expected: ${TCP}.`);

/** The wire of a device or a bus: a serial port of this machine, or a serial device server. */
export const wireSchema = z
  .strictObject(
    {
      serial: z
        .string({ error: () => SERIAL })
        .regex(/^\/[^\p{Cc}]{1,1023}$/u)
        .describe(`A serial port of this machine. Expected: ${SERIAL}.`)
        .optional(),
      tcp: tcp.optional(),
    },
    { error: (issue) => (issue.code === 'invalid_type' ? ONE_WIRE : undefined) },
  )
  .transform((wire, context): WireConfig => {
    if (wire.serial !== undefined && wire.tcp === undefined) return { kind: 'serial', path: wire.serial };
    if (wire.tcp !== undefined && wire.serial === undefined) return { kind: 'tcp', ...wire.tcp };
    context.issues.push({ code: 'custom', message: ONE_WIRE, input: wire });
    return z.NEVER;
  })
  .meta({
    description: `Where the wire goes. Expected: ${ONE_WIRE}.`,
    oneOf: [{ required: ['serial'] }, { required: ['tcp'] }],
  });

/** Line settings of a shared bus. */
export const lineSchema = z.strictObject({
  baud: oneOf('Bits a second.', [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]),
  dataBits: oneOf('Data bits of a character.', [7, 8]).prefault(8),
  parity: choice('Parity bit.', ['none', 'even', 'odd']).prefault('none'),
  stopBits: oneOf('Stop bits of a character.', [1, 2]).prefault(1),
  flow: choice('Flow control.', ['none', 'xon-xoff', 'rts-cts']).prefault('none'),
});

import type { Millis } from '../../clock.ts';
import type { LineSettings } from './wire.ts';

/** Time of one character on a serial line: start bit, data bits, parity, stop bits. */
export function characterTime(line: LineSettings): Millis {
  const bits = 1 + line.dataBits + (line.parity === 'none' ? 0 : 1) + line.stopBits;
  return (bits * 1_000) / line.baud;
}

/**
 * The silence that separates two frames: 3.5 characters, fixed at 1.75 ms above 19200 baud
 * (Modbus over serial line V1.02, 2.5.1.1; other bus protocols are content with it).
 */
export function frameGap(line: LineSettings): Millis {
  return line.baud > 19_200 ? 1.75 : 3.5 * characterTime(line);
}

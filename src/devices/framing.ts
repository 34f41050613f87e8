import { z } from 'zod';

/** Data bits, parity, stop bits, as technicians write them. */
export type Framing = '7E1' | '8N1';

/**
 * The setting `line` of a unit on a bus. YAML takes 7E1 without quotation marks for a number in powers of ten, 7 × 10¹:
 * whoever writes `line: 7E1` gets 7E1.
 *
 * @param usual what the unit speaks when nothing is set
 * @param other what else it can speak
 */
export function framing(usual: Framing, other: Framing) {
  return z.preprocess((written) => (written === 7e1 ? '7E1' : written), z.enum([usual, other]).default(usual));
}

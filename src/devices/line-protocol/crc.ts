/** x^16 + x^12 + x^5 + 1. */
const POLYNOMIAL = 0x1021;

/**
 * The check of the line protocol (docs/line-protocol.md, "The check"): CRC-16/IBM-3740, also known as CCITT-FALSE:
 * polynomial 1021, start FFFF, not reflected, no final XOR; `123456789` gives 29B1.
 *
 * @param text ASCII characters, and bytes of Hanzi as characters up to FF
 * @returns 0–65535
 */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= (text.charCodeAt(index) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ POLYNOMIAL) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** {@link crc16} as four upper-case hex digits, as it stands in frames. */
export function crcHex(text: string): string {
  return crc16(text).toString(16).toUpperCase().padStart(4, '0');
}

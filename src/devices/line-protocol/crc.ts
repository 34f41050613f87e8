/** x^16 + x^12 + x^5 + 1. */
const POLYNOMIAL = 0x1021;

/** What each byte leaves behind when it is divided: eight steps of the division in one, for every character of every frame. */
const REMAINDERS = Uint16Array.from({ length: 256 }, (_, byte) => {
  let left = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) left = left & 0x8000 ? (left << 1) ^ POLYNOMIAL : left << 1;
  return left;
});

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
    const byte = (crc >> 8) ^ (text.charCodeAt(index) & 0xff);
    crc = ((crc << 8) & 0xffff) ^ (REMAINDERS[byte] ?? 0);
  }
  return crc;
}

/** {@link crc16} as four upper-case hex digits, as it stands in frames. */
export function crcHex(text: string): string {
  return crc16(text).toString(16).toUpperCase().padStart(4, '0');
}

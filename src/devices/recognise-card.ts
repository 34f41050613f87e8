import { createHmac } from 'node:crypto';
import type { CardBook, CardFace } from './kinds.ts';

/** ASCII of the digit 0. */
const ZERO = 0x30;
/** Digits of a card number (ISO/IEC 7812-1: at most 19; the shortest that banks issue have 12). */
const [SHORTEST, LONGEST] = [12, 19];
/** Bytes of a token: of a branch's cards no two are alike, and no number can be tried out without the key. */
const TOKEN = 8;

/**
 * Looks a card number up: what leaves this function is the segment of its issuer's prefix and a token, never a digit.
 *
 * @param digits the number in ASCII; belongs to the caller, who wipes it
 * @returns null when it is no card number: other signs, too short or long, or a wrong check digit (ISO/IEC 7812-1, Annex B: Luhn)
 */
export function recogniseCard(digits: Uint8Array, { prefixes, key }: CardBook): CardFace | null {
  if (digits.length < SHORTEST || digits.length > LONGEST || !isChecked(digits)) return null;
  let longest = 0;
  let segment: string | null = null;
  for (const { prefix, segment: found } of prefixes) {
    if (prefix.length <= longest || !beginsWith(digits, prefix)) continue;
    longest = prefix.length;
    segment = found;
  }
  const token = createHmac('sha256', key).update(digits).digest().subarray(0, TOKEN).toString('hex');
  return { segment, token };
}

function isChecked(digits: Uint8Array): boolean {
  let sum = 0;
  for (const [at, sign] of digits.entries()) {
    const digit = sign - ZERO;
    if (digit < 0 || digit > 9) return false;
    const isDoubled = (digits.length - at) % 2 === 0;
    sum += isDoubled ? ((digit * 2) % 10) + Math.floor(digit / 5) : digit;
  }
  return sum % 10 === 0;
}

function beginsWith(digits: Uint8Array, prefix: string): boolean {
  for (let at = 0; at < prefix.length; at += 1) if (digits[at] !== prefix.charCodeAt(at)) return false;
  return true;
}

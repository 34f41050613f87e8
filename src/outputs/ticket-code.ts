import { createHmac } from 'node:crypto';

/** What the QR code of a ticket says. It opens nothing: a kiosk reads it back to find the ticket. */
export interface TicketCode {
  readonly branch: string;
  /** ISO date of the business day; null when the wall clock was not trusted. */
  readonly day: string | null;
  readonly label: string;
}

/** Letters and digits that are not mistaken for each other (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of the check: 40 bits. */
const CHECK_LENGTH = 8;
/** In place of a day that is not known. */
const NO_DAY = '-';

/**
 * `lobbyd:1:<branch>:<day>:<label>:<check>`; all ASCII. The branch and the label are percent-encoded where they must be.
 * The check is the first 40 bits of HMAC-SHA-256 over everything before its colon, so that a code that was misread, made
 * up or brought from another branch is not taken for a ticket of today.
 *
 * @param key text that stays the same while tickets are read back, and is not printed anywhere
 */
export function writeTicketCode(code: TicketCode, key: string): string {
  const text = [
    'lobbyd',
    '1',
    encodeURIComponent(code.branch),
    code.day ?? NO_DAY,
    encodeURIComponent(code.label),
  ].join(':');
  return `${text}:${checkOf(text, key)}`;
}

/** Reads a code back; null when it is none, of another version, or its check is wrong. */
export function readTicketCode(text: string, key: string): TicketCode | null {
  const parts = /^lobbyd:1:([^:]+):([^:]+):([^:]+):([0-9A-Z]{8})$/.exec(text);
  const [, branch, day, label, check] = parts ?? [];
  if (branch === undefined || day === undefined || label === undefined || check === undefined) return null;
  if (checkOf(text.slice(0, -check.length - 1), key) !== check) return null;
  try {
    return { branch: decodeURIComponent(branch), day: day === NO_DAY ? null : day, label: decodeURIComponent(label) };
  } catch {
    // A wrong percent-encoding: not a code that was written here.
    return null;
  }
}

function checkOf(text: string, key: string): string {
  const digest = createHmac('sha256', key).update(text).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  let check = '';
  for (let place = CHECK_LENGTH - 1; place >= 0; place -= 1) {
    check += ALPHABET[Number((bits >> BigInt(place * 5)) & 31n)] ?? '';
  }
  return check;
}

import { passwordOf } from './files.ts';

/** Bits that a token has at least: nobody guesses it, however long he tries. */
const LEAST_BITS = 128;
/** Chance gives more of them to a token of this length; fewer show that a person typed it. */
const LEAST_SIGNS = 8;
const LONGEST = 256;

/** What may stand in a token (RFC 6750). */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Alphabets that a token may be drawn from, the smallest first, with the number of their signs. */
const ALPHABETS = [
  [/^\d+$/, 10],
  [/^[\da-fA-F]+$/, 16],
  [/^(?:[\da-z]+|[\dA-Z]+)$/, 36],
  [/^/, 64],
] as const;

/** What makes a good token, for who has none. */
export const TOKEN_EXPECTED = `${LEAST_BITS} bits of chance in its first line: openssl rand -hex 32`;

/** The token in the text of its file: its first line. */
export function tokenOf(text: string): string {
  return passwordOf(text).trim();
}

/** Why a token is not one to rely on; null when it is. Says nothing of what stands in it. */
export function tokenFlaw(token: string): string | null {
  if (token === '') return 'is empty';
  if (!TOKEN.test(token)) return 'has signs that no token has';
  if (token.length > LONGEST) return `is longer than ${LONGEST} signs`;
  const drawn = token.replaceAll(/[-=]/g, '');
  const size = ALPHABETS.find(([alphabet]) => alphabet.test(drawn))?.[1] ?? 1;
  const bits = Math.floor(drawn.length * Math.log2(size));
  if (bits < LEAST_BITS) return `has ${bits} bits at most`;
  return new Set(drawn).size < LEAST_SIGNS ? 'repeats a few signs' : null;
}

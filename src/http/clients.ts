import { hash, timingSafeEqual } from 'node:crypto';
import type { CommandName } from '../commands/schema.ts';

/** A program that may give commands, with what of its token is kept. */
export interface HttpClient {
  readonly name: string;
  /** Of its token, by {@link tokenHash}. */
  readonly tokenHash: Uint8Array;
  readonly commands: readonly CommandName[];
}

/** SHA-256 of a token: what is compared, so that the time that it takes tells nothing of the token. */
export function tokenHash(token: string): Uint8Array {
  return hash('sha256', token, 'buffer');
}

/** Longer ones are nobody's. */
const LONGEST_HEADER = 512;

/**
 * Who sends a request, by its bearer token (RFC 6750).
 *
 * @param header `Authorization` as it came
 * @returns null when it is nobody that is known
 */
export function clientBy(clients: readonly HttpClient[], header: string | undefined): HttpClient | null {
  const token = header !== undefined && header.length <= LONGEST_HEADER ? /^Bearer +(\S+) *$/i.exec(header)?.[1] : null;
  if (!token) return null;
  const asked = tokenHash(token);
  // All are compared: neither is it told by the time which of them it was.
  const found = clients.filter((client) => timingSafeEqual(client.tokenHash, asked));
  return found[0] ?? null;
}

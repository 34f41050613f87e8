import { STATUS_CODES } from 'node:http';
import type { ProblemBody } from './schema.ts';

/** What an answer over HTTP is, before it is bytes. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a {@link problemAnswer} tells beside its status. */
export type ProblemDetails = Omit<ProblemBody, 'title' | 'status'>;

/**
 * An answer that says no, as problem details (RFC 9457). Its `type` is left out, so that `title` is the phrase of the
 * status: `code` is what a program goes by.
 */
export function problemAnswer(
  status: number,
  details: ProblemDetails,
  headers: HttpAnswer['headers'] = {},
): HttpAnswer {
  return {
    status,
    body: { title: STATUS_CODES[status] ?? 'Problem', status, ...details },
    headers: { 'content-type': 'application/problem+json', ...headers },
  };
}

/** An answer that says yes. */
export function jsonAnswer(status: number, body: object): HttpAnswer {
  return { status, body, headers: { 'content-type': 'application/json' } };
}

/** A JSON pointer to a place in a body. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

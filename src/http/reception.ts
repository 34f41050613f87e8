import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { tooLarge } from '../commands/check.ts';
import { COMMAND_NAMES, type CommandName, isCommandName } from '../commands/schema.ts';
import { RETRY_AFTER } from './answer.ts';
import { LARGEST_BODY, readBody } from './body.ts';
import { clientBy, type HttpClient } from './clients.ts';
import type { Asked } from './desk.ts';
import { CLIENT_AT_ONCE, type Permits } from './permits.ts';
import { type HttpAnswer, problemAnswer } from './problem.ts';
import { IDEMPOTENCY_KEY } from './schema.ts';

export interface ReceptionParts {
  /** Who may come in now. */
  clients(): readonly HttpClient[];
  readonly permits: Permits;
  /** Whether no more is taken. */
  isStopping(): boolean;
  /** What came of it when it was let in. */
  desk(asked: Asked): Promise<HttpAnswer>;
}

/** The answer to a request; null when nobody waits for one any more. With who asked, where that is known. */
export interface Received {
  readonly client: string | null;
  readonly answer: HttpAnswer | null;
}

/** Lets a command in, or says why not: who asks, what he may, how he says it, how much is under way. Never rejects. */
export async function receive(request: IncomingMessage, name: string, parts: ReceptionParts): Promise<Received> {
  const client = clientBy(parts.clients(), request.headers.authorization);
  if (!client) return { client: null, answer: notAuthorised() };
  const known = { client: client.name };
  const admitted = admit(client, name, request.headers);
  if ('status' in admitted) return { ...known, answer: admitted };
  if (parts.isStopping()) return { ...known, answer: stopping() };
  const permit = parts.permits.take(client.name);
  if (permit.kind !== 'granted') return { ...known, answer: busy(permit.kind) };
  try {
    const body = await readBody(request);
    if (body.kind === 'aborted') return { ...known, answer: null };
    if (body.kind === 'too-large') return { ...known, answer: bodyTooLarge(body.length) };
    return { ...known, answer: await parts.desk({ ...known, ...admitted, body: body.bytes }) };
  } finally {
    permit.release();
  }
}

/** What the head of a request says. */
function admit(
  client: HttpClient,
  name: string,
  headers: IncomingHttpHeaders,
): { readonly name: CommandName; readonly key: string } | HttpAnswer {
  if (!isCommandName(name)) {
    const expected = `one of ${COMMAND_NAMES.join(', ')}`;
    return problemAnswer(404, { code: 'command/unknown-command', detail: `there is no command ${name}`, expected });
  }
  if (!client.commands.includes(name)) {
    const detail = `${client.name} may not give the command ${name}`;
    const expected = `one of ${client.commands.join(', ')}; the branch file says which`;
    return problemAnswer(403, { code: 'http/not-allowed', detail, expected });
  }
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    const detail = key === undefined ? 'the request has no idempotency key' : 'the idempotency key is not right';
    const expected = 'one header Idempotency-Key of 8 to 64 visible ASCII signs without blanks';
    return problemAnswer(400, { code: 'http/bad-key', detail, expected });
  }
  if (isJson(headers)) return { name, key };
  const expected = 'Content-Type: application/json, in UTF-8, not compressed';
  return problemAnswer(415, { code: 'http/content-type', detail: 'the body is not sent as JSON', expected });
}

function isJson({
  'content-type': type = '',
  'content-encoding': encoding = 'identity',
}: IncomingHttpHeaders): boolean {
  return /^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(type) && encoding.toLowerCase() === 'identity';
}

/** Says nothing of what was wrong with the token. */
function notAuthorised(): HttpAnswer {
  const detail = 'the request comes from nobody who is known here';
  const expected = 'Authorization: Bearer and the token of a client';
  return problemAnswer(
    401,
    { code: 'http/not-authorised', detail, expected },
    { 'www-authenticate': 'Bearer realm="lobbyd"' },
  );
}

function stopping(): HttpAnswer {
  const detail = 'the daemon is stopping and takes no more commands';
  const details = { code: 'branch/stopping', detail, expected: 'the same command with the same key when it is back' };
  return problemAnswer(503, details, RETRY_AFTER);
}

function busy(kind: 'client-busy' | 'all-busy'): HttpAnswer {
  const isOwn = kind === 'client-busy';
  const detail = isOwn
    ? `this client has ${CLIENT_AT_ONCE} commands under way`
    : 'as many commands are under way as the branch takes at once';
  const details = { code: 'http/busy', detail, expected: 'the same command with the same key, a second later' };
  return problemAnswer(isOwn ? 429 : 503, details, RETRY_AFTER);
}

function bodyTooLarge(length: number): HttpAnswer {
  const { code, what, expected } = tooLarge(length, LARGEST_BODY);
  return problemAnswer(413, { code, detail: what, expected });
}

import type { ReplyTarget } from './answers.ts';
import type { Received } from './connection.ts';
import {
  COMMAND_ID_EXPECTED,
  COMMANDS,
  type CommandBody,
  type CommandName,
  type CommandProblem,
  commandId,
} from './schema/commands.ts';
import type { TopicNames } from './topic-names.ts';

/** Largest body of a command, bytes. */
export const LARGEST_COMMAND = 8_192;

/** Largest correlation data, bytes; any bytes, for they stand nowhere but in the answer. */
const LONGEST_CORRELATION = 128;

/** A command by name with its checked body. */
export type ParsedBody = {
  readonly [N in CommandName]: { readonly name: N; readonly body: CommandBody<N> };
}[CommandName];

/** What can be told of a message on a command topic. */
export interface Parsed {
  readonly name: string;
  /** As the client gave it, for the answer; null when there is none. */
  readonly id: string | null;
  /** Unique within the client: the id, else the correlation data. Null: no identity. */
  readonly key: string | null;
  /** Null: nobody to answer. */
  readonly reply: ReplyTarget | null;
  /** Who asks: the last level of the reply topic; null when it wants no answer. */
  readonly client: string | null;
  readonly command: ParsedBody | null;
  /** Set exactly when `command` is null. */
  readonly problem: CommandProblem | null;
}

/** Checks a message on a command topic. Pure; bad bytes give a problem, never a throw. */
export function parseCommand(name: string, received: Received, topics: TopicNames): Parsed {
  const json = jsonOf(received.payload);
  const envelope = isObject(json.value) ? json.value : {};
  const id = commandId.safeParse(envelope.id).data ?? null;
  const asked = received.responseTopic ?? envelope.replyTo;
  const client = typeof asked === 'string' ? topics.replyClientOf(asked) : null;
  const isTooLong = (received.correlation?.length ?? 0) > LONGEST_CORRELATION;
  const correlation = isTooLong ? null : (received.correlation ?? null);
  const key =
    id ?? (correlation && correlation.length > 0 ? `b64:${Buffer.from(correlation).toString('base64')}` : null);
  const known = {
    name,
    id,
    key,
    client,
    reply: client !== null && typeof asked === 'string' ? { topic: asked, correlation } : null,
  };
  const failed = (problem: CommandProblem): Parsed => ({ ...known, command: null, problem });
  if (json.problem) return failed(json.problem);
  if (asked !== undefined && client === null) {
    return failed({
      code: 'mqtt/reply-topic',
      what: 'the reply topic is not one of this branch',
      expected: `${topics.prefix}/res/<client>, of letters, digits, dots, dashes, underscores or percent signs`,
    });
  }
  if (envelope.id !== undefined && id === null) {
    return failed({ code: 'mqtt/bad-id', what: 'the id of the command is not right', expected: COMMAND_ID_EXPECTED });
  }
  if (isTooLong) {
    const what = `the correlation data have ${received.correlation?.length} bytes`;
    return failed({ code: 'mqtt/bad-id', what, expected: `1–${LONGEST_CORRELATION} bytes` });
  }
  if (!isCommandName(name)) {
    const expected = `one of ${Object.keys(COMMANDS).join(', ')}`;
    return failed({ code: 'mqtt/unknown-command', what: `there is no command ${name}`, expected });
  }
  if (key === null) {
    const expected =
      'id in the body, or correlation data of 1–128 bytes (MQTT 5): a repeated message is then done once';
    return failed({ code: 'mqtt/no-id', what: 'the command has no identity', expected });
  }
  return checked(known, name, json.value);
}

function checked(known: Omit<Parsed, 'command' | 'problem'>, name: CommandName, value: unknown): Parsed {
  const parsed = COMMANDS[name].safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'the body';
    return {
      ...known,
      command: null,
      problem: { code: 'mqtt/bad-command', what: `${place} is not right`, expected: issue?.message ?? 'another body' },
    };
  }
  // The table gives each name its own body; the compiler sees only the union of all.
  return { ...known, command: { name, body: parsed.data } as ParsedBody, problem: null };
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOf(payload: Uint8Array): { readonly value: unknown; readonly problem: CommandProblem | null } {
  if (payload.length > LARGEST_COMMAND) {
    const what = `the body has ${payload.length} bytes`;
    return { value: null, problem: { code: 'mqtt/too-large', what, expected: `at most ${LARGEST_COMMAND} bytes` } };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    return { value: JSON.parse(text), problem: null };
  } catch {
    return { value: null, problem: { code: 'mqtt/not-json', what: 'the body is not JSON', expected: 'JSON in UTF-8' } };
  }
}

import { bodyBy, isObject, jsonOf } from '../commands/check.ts';
import {
  COMMAND_NAMES,
  type CommandName,
  type CommandProblem,
  isCommandName,
  type ParsedBody,
} from '../commands/schema.ts';
import type { ReplyTarget } from './answers.ts';
import type { Received } from './connection.ts';
import { COMMAND_ID_EXPECTED, COMMANDS, commandId } from './schema/commands.ts';
import type { TopicNames } from './topic-names.ts';

/** Largest body of a command, bytes. */
export const LARGEST_COMMAND = 8_192;

/** Largest correlation data, bytes; any bytes, for they stand nowhere but in the answer. */
const LONGEST_CORRELATION = 128;

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
  const json = jsonOf(received.payload, LARGEST_COMMAND);
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
  if (json.problem) return failed(problemOf(json.problem));
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
    const expected = `one of ${COMMAND_NAMES.join(', ')}`;
    return failed({ code: 'command/unknown-command', what: `there is no command ${name}`, expected });
  }
  if (key === null) {
    const expected =
      'id in the body, or correlation data of 1–128 bytes (MQTT 5): a repeated message is then done once';
    return failed({ code: 'mqtt/no-id', what: 'the command has no identity', expected });
  }
  return checked(known, name, json.value);
}

function checked(known: Omit<Parsed, 'command' | 'problem'>, name: CommandName, value: unknown): Parsed {
  const { value: body, problem } = bodyBy(COMMANDS[name], value);
  if (problem) return { ...known, command: null, problem: problemOf(problem) };
  // The table gives each name its own body; the compiler sees only the union of all.
  return { ...known, command: { name, body } as ParsedBody, problem: null };
}

/** Without what only other interfaces tell. */
function problemOf({ code, what, expected }: CommandProblem): CommandProblem {
  return { code, what, expected };
}

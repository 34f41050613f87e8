import type { Branch } from '../branch/port.ts';
import type { Log } from '../devices/log.ts';
import { unreachable } from '../errors.ts';
import type { Store } from '../journal/store.ts';
import type { Command } from '../queue/commands.ts';
import type { AnswerLane } from './answers.ts';
import { type Parsed, type ParsedBody, parseCommand } from './command-parse.ts';
import { complaints } from './complaints.ts';
import type { Received } from './connection.ts';
import type { Incidents } from './incidents.ts';
import { publicReply } from './public-answer.ts';
import type { ReplayRange } from './publisher.ts';
import type { CommandAnswer, CommandBody, CommandProblem, CommandResult } from './schema/commands.ts';
import { sourceBook } from './source-book.ts';
import type { TopicNames } from './topic-names.ts';

/** Cursor of what head office has confirmed: records below it may be dropped from the journal one day. */
export const CONFIRMED_CURSOR = 'head-office';
/** Commands being decided and written at once; one beyond it is answered as busy. */
export const COMMANDS_AT_ONCE = 32;

/** What a command leaves out. */
export interface CommandDefaults {
  readonly segment: string;
  readonly language: string;
}

export interface CommandsParts {
  readonly branch: Pick<Branch, 'submit' | 'now' | 'wallOf' | 'moveCursor'>;
  readonly store: Pick<Store, 'epoch' | 'head' | 'cursor'>;
  readonly topics: TopicNames;
  readonly log: Log;
  readonly incidents: Incidents;
  readonly defaults: CommandDefaults;
  readonly answers: Pick<AnswerLane, 'send'>;
  /** Starts a replay; null while another one runs. */
  replay(from: number): ReplayRange | null;
}

type Outcome = { readonly result: CommandResult } | { readonly problem: CommandProblem };

/**
 * Takes commands from MQTT, has them done once, and answers after the commit. The same id of the same client gets
 * the first answer again: the queue remembers it, also over a restart.
 *
 * @returns what to call with each received message
 */
export function commandDesk(parts: CommandsParts): (received: Received) => void {
  const { topics, incidents } = parts;
  const complain = complaints(parts.log, () => parts.branch.now());
  const sources = sourceBook();
  let underWay = 0;

  const answer = (parsed: Parsed, outcome: Outcome): void => {
    if ('problem' in outcome) {
      const { code, what } = outcome.problem;
      complain({ code, command: parsed.name, client: parsed.client }, `command not done: ${what}`);
    }
    if (!parsed.reply) return;
    const message: CommandAnswer = { command: parsed.name, id: parsed.id, ...outcome };
    parts.answers.send(parsed.reply, message);
  };
  const busy = (parsed: Parsed): void => {
    const what = `${COMMANDS_AT_ONCE} commands are under way`;
    incidents.raise({ code: 'mqtt/busy', what, next: 'find the client that sends so many commands' });
    if (!parsed.reply) return;
    const problem = { code: 'mqtt/busy', what, expected: 'the same command with the same id, a second later' };
    parts.answers.send(parsed.reply, { command: parsed.name, id: parsed.id, problem });
  };
  const run = async (parsed: Parsed, command: ParsedBody): Promise<void> => {
    underWay += 1;
    const outcome = await perform(parts, parsed, command);
    underWay -= 1;
    if (underWay === 0) incidents.clear('mqtt/busy', 'all commands are answered');
    answer(parsed, outcome);
  };
  return (received) => {
    const name = topics.commandOf(received.topic);
    if (name === null) return;
    if (received.isRetained) {
      const fields = { code: 'mqtt/retained-command', command: name };
      complain(fields, 'a retained command is ignored: commands are never retained; clear it at the broker');
      return;
    }
    const parsed = parseCommand(name, received, topics);
    const { command } = parsed;
    if (!command) return answer(parsed, { problem: parsed.problem ?? WRONG });
    if (underWay >= COMMANDS_AT_ONCE) return busy(parsed);
    const problem =
      lateness(parts.branch, command.body.expiresAt) ?? sources.admit(sourceOf(parsed), parts.branch.now());
    if (problem) return answer(parsed, { problem });
    void run(parsed, command);
  };
}

const WRONG: CommandProblem = { code: 'mqtt/bad-command', what: 'the command is not right', expected: 'another body' };

function perform(parts: CommandsParts, parsed: Parsed, command: ParsedBody): Promise<Outcome> | Outcome {
  switch (command.name) {
    case 'issue':
    case 'call-next':
    case 'recall':
    case 'open-counter':
    case 'pause-counter':
    case 'close-counter':
      return submit(parts, parsed, command);
    case 'replay':
      return replay(parts, command.body);
    case 'ack':
      return confirm(parts, command.body);
    default:
      return unreachable(command, 'commands');
  }
}

type QueueCommand = Exclude<ParsedBody, { readonly name: 'replay' | 'ack' }>;

async function submit(parts: CommandsParts, parsed: Parsed, asked: QueueCommand): Promise<Outcome> {
  const head = {
    id: { source: sourceOf(parsed), key: parsed.key ?? '' },
    actor: { kind: 'mqtt' as const, client: parsed.client ?? NOBODY },
  };
  return publicReply(await parts.branch.submit(queueCommand(asked, head, parts.defaults)));
}

function queueCommand(asked: QueueCommand, head: Pick<Command, 'id' | 'actor'>, defaults: CommandDefaults): Command {
  switch (asked.name) {
    case 'issue': {
      const { service, segment = defaults.segment, language = defaults.language, handover } = asked.body;
      return { type: 'issue', service, segment, language, handover, ...head };
    }
    case 'open-counter': {
      const { counter, teller = null, profile = null } = asked.body;
      return { type: 'open-counter', counter, teller, profile, ...head };
    }
    case 'call-next':
    case 'recall':
    case 'pause-counter':
    case 'close-counter':
      return { type: asked.name, counter: asked.body.counter, ...head };
    default:
      return unreachable(asked, 'commands');
  }
}

/** Client of a command that wants no answer. */
const NOBODY = '-';

/** Stable over restarts: the queue remembers answers under it. */
function sourceOf(parsed: Parsed): string {
  return `mqtt:${parsed.client ?? NOBODY}`;
}

function lateness(branch: CommandsParts['branch'], expiresAt: string | undefined): CommandProblem | null {
  const wall = branch.wallOf(branch.now());
  if (expiresAt === undefined || wall === null || wall <= Date.parse(expiresAt)) return null;
  return {
    code: 'mqtt/expired',
    what: `the command came after ${expiresAt}`,
    expected: 'a new command, if still wanted',
  };
}

function otherEpoch(parts: CommandsParts, epoch: string | undefined): CommandProblem | null {
  if (epoch === undefined || epoch === parts.store.epoch) return null;
  return { code: 'mqtt/other-epoch', what: `the journal is not ${epoch}`, expected: parts.store.epoch };
}

function replay(parts: CommandsParts, { from, epoch }: CommandBody<'replay'>): Outcome {
  const problem = otherEpoch(parts, epoch);
  if (problem) return { problem };
  const range = parts.replay(from);
  if (range) return { result: { kind: 'replaying', ...range, head: parts.store.head().seq } };
  const expected = 'the same command when the events of the other one have come';
  return { problem: { code: 'mqtt/busy', what: 'another replay is under way', expected } };
}

/** The watermark only rises; it rides in the journal's next batch, and is confirmed again after a crash. */
function confirm(parts: CommandsParts, { upTo, epoch }: CommandBody<'ack'>): Outcome {
  const problem = otherEpoch(parts, epoch);
  if (problem) return { problem };
  const head = parts.store.head().seq;
  if (upTo > head) {
    const what = `record ${upTo} does not exist`;
    return { problem: { code: 'mqtt/no-such-record', what, expected: `at most ${head}` } };
  }
  if (upTo > parts.store.cursor(CONFIRMED_CURSOR)) parts.branch.moveCursor(CONFIRMED_CURSOR, upTo);
  return { result: { kind: 'confirmed', upTo } };
}

import { lateness, type PerformParts, perform } from '../commands/perform.ts';
import type { ClientHead } from '../commands/queue-command.ts';
import type { CommandProblem, Outcome, ParsedBody } from '../commands/schema.ts';
import { complaints } from '../complaints.ts';
import type { Log } from '../devices/log.ts';
import type { Incidents } from '../incidents.ts';
import type { AnswerLane } from './answers.ts';
import { type Parsed, parseCommand } from './command-parse.ts';
import type { Received } from './connection.ts';
import type { CommandAnswer } from './schema/commands.ts';
import { sourceBook } from './source-book.ts';
import type { TopicNames } from './topic-names.ts';

/** Commands being decided and written at once; one beyond it is answered as busy. */
export const COMMANDS_AT_ONCE = 32;

export interface CommandsParts extends PerformParts {
  readonly topics: TopicNames;
  readonly log: Log;
  readonly incidents: Incidents;
  readonly answers: Pick<AnswerLane, 'send'>;
}

/**
 * Takes commands from MQTT, has them done once, and answers after the commit. The same id of the same client gets
 * the first answer again: the queue remembers it, also over a restart.
 *
 * @returns what to call with each received message
 */
export function commandDesk(parts: CommandsParts): (received: Received) => void {
  const { topics, incidents } = parts;
  const complain = complaints(parts.log, 'mqtt/withheld', () => parts.branch.now());
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
    const problem = { code: 'command/busy', what, expected: 'the same command with the same id, a second later' };
    parts.answers.send(parsed.reply, { command: parsed.name, id: parsed.id, problem });
  };
  const run = async (parsed: Parsed, command: ParsedBody): Promise<void> => {
    underWay += 1;
    const outcome = await perform(parts, command, headOf(parsed));
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

const WRONG: CommandProblem = {
  code: 'command/bad-command',
  what: 'the command is not right',
  expected: 'another body',
};

/** Client of a command that wants no answer. */
const NOBODY = '-';

/** Stable over restarts: the queue remembers answers under it. */
function sourceOf(parsed: Parsed): string {
  return `mqtt:${parsed.client ?? NOBODY}`;
}

function headOf(parsed: Parsed): ClientHead {
  return {
    id: { source: sourceOf(parsed), key: parsed.key ?? '' },
    actor: { kind: 'mqtt', client: parsed.client ?? NOBODY },
  };
}

import type { Branch } from '../branch/port.ts';
import { unreachable } from '../errors.ts';
import type { Store } from '../journal/store.ts';
import type { Command } from '../queue/commands.ts';
import { publicReply } from './public-answer.ts';
import type { CommandBody, CommandProblem, Outcome, ParsedBody } from './schema.ts';

/** Cursor of what head office has confirmed: records below it may be dropped from the journal one day. */
export const CONFIRMED_CURSOR = 'head-office';

/** Milliseconds of a minute. */
const MINUTE = 60_000;

/** What a command leaves out. */
export interface CommandDefaults {
  readonly segment: string;
  readonly language: string;
}

/** What a replay will send. */
export interface ReplayRange {
  readonly from: number;
  readonly upTo: number;
}

/** What a command is done with. */
export interface PerformParts {
  readonly branch: Pick<Branch, 'submit' | 'now' | 'wallOf' | 'moveCursor'>;
  readonly store: Pick<Store, 'epoch' | 'head' | 'cursor'>;
  readonly defaults: CommandDefaults;
  /** Starts a replay; null while another one runs. */
  replay(from: number): ReplayRange | null;
}

/** Who asks, and under which name the answer is remembered. */
export type CommandHead = Pick<Command, 'id' | 'actor'>;

/** Does a checked command of a client. Resolves when what came of it is on disk. Never rejects. */
export async function perform(parts: PerformParts, command: ParsedBody, head: CommandHead): Promise<Outcome> {
  switch (command.name) {
    case 'issue':
    case 'call-next':
    case 'call-ticket':
    case 'recall':
    case 'park':
    case 'unpark':
    case 'return-late':
    case 'open-counter':
    case 'pause-counter':
    case 'close-counter':
      return publicReply(await parts.branch.submit(queueCommand(command, head, parts.defaults)));
    case 'replay':
      return replay(parts, command.body);
    case 'ack':
      return confirm(parts, command.body);
    default:
      return unreachable(command, 'commands');
  }
}

type QueueCommand = Exclude<ParsedBody, { readonly name: 'replay' | 'ack' }>;

function queueCommand(asked: QueueCommand, head: CommandHead, defaults: CommandDefaults): Command {
  switch (asked.name) {
    case 'issue': {
      const { service, segment = defaults.segment, language = defaults.language, handover } = asked.body;
      return { type: 'issue', service, segment, language, handover, ...head };
    }
    case 'open-counter': {
      const { counter, teller = null, profile = null } = asked.body;
      return { type: 'open-counter', counter, teller, profile, ...head };
    }
    case 'call-ticket': {
      const { counter, label } = asked.body;
      return { type: 'call-ticket', counter, ticket: { label }, ...head };
    }
    case 'park': {
      const { counter, pool = null, minutes: after } = asked.body;
      return { type: 'park', counter, pool, returnAfter: after === undefined ? null : after * MINUTE, ...head };
    }
    case 'unpark':
    case 'return-late': {
      const { label, counter = null } = asked.body;
      return { type: asked.name, ticket: { label }, counter, ...head };
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

/** What is told of a command that came after the time that it was meant for; null while it is in time. */
export function lateness(branch: Pick<Branch, 'now' | 'wallOf'>, expiresAt: string | undefined): CommandProblem | null {
  const wall = branch.wallOf(branch.now());
  if (expiresAt === undefined || wall === null || wall <= Date.parse(expiresAt)) return null;
  return {
    code: 'command/expired',
    what: `the command came after ${expiresAt}`,
    expected: 'a new command, if still wanted',
  };
}

function otherEpoch(parts: PerformParts, epoch: string | undefined): CommandProblem | null {
  if (epoch === undefined || epoch === parts.store.epoch) return null;
  return { code: 'command/other-epoch', what: `the journal is not ${epoch}`, expected: parts.store.epoch };
}

function replay(parts: PerformParts, { from, epoch }: CommandBody<'replay'>): Outcome {
  const problem = otherEpoch(parts, epoch);
  if (problem) return { problem };
  const range = parts.replay(from);
  if (range) return { result: { kind: 'replaying', ...range, head: parts.store.head().seq } };
  const expected = 'the same command when the events of the other one have come';
  return { problem: { code: 'command/busy', what: 'another replay is under way', expected } };
}

/** The watermark only rises; it rides in the journal's next batch, and is confirmed again after a crash. */
function confirm(parts: PerformParts, { upTo, epoch }: CommandBody<'ack'>): Outcome {
  const problem = otherEpoch(parts, epoch);
  if (problem) return { problem };
  const head = parts.store.head().seq;
  if (upTo > head) {
    const what = `record ${upTo} does not exist`;
    return { problem: { code: 'command/no-such-record', what, expected: `at most ${head}` } };
  }
  if (upTo > parts.store.cursor(CONFIRMED_CURSOR)) parts.branch.moveCursor(CONFIRMED_CURSOR, upTo);
  return { result: { kind: 'confirmed', upTo } };
}

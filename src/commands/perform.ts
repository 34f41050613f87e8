import type { Branch, Reply } from '../branch/port.ts';
import type { Store } from '../journal/store.ts';
import type { Actor, CommandOf } from '../queue/commands.ts';
import type { Advice } from '../views/advice.ts';
import { actorOf } from './people.ts';
import { whyNoCopy, whyNoTest } from './printer-door.ts';
import { publicReply } from './public-answer.ts';
import { type ClientHead, type CommandDefaults, queueCommand } from './queue-command.ts';
import type { CommandBody, CommandProblem, Outcome, ParsedBody } from './schema.ts';

/** Cursor of what head office has confirmed: records below it may be dropped from the journal one day. */
export const CONFIRMED_CURSOR = 'head-office';

/** What a replay will send. */
export interface ReplayRange {
  readonly from: number;
  readonly upTo: number;
}

/** What is done of alerts beside the queue. */
export interface AlertDoor {
  /** Tells at once, before it is on disk, that a teller calls for help. */
  panic(counter: string): void;
  /** Has an alert of the queue or of a device acknowledged. */
  acknowledge(command: CommandOf<'acknowledge-alert'>): Promise<Reply>;
}

/** What a command is done with. */
export interface PerformParts {
  readonly branch: Pick<Branch, 'submit' | 'now' | 'wallOf' | 'moveCursor' | 'committed'>;
  readonly store: Pick<Store, 'epoch' | 'head' | 'cursor'>;
  readonly defaults: CommandDefaults;
  readonly alerts: AlertDoor;
  /** Starts a replay; null while another one runs. */
  replay(from: number): ReplayRange | null;
}

/** Does a checked command of a client. Resolves when what came of it is on disk. Never rejects. */
export async function perform(parts: PerformParts, command: ParsedBody, head: ClientHead): Promise<Outcome> {
  const actor = actorOf(parts.defaults.people ?? [], head.actor, command.body.user);
  if ('code' in actor) return { problem: actor };
  if (command.name === 'replay') return replay(parts, command.body);
  if (command.name === 'ack') return confirm(parts, command.body);
  if (command.name === 'test-print') return await testPrint(parts, command.body, actor);
  const { branch, defaults, alerts } = parts;
  const problem = command.name === 'reprint' ? whyNoCopy(defaults.printers, command.body.kiosk ?? null) : null;
  if (problem) return { problem };
  const asked = queueCommand(command, { ...head, actor }, defaults);
  if (asked.type === 'panic') alerts.panic(asked.counter);
  const reply = asked.type === 'acknowledge-alert' ? await alerts.acknowledge(asked) : await branch.submit(asked);
  const language = ('language' in command.body ? command.body.language : undefined) ?? defaults.language;
  const { rules } = branch.committed;
  const reader = { language, zone: defaults.zone, now: branch.wallOf(branch.now()), rules };
  return publicReply(reply, reader, adviceOn(parts, reply));
}

/** What is told with a number; also when it is asked for again, as long as the ticket lives. */
function adviceOn({ branch, defaults }: PerformParts, reply: Reply): Advice | null {
  const ticket = reply.kind === 'issued' ? branch.committed.tickets.get(reply.ticket) : undefined;
  if (!ticket) return null;
  const { service, segment, language, visit } = ticket;
  return defaults.adviceFor?.({ services: [service, ...(visit?.pending ?? [])], segment, language }) ?? null;
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

/** Who asked is on record; how it went the slip says. */
async function testPrint(
  { defaults }: PerformParts,
  { printer }: CommandBody<'test-print'>,
  actor: Actor,
): Promise<Outcome> {
  const problem = await whyNoTest(defaults.printers, printer, actor);
  return problem ? { problem } : { result: { kind: 'testing', printer } };
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

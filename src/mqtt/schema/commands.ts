import { z } from 'zod';
import { label, sequence, ticketId } from './common.ts';

/** What a command may carry beside its own fields. */
const envelope = {
  /**
   * Same id again: same answer, done once. Chosen by the client, unique among its own commands. With MQTT 5 the
   * correlation data stand for it when it is missing.
   */
  id: z.string().min(1).max(128).optional(),
  /** `…/res/<client>`; with MQTT 5 the response topic stands for it when it is missing. */
  replyTo: z.string().min(1).max(256).optional(),
  /** ISO 8601 with zone: not done after this time. Honoured while the branch trusts its clock. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
};
const id = z.string().min(1).max(64);

/** Body of each command on `…/cmd/<name>`. Unknown fields are refused: a misspelt one must not be ignored. */
export const COMMANDS = {
  issue: z.strictObject({
    ...envelope,
    service: id,
    /** Left out: the branch's ordinary segment. */
    segment: id.optional(),
    /** BCP 47; left out: the branch's first language. */
    language: z.string().min(2).max(35).optional(),
    /** `screen`: the client tells the number; `paper`: the branch's printer prints it. */
    handover: z.enum(['paper', 'screen']).default('screen'),
  }),
  'call-next': z.strictObject({ ...envelope, counter: id }),
  recall: z.strictObject({ ...envelope, counter: id }),
  /** Publishes the events from `from` on once more, at most so many; the answer says up to where. */
  replay: z.strictObject({
    ...envelope,
    from: z.int().positive(),
    /** Refused when the journal has another one. */
    epoch: z.string().min(1).optional(),
  }),
  /** Head office has stored every event up to `upTo`. */
  ack: z.strictObject({ ...envelope, upTo: z.int().positive(), epoch: z.string().min(1) }),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandBody<N extends CommandName> = z.infer<(typeof COMMANDS)[N]>;

/** What was done, or why the queue did not do it. On disk when it is published. */
export const commandResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('issued'), ticket: ticketId, label, ahead: z.int().min(0) }),
  z.strictObject({
    kind: z.literal('called'),
    ticket: ticketId,
    label,
    counter: z.string(),
    waiting: z.int().min(0),
  }),
  /** Nothing to call: the next eligible ticket is called at once. */
  z.strictObject({ kind: z.literal('standing'), counter: z.string() }),
  z.strictObject({ kind: z.literal('done'), label: label.nullable() }),
  /** An expected no: `code` says why, `about` names what it is about. */
  z.strictObject({
    kind: z.literal('refused'),
    code: z.string(),
    about: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.strictObject({ kind: z.literal('replaying'), from: sequence, upTo: sequence, head: sequence }),
  z.strictObject({ kind: z.literal('confirmed'), upTo: sequence }),
]);

/** The command was not done: wrong, too late, too many at once, or the branch cannot write. Never remembered. */
export const commandProblem = z.strictObject({
  code: z.string(),
  what: z.string(),
  expected: z.string(),
});

/** The answer on `…/res/<client>`: exactly one of `result` and `problem`. */
export const commandAnswer = z.union([
  z.strictObject({ command: z.string(), id: z.string().nullable(), result: commandResult }),
  z.strictObject({ command: z.string(), id: z.string().nullable(), problem: commandProblem }),
]);

export type CommandResult = z.infer<typeof commandResult>;
export type CommandProblem = z.infer<typeof commandProblem>;
export type CommandAnswer = z.infer<typeof commandAnswer>;

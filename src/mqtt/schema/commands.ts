import { z } from 'zod';
import { label, sequence, ticketId, word } from './common.ts';

/** What an id of a command is, for a client that has sent another. */
export const COMMAND_ID_EXPECTED = '1 to 128 visible ASCII signs without blanks';
/** The id of a command: visible, for it stands in logs and in the journal. */
export const commandId = z
  .string()
  .max(128)
  .regex(/^[\x21-\x7E]+$/, COMMAND_ID_EXPECTED);

/** What a command may carry beside its own fields. */
const envelope = {
  /**
   * Same id again: same answer, done once. Chosen by the client, unique among its own commands. With MQTT 5 the
   * correlation data stand for it when it is missing.
   */
  id: commandId.optional(),
  /** `…/res/<client>`; with MQTT 5 the response topic stands for it when it is missing. */
  replyTo: z
    .string()
    .max(256)
    .regex(/^[A-Za-z0-9._%/-]+$/)
    .optional(),
  /** ISO 8601 with zone: not done after this time. Honoured while the branch trusts its clock. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
};

/** Body of each command on `…/cmd/<name>`. Unknown fields are refused: a misspelt one must not be ignored. */
export const COMMANDS = {
  issue: z.strictObject({
    ...envelope,
    service: word,
    /** Left out: the branch's ordinary segment. */
    segment: word.optional(),
    /** BCP 47; left out: the branch's first language. */
    language: z
      .string()
      .max(35)
      .regex(/^[A-Za-z0-9-]{2,}$/)
      .optional(),
    /** `screen`: the client tells the number; `paper`: the branch's printer prints it. */
    handover: z.enum(['paper', 'screen']).default('screen'),
  }),
  'call-next': z.strictObject({ ...envelope, counter: word }),
  recall: z.strictObject({ ...envelope, counter: word }),
  /** A teller sits down, or is back from a pause. */
  'open-counter': z.strictObject({
    ...envelope,
    counter: word,
    /** Left out: nobody says who, or who paused it. */
    teller: word.optional(),
    /** Left out: the profile of the counter. */
    profile: word.optional(),
  }),
  'pause-counter': z.strictObject({ ...envelope, counter: word }),
  /** Refused while a customer is at the window. */
  'close-counter': z.strictObject({ ...envelope, counter: word }),
  /** Publishes the events from `from` on once more, at most so many; the answer says up to where. */
  replay: z.strictObject({
    ...envelope,
    from: z.int().positive(),
    /** Refused when the journal has another one. */
    epoch: word.optional(),
  }),
  /** Head office has stored every event up to `upTo`. */
  ack: z.strictObject({ ...envelope, upTo: z.int().positive(), epoch: word }),
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

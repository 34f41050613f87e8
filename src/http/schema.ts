import { z } from 'zod';
import { COMMAND_NAMES, commandResult } from '../commands/schema.ts';
import { HALL_STATES } from '../views/hall.ts';

/** What an idempotency key is: visible, for it stands in logs and in the journal. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7E]{8,64}$/;

const command = z.string();
/** The idempotency key of the request. */
const id = z.string();
const [issued, called, standing, done, refused, replaying, confirmed, testing] = commandResult.options;

/** A command that was decided: on disk. */
export const doneBody = z.strictObject({
  command,
  id,
  result: z.discriminatedUnion('kind', [issued, called, standing, done]),
});

/** A command that was taken and goes on after its answer. */
export const acceptedBody = z.strictObject({
  command,
  id,
  result: z.discriminatedUnion('kind', [replaying, confirmed, testing]),
});

/** Problem details (RFC 9457); `type` is left out, and means `about:blank`. */
export const problemBody = z.strictObject({
  /** Phrase of the status. */
  title: z.string(),
  status: z.int(),
  /** What a program goes by: `counter-closed` of the rules, or `area/what`. */
  code: z.string(),
  /** One sentence for people. */
  detail: z.string(),
  /** What would have been right. */
  expected: z.string().optional(),
  /** JSON pointer (RFC 6901) to what is wrong in the body. */
  pointer: z.string().optional(),
  /** What a refusal is about. */
  about: refused.shape.about.optional(),
  /** The reason in the customer's language, where it is one for customers. */
  text: z.string().optional(),
  command: command.optional(),
  id: id.optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

/** How the branch is: nothing of people, and nothing that the hall does not see. */
export const healthBody = z.strictObject({
  /** `trouble`: the journal cannot be written, no command is done. */
  status: z.enum(['ok', 'trouble']),
  /** Why, as the log calls it; null while all is well. */
  journal: z.string().nullable(),
  hall: z.enum(HALL_STATES),
  /** Newest record on disk. */
  asOfSeq: z.int().min(0),
  epoch: z.string(),
});
export type Health = z.infer<typeof healthBody>;

/** Commands that go on after their answer. */
const ACCEPTED: ReadonlySet<string> = new Set(['replay', 'ack', 'test-print']);

/** Every command with the status and the body of its answer when it is done. */
export const ANSWERS = COMMAND_NAMES.map((name) =>
  ACCEPTED.has(name)
    ? ({ name, status: 202, body: acceptedBody } as const)
    : ({ name, status: 200, body: doneBody } as const),
);

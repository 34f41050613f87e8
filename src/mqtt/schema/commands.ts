import { z } from 'zod';
import { commandProblem, commandResult, COMMANDS as FIELDS } from '../../commands/schema.ts';

/** What an id of a command is, for a client that has sent another. */
export const COMMAND_ID_EXPECTED = '1 to 128 visible ASCII signs without blanks';
/** The id of a command: visible, for it stands in logs and in the journal. */
export const commandId = z
  .string()
  .max(128)
  .regex(/^[\x21-\x7E]+$/, COMMAND_ID_EXPECTED);

/** What a command over MQTT may carry beside its own fields. */
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
};

/** Body of each command on `…/cmd/<name>`. */
export const COMMANDS = {
  issue: z.strictObject({ ...envelope, ...FIELDS.issue.shape }),
  'call-next': z.strictObject({ ...envelope, ...FIELDS['call-next'].shape }),
  'call-ticket': z.strictObject({ ...envelope, ...FIELDS['call-ticket'].shape }),
  park: z.strictObject({ ...envelope, ...FIELDS.park.shape }),
  unpark: z.strictObject({ ...envelope, ...FIELDS.unpark.shape }),
  'return-late': z.strictObject({ ...envelope, ...FIELDS['return-late'].shape }),
  transfer: z.strictObject({ ...envelope, ...FIELDS.transfer.shape }),
  refer: z.strictObject({ ...envelope, ...FIELDS.refer.shape }),
  'take-over': z.strictObject({ ...envelope, ...FIELDS['take-over'].shape }),
  handoff: z.strictObject({ ...envelope, ...FIELDS.handoff.shape }),
  finish: z.strictObject({ ...envelope, ...FIELDS.finish.shape }),
  'add-service': z.strictObject({ ...envelope, ...FIELDS['add-service'].shape }),
  'drop-service': z.strictObject({ ...envelope, ...FIELDS['drop-service'].shape }),
  'mark-papers': z.strictObject({ ...envelope, ...FIELDS['mark-papers'].shape }),
  'mark-bulk': z.strictObject({ ...envelope, ...FIELDS['mark-bulk'].shape }),
  'set-needs': z.strictObject({ ...envelope, ...FIELDS['set-needs'].shape }),
  book: z.strictObject({ ...envelope, ...FIELDS.book.shape }),
  'cancel-appointment': z.strictObject({ ...envelope, ...FIELDS['cancel-appointment'].shape }),
  'check-in': z.strictObject({ ...envelope, ...FIELDS['check-in'].shape }),
  'take-machine': z.strictObject({ ...envelope, ...FIELDS['take-machine'].shape }),
  rate: z.strictObject({ ...envelope, ...FIELDS.rate.shape }),
  reprint: z.strictObject({ ...envelope, ...FIELDS.reprint.shape }),
  'test-print': z.strictObject({ ...envelope, ...FIELDS['test-print'].shape }),
  recall: z.strictObject({ ...envelope, ...FIELDS.recall.shape }),
  'open-counter': z.strictObject({ ...envelope, ...FIELDS['open-counter'].shape }),
  'switch-profile': z.strictObject({ ...envelope, ...FIELDS['switch-profile'].shape }),
  'change-segment': z.strictObject({ ...envelope, ...FIELDS['change-segment'].shape }),
  'set-hall': z.strictObject({ ...envelope, ...FIELDS['set-hall'].shape }),
  'pause-counter': z.strictObject({ ...envelope, ...FIELDS['pause-counter'].shape }),
  'close-counter': z.strictObject({ ...envelope, ...FIELDS['close-counter'].shape }),
  panic: z.strictObject({ ...envelope, ...FIELDS.panic.shape }),
  'acknowledge-alert': z.strictObject({ ...envelope, ...FIELDS['acknowledge-alert'].shape }),
  replay: z.strictObject({ ...envelope, ...FIELDS.replay.shape }),
  ack: z.strictObject({ ...envelope, ...FIELDS.ack.shape }),
} as const satisfies Record<keyof typeof FIELDS, z.ZodType>;

/** The answer on `…/res/<client>`: exactly one of `result` and `problem`. */
export const commandAnswer = z.union([
  z.strictObject({ command: z.string(), id: z.string().nullable(), result: commandResult }),
  z.strictObject({ command: z.string(), id: z.string().nullable(), problem: commandProblem }),
]);

export type CommandAnswer = z.infer<typeof commandAnswer>;

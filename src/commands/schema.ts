import { z } from 'zod';
import { advice, GUIDANCE_COMMANDS } from './schema-guidance.ts';
import { HALL_COMMANDS } from './schema-hall.ts';
import { PRINT_COMMANDS } from './schema-print.ts';
import { RECORD_COMMANDS } from './schema-record.ts';
import { careFields, needFields, visitCommands } from './schema-visit.ts';
import { estimate, label, sequence, ticketId, word } from './values.ts';

/** What every command may carry, by whatever it comes. */
const common = {
  /** ISO 8601 with zone: not done after this time. Honoured while the branch trusts its clock. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** The person who acts, where the branch file lets this program speak for that person. */
  user: word.optional(),
};

/** BCP 47; left out: the branch's first language. */
const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z0-9-]{2,}$/)
  .optional();
/** `screen`: the client tells the number; `paper`: the branch's printer prints it. */
const handover = z.enum(['paper', 'screen']).default('screen');

/** Fields of each command. Unknown ones are refused: a misspelt one must not be ignored. */
export const COMMANDS = {
  issue: z.strictObject({
    ...common,
    service: word,
    /** What the customer comes for besides, in order; it may name the first again. */
    services: z.array(word).min(1).max(9).optional(),
    /** Left out: the branch's ordinary segment. */
    segment: word.optional(),
    language,
    handover,
    /** The customer was asked (`confirm-needed`) and wants the number all the same. */
    insists: z.boolean().optional(),
    ...careFields,
  }),
  'call-next': z.strictObject({ ...common, counter: word }),
  recall: z.strictObject({ ...common, counter: word }),
  /** A teller sits down, or is back from a pause. */
  'open-counter': z.strictObject({
    ...common,
    counter: word,
    /** Left out: nobody says who, or who paused it. */
    teller: word.optional(),
    /** Left out: the profile of the counter. */
    profile: word.optional(),
  }),
  'pause-counter': z.strictObject({ ...common, counter: word }),
  /** A certain ticket, from its queue or from where it is parked. */
  'call-ticket': z.strictObject({ ...common, counter: word, label: word }),
  /** Sets the customer at the counter aside. */
  park: z.strictObject({
    ...common,
    counter: word,
    /** Who may call it; left out: as the bank standard says. */
    pool: z.enum(['counter', 'teller', 'branch']).optional(),
    /** Minutes until it returns to its queue by itself; left out: as the bank standard says. */
    minutes: z.int().min(1).max(480).optional(),
  }),
  /** Back to its queue now. */
  unpark: z.strictObject({
    ...common,
    label: word,
    /** Left out: the lobby manager asks. */
    counter: word.optional(),
  }),
  /** Expects a customer at a time. */
  book: z.strictObject({
    ...common,
    /** Chosen by the client; must say nothing of the person. */
    reference: word,
    service: word,
    /** Left out: the branch's ordinary segment. */
    segment: word.optional(),
    /** ISO 8601 with zone. */
    time: z.iso.datetime({ offset: true }),
    /** In which a reason is told; left out: the first language of the bank. */
    language,
  }),
  'cancel-appointment': z.strictObject({ ...common, reference: word }),
  /** The customer of an appointment is there: issues the ticket. */
  'check-in': z.strictObject({
    ...common,
    reference: word,
    /** In place of the one that was booked: what staff choose where the branch does not do that any more. */
    service: word.optional(),
    language,
    handover,
    /** Who is late was asked as anybody (`confirm-needed`, `machine-better`), and wants the number all the same. */
    insists: z.boolean().optional(),
    ...needFields,
  }),
  ...visitCommands(common),
  /** After a no-show the customer has come: waits again, where and while the bank standard allows it. */
  'return-late': z.strictObject({
    ...common,
    label: word,
    /** Left out: the lobby manager asks. */
    counter: word.optional(),
  }),
  /** The counter follows another profile, whatever schedule and switches say, until it is given back or opened anew. */
  'switch-profile': z.strictObject({
    ...common,
    counter: word,
    /** Left out: given back to schedule and switches. */
    profile: word.optional(),
  }),
  /** A person has seen who the customer is: the ticket keeps its place. */
  'change-segment': z.strictObject({
    ...common,
    label: word,
    segment: word,
    /** A code of the bank standard. */
    reason: word,
  }),
  'set-hall': z.strictObject({ ...common, ...HALL_COMMANDS['set-hall'] }),
  'take-machine': z.strictObject({ ...common, ...GUIDANCE_COMMANDS['take-machine'] }),
  rate: z.strictObject({ ...common, ...RECORD_COMMANDS.rate }),
  reprint: z.strictObject({ ...common, ...PRINT_COMMANDS.reprint }),
  'test-print': z.strictObject({ ...common, ...PRINT_COMMANDS['test-print'] }),
  /** Refused while a customer is at the window. */
  'close-counter': z.strictObject({ ...common, counter: word }),
  /** A teller calls for help: told at once on `live/panic`, and until somebody acknowledges it. */
  panic: z.strictObject({ ...common, counter: word }),
  /** A person takes care of an alert. */
  'acknowledge-alert': z.strictObject({
    ...common,
    /** As in `state/alerts`. */
    alert: word,
    /** Who takes care of it: an id of the branch, no name. */
    person: word.optional(),
  }),
  /** Publishes the events from `from` on once more, at most so many; the answer says up to where. */
  replay: z.strictObject({
    ...common,
    from: z.int().positive(),
    /** Refused when the journal has another one. */
    epoch: word.optional(),
  }),
  /** Head office has stored every event up to `upTo`. */
  ack: z.strictObject({ ...common, upTo: z.int().positive(), epoch: word }),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandBody<N extends CommandName> = z.infer<(typeof COMMANDS)[N]>;

/** Names of all commands. */
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS) as CommandName[];

/** Whether there is a command of this name; names of what every object inherits are none. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** A command by name with its checked body. */
export type ParsedBody = {
  readonly [N in CommandName]: { readonly name: N; readonly body: CommandBody<N> };
}[CommandName];

/** Of a visit of several services: which of how many. */
const visit = z.strictObject({ at: z.int().min(1), of: z.int().min(1) }).optional();

/** What was done, or why the queue did not do it. On disk when it is published. */
export const commandResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issued'),
    ticket: ticketId,
    label,
    ahead: z.int().min(0),
    /** How long it will wait; left out where nobody knows. */
    estimate: estimate.optional(),
    visit,
    ...advice,
  }),
  z.strictObject({
    kind: z.literal('called'),
    ticket: ticketId,
    label,
    counter: z.string(),
    waiting: z.int().min(0),
    visit,
  }),
  /** Nothing to call: the next eligible ticket is called at once. */
  z.strictObject({ kind: z.literal('standing'), counter: z.string() }),
  z.strictObject({ kind: z.literal('done'), label: label.nullable(), visit }),
  /** An expected no: `code` says why, `about` names what it is about. */
  z.strictObject({
    kind: z.literal('refused'),
    code: z.string(),
    about: z.record(z.string(), z.union([z.string(), z.number()])),
    /** The reason in the customer's language, where it is one for customers. */
    text: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('replaying'), from: sequence, upTo: sequence, head: sequence }),
  z.strictObject({ kind: z.literal('confirmed'), upTo: sequence }),
  /** The test slip comes out in its turn. */
  z.strictObject({ kind: z.literal('testing'), printer: z.string() }),
]);

/** The command was not done: wrong, too late, too many at once, or the branch cannot write. Never remembered. */
export const commandProblem = z.strictObject({
  code: z.string(),
  what: z.string(),
  expected: z.string(),
});

export type CommandResult = z.infer<typeof commandResult>;
export type CommandProblem = z.infer<typeof commandProblem>;

/** What a client is told of its command. */
export type Outcome = { readonly result: CommandResult } | { readonly problem: CommandProblem };

import { z } from 'zod';

/** What a first branch file is made of: flags, or answers at a terminal. Each default holds for both. */
export const answersSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'lower-case letters, digits and inner dashes, 32 at most')
    .default('branch1')
    .describe('Id of the branch: part of every topic'),
  name: z.string().trim().min(1).max(40, 'at most 40 characters').default('My branch').describe('Name of the branch'),
  timeZone: z
    .string()
    .refine(isZone, 'an IANA time zone such as Asia/Shanghai')
    .default('Asia/Shanghai')
    .describe('Time zone'),
  counters: z.coerce
    .number('a whole number from 1 to 31')
    .int('a whole number from 1 to 31')
    .min(1, 'a whole number from 1 to 31')
    .max(31, 'a whole number from 1 to 31: so many keypads fit on one bus')
    .default(2)
    .describe('Number of counters'),
  languages: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((tag) => tag !== ''))
    .pipe(z.array(z.enum(['zh-CN', 'en'], 'zh-CN, en, or both')).min(1, 'zh-CN, en, or both'))
    .refine((tags) => new Set(tags).size === tags.length, 'zh-CN, en, or both, each once')
    .default(['zh-CN', 'en'])
    .describe('Languages of tickets, the most used first (zh-CN, en)'),
  broker: z
    .string()
    .regex(/^(?:embedded|mqtts?:\/\/\S+)$/, 'embedded, or mqtt://host:port, or mqtts://host:port')
    .default('embedded')
    .describe('MQTT broker: "embedded" for one of its own, or mqtt://host:port'),
  panel: place('Port of the button panel'),
  printer: place('Port of the ticket printer'),
  keypads: place("Port of the bus with the tellers' keypads"),
  displays: place('Port of the bus with the counter displays'),
});

/** Everything that {@link answersSchema} asks for. */
export type Answers = z.output<typeof answersSchema>;
export type AnswerName = keyof Answers;

/** In the order in which a person is asked. */
export const ANSWER_NAMES = Object.keys(answersSchema.shape) as readonly AnswerName[];
/** Those that are answered with a port of this machine. */
export const PORT_NAMES: readonly AnswerName[] = ['panel', 'printer', 'keypads', 'displays'];

/** Empty: not known yet; a placeholder is written. */
function place(description: string) {
  return z
    .string()
    .regex(/^(?:|\/\S+|[\w.-]+:\d{1,5})$/, 'a name such as /dev/serial/by-path/…, or host:port')
    .default('')
    .describe(description);
}

/** Why an answer cannot be taken; null: it can. */
export function refusalOf(name: AnswerName, text: string): string | null {
  const read = answersSchema.shape[name].safeParse(text);
  return read.success ? null : (read.error.issues[0]?.message ?? 'another answer is expected');
}

/** What holds when nothing is answered, as a person would write it. */
export function defaultOf(name: AnswerName): string {
  return String(answersSchema.shape[name].parse(undefined));
}

/** `timeZone` → `time-zone`. */
export function flagOf(name: AnswerName): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

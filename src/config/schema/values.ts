import { z } from 'zod';
import type { TimeOfDay } from '../../branch/calendar.ts';
import type { Millis } from '../../clock.ts';
import { near, nearest } from '../problems.ts';

/**
 * The kinds of value that the two files are made of. Each carries its description with unit and range, and says in
 * one phrase what was expected: the same phrase stands in messages and in the JSON Schemas.
 */
const described = (about: string, expected: string): string => `${about} Expected: ${expected}.`;

const UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const;
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|min|h)$/;

/** Milliseconds of `3s`, `20min`, `250ms`, `1.5h`; null when the text is no duration. */
export function parseDuration(text: string): Millis | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]);
}

/** A duration in the largest unit that gives a whole number: the inverse of {@link parseDuration}. */
export function formatDuration(value: Millis): string {
  const unit = (['h', 'min', 's'] as const).find((each) => value > 0 && value % UNITS[each] === 0) ?? 'ms';
  return value === 0 ? '0s' : `${value / UNITS[unit]}${unit}`;
}

/** A duration with its unit, in milliseconds once parsed. */
export function duration(about: string, least: Millis, most: Millis) {
  const expected = `a duration from ${formatDuration(least)} to ${formatDuration(most)} with its unit (ms, s, min, h)`;
  return z
    .string({ error: () => expected })
    .regex(DURATION)
    .transform((text, context) => {
      const value = parseDuration(text);
      if (value !== null && value >= least && value <= most) return value;
      context.issues.push({ code: 'custom', message: expected, input: text });
      return z.NEVER;
    })
    .describe(described(about, expected));
}

/** A whole number in a range. */
export function whole(about: string, least: number, most: number, unit = '') {
  const expected = `a whole number from ${least} to ${most}${unit && ` ${unit}`}`;
  return z
    .int({ error: () => expected })
    .min(least)
    .max(most)
    .describe(described(about, expected));
}

/** A number in a range, with decimals. */
export function decimal(about: string, least: number, most: number) {
  const expected = `a number from ${least} to ${most}`;
  return z
    .number({ error: () => expected })
    .min(least)
    .max(most)
    .describe(described(about, expected));
}

/** What YAML takes for a number or for yes or no although a person meant text: `version: 2026.1`. */
function isBareWord(input: unknown): input is number | boolean {
  return typeof input === 'number' || typeof input === 'boolean';
}

/** One line of text for people. */
export function text(about: string, most: number) {
  const expected = `text of 1 to ${most} characters on one line`;
  return z
    .string({ error: ({ input }) => (isBareWord(input) ? `${expected}, in quotes: "${input}"` : expected) })
    .regex(new RegExp(`^[^\\p{Cc}\\u2028\\u2029]{1,${most}}$`, 'u'))
    .describe(described(about, expected));
}

const ID = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** A name for machines, fit for a topic, a file name and a log field. */
export function id(about: string) {
  return idExpecting(about, 'an id of 1 to 32 lower-case letters, digits and inner dashes');
}

/**
 * The id of something that stands elsewhere.
 *
 * @param target what it should be the id of: `a service`
 */
export function reference(about: string, target: string) {
  return idExpecting(about, `the id of ${target}`);
}

function idExpecting(about: string, expected: string) {
  return z
    .string({ error: () => expected })
    .regex(ID)
    .describe(described(about, expected));
}

/** Yes or no. */
export function flag(about: string) {
  return z.boolean({ error: () => 'true or false' }).describe(described(about, 'true or false'));
}

/** One word of a closed list. */
export function choice<const W extends string>(about: string, words: readonly W[]) {
  return z
    .enum(words, {
      error: (issue) =>
        typeof issue.input === 'string' ? nearest(issue.input, words, '') : `one of ${words.join(', ')}`,
    })
    .describe(described(about, `one of ${words.join(', ')}`));
}

/** One number of a closed list. */
export function oneOf<const N extends number>(about: string, numbers: readonly N[]) {
  const expected = `one of ${numbers.join(', ')}`;
  return z.literal([...numbers], { error: () => expected }).describe(described(about, expected));
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** A language by its tag. */
export function languageTag(about: string) {
  const expected = 'a language tag such as zh-CN or en (BCP 47)';
  return z
    .string({ error: () => expected })
    .regex(LANGUAGE)
    .describe(described(about, expected));
}

/** One value for each language of the bank standard. */
export function byLanguage<V extends z.ZodType>(about: string, value: V) {
  const expected = 'a map from language tag to text, such as {zh-CN: 现金, en: Cash}';
  return z
    .record(z.string().describe('Tag of a language of the bank standard.'), value, { error: () => expected })
    .describe(described(about, expected));
}

/** A list, in the order in which it is written. */
export function list<V extends z.ZodType>(about: string, item: V, least: number, most: number) {
  const expected = `a list of ${least} to ${most} entries`;
  return z
    .array(item, { error: () => expected })
    .min(least)
    .max(most)
    .describe(described(about, expected));
}

/** A map of which every key is known: any other is refused with the nearest known one. */
export function map<S extends z.ZodRawShape>(about: string, shape: S) {
  return z.strictObject(shape).describe(about);
}

/** A path of a file or a folder; one that does not begin with `/` counts from the folder of the file it stands in. */
export function path(about: string) {
  const expected = 'a path';
  return z
    .string({ error: () => expected })
    .regex(/^[^\p{Cc}]{1,1024}$/u)
    .describe(described(about, expected));
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A time of day on the branch's own clock. */
export function timeOfDay(about: string) {
  const expected = 'a time of day from "00:00" to "23:59"';
  return z
    .string({ error: () => expected })
    .regex(TIME_OF_DAY)
    .transform((value): TimeOfDay => ({ hour: Number(value.slice(0, 2)), minute: Number(value.slice(3)) }))
    .describe(described(about, expected));
}

function isTimeZone(name: string): boolean {
  // Offsets such as +08:00 know no daylight saving time: a branch stands in a place.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zone whose city is most likely meant, quoted; null when none is near: that of Beijing is not Kuching. */
function nearestZone(name: string): string | null {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = near(cityOf(name), zones.map(cityOf));
  const zone = zones.find((each) => JSON.stringify(cityOf(each)) === city);
  return zone === undefined ? null : JSON.stringify(zone);
}

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}

/** A time zone of the IANA data base. */
export function timeZone(about: string) {
  const expected = 'an IANA time zone such as "Asia/Shanghai"';
  return z
    .string({ error: () => expected })
    .refine(isTimeZone, {
      error: (issue) => nearestZone(String(issue.input)) ?? expected,
    })
    .describe(described(about, expected));
}

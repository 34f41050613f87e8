import { z } from 'zod';

const readings = z.discriminatedUnion('kind', [
  /** Of many: the middle one, and the one that 99 of 100 do not exceed. */
  z.strictObject({ kind: z.literal('spread'), p50: z.number(), p99: z.number(), count: z.int() }),
  z.strictObject({ kind: z.literal('value'), value: z.number() }),
]);

/** What was measured. */
export type Reading = z.infer<typeof readings>;

const UNITS = ['ms', 'µs', '/s', 'MB', 'kB', 'B', '%', '×'] as const;
export type Unit = (typeof UNITS)[number];

const goals = z.strictObject({
  /** As people say it: `p99 ≤ 1.3 × raw + 2 ms`. */
  text: z.string(),
  /** The number that is held against the limit, in the unit of the figure unless the text says otherwise. */
  judged: z.number(),
  limit: z.number(),
  side: z.enum(['at-most', 'at-least']),
  /** Whether a machine that has other work may be to blame: for times, not for memory or ratios of one run. */
  isTimed: z.boolean(),
});
export type Goal = z.infer<typeof goals>;

const figures = z.strictObject({
  /** Never used for another figure: runs are compared by it. */
  id: z.string(),
  title: z.string(),
  unit: z.enum(UNITS),
  /** Null: not measured; the note says why. */
  reading: readings.nullable(),
  /** What the machine itself can do, measured in between. */
  raw: z.strictObject({ what: z.string(), reading: readings }).nullable(),
  /** Null: stated, not judged. */
  goal: goals.nullable(),
  note: z.string(),
  /** Not measured although it must be: the goal that nothing was held against, or what was no number. */
  missed: z.string().optional(),
});
export type Figure = z.infer<typeof figures>;

/** What a figure is called. */
export type Named = Pick<Figure, 'id' | 'title' | 'unit'>;

const loads = z.strictObject({
  /** Cores that others had while it was measured. */
  foreignCores: z.number(),
  /** How late a process that only sleeps was woken, ms. */
  lagP99: z.number(),
  /** Load average of the last minute before the run began: told, and no excuse for what was measured later. */
  averageBefore: z.number(),
});
export type Load = z.infer<typeof loads>;

/** `beyond` on a machine that has other work is `loaded`: a warning, no failure. `missed` fails: not measured, and must be. */
export type Verdict = 'ok' | 'beyond' | 'loaded' | 'stated' | 'not measured' | 'missed';

const results = z.strictObject({
  name: z.string(),
  seconds: z.number(),
  load: loads,
  figures: z.array(figures).readonly(),
});
/** What one bench found, and how busy others kept the machine meanwhile. */
export type BenchResult = z.infer<typeof results>;

const machines = z.strictObject({
  processor: z.string(),
  cores: z.int(),
  memoryMb: z.int(),
  kernel: z.string(),
  /** File system that the journals were on. */
  disk: z.string(),
});
export type Machine = z.infer<typeof machines>;

/** bench.json. */
export const benchFile = z.strictObject({
  version: z.literal(1),
  /** ISO 8601. */
  date: z.string(),
  commit: z.string(),
  node: z.string(),
  seed: z.int(),
  isQuick: z.boolean(),
  machine: machines,
  results: z.array(results).readonly(),
});
export type BenchFile = z.infer<typeof benchFile>;

/** Above one of these a machine counts as loaded: cores that others had, and lateness of the sleeper (p99, ms), while a row ran. */
export const LOADED = { foreignCores: 0.2, lagP99: 8 } as const;

/** Whether somebody else kept the machine busy while a bench ran. */
export function isLoaded({ foreignCores, lagP99 }: Load): boolean {
  return foreignCores > LOADED.foreignCores || lagP99 > LOADED.lagP99;
}

/** What a figure comes to. */
export function verdictOf({ reading, goal, missed }: Figure, load: Load): Verdict {
  if (!reading) return missed === undefined ? 'not measured' : 'missed';
  if (!goal) return 'stated';
  const isWithin = goal.side === 'at-most' ? goal.judged <= goal.limit : goal.judged >= goal.limit;
  if (isWithin) return 'ok';
  return goal.isTimed && isLoaded(load) ? 'loaded' : 'beyond';
}

const fourDigits = (value: number): number => Number(value.toPrecision(4));

/** A goal that less is better for. */
export function atMost(text: string, judged: number, limit: number): Goal {
  return { text, judged: fourDigits(judged), limit: fourDigits(limit), side: 'at-most', isTimed: true };
}

/** A goal that more is better for. */
export function atLeast(text: string, judged: number, limit: number): Goal {
  return { text, judged: fourDigits(judged), limit: fourDigits(limit), side: 'at-least', isTimed: true };
}

/** A goal that must be met whatever else the machine does. */
export function always(goal: Goal): Goal {
  return { ...goal, isTimed: false };
}

/**
 * A figure that could not be measured here, with the reason.
 *
 * @param why a sentence, with what helps
 * @param goal that it has where it can be measured; left out where it is stated only
 */
export function notMeasured({ id, title, unit }: Named, why: string, goal?: string): Figure {
  const missed = goal === undefined ? {} : { missed: goal };
  return { id, title, unit, reading: null, raw: null, goal: null, note: why, ...missed };
}

/** The figure itself, or, where one of its numbers is none, that it was not measured, with the number's name. */
export function proved(figure: Figure): Figure {
  const { reading, raw, goal } = figure;
  const numbers = { ...numbersOf(reading), ...numbersOf(raw?.reading ?? null, 'raw '), ...goalNumbers(goal) };
  const strange = Object.entries(numbers).flatMap(([name, value]) => (Number.isFinite(value) ? [] : [name]));
  if (strange.length === 0) return figure;
  return notMeasured(
    figure,
    `The bench has no finite number for ${strange.join(', ')}.`,
    goal?.text ?? 'a finite number',
  );
}

function numbersOf(reading: Reading | null, before = ''): Readonly<Record<string, number>> {
  if (!reading) return {};
  if (reading.kind === 'value') return { [`${before}value`]: reading.value };
  return { [`${before}p50`]: reading.p50, [`${before}p99`]: reading.p99 };
}

function goalNumbers(goal: Goal | null): Readonly<Record<string, number>> {
  return goal ? { 'what is judged': goal.judged, 'the limit': goal.limit } : {};
}

/** The number of a reading that people compare: the far end of a spread, else the value. */
export function farEnd(reading: Reading): number {
  return reading.kind === 'spread' ? reading.p99 : reading.value;
}

/** The middle of a spread, else the value. */
export function middle(reading: Reading): number {
  return reading.kind === 'spread' ? reading.p50 : reading.value;
}

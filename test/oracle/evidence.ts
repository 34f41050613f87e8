import { z } from 'zod';
import type { AlarmEvidence } from './alarms.ts';
import type { DayRule } from './business-day.ts';
import type { Smudged } from './paper.ts';
import type { RestEvidence } from './rest.ts';
import type { ScreenEvidence } from './screen.ts';
import type { SignEvidence } from './signs.ts';

/** What a branch leaves behind. Read by a judge that shares no code with the program. */
export interface Evidence {
  /** Lines of `lobbyd journal export`, all of them. */
  readonly journal: readonly string[];
  /** Payloads of `…/evt/#`, in the order of arrival, doubles included. */
  readonly messages: readonly string[];
  /** Why a message may have come twice; null where nobody knows: doubles are not judged then. */
  readonly delivery: Delivery | null;
  /** Indexes into `messages` before which the broker lost the consumer's session: there alone may a hole begin. */
  readonly lostSessions?: readonly number[];
  /** Labels on slips that were cut, in order. */
  readonly slips: readonly string[];
  /** None of `slips`: what stands on them may be anything, and is judged with `alarms` alone. */
  readonly smudged?: readonly Smudged[];
  /** Labels that a person was told. */
  readonly told: readonly string[];
  /** Who was told on a teller's pad to be called there. */
  readonly called?: readonly { readonly counter: string; readonly label: string }[];
  /** Presses that the kiosks took and that were acknowledged; left out: not counted. */
  readonly presses?: number;
  /** How many of these the log says were turned away without a ticket: too old, or the printer was known not to print. */
  readonly turnedAway?: number;
  /** What each counter's display shows at the end, when all is quiet. */
  readonly displays?: Readonly<Record<string, string>>;
  /** First line of each counter's pad at the end, when all is quiet. */
  readonly pads?: Readonly<Record<string, string>>;
  /** Number that each counter's retained state names at the end, null for none. */
  readonly retained?: Readonly<Record<string, string | null>>;
  /** What was done to the branch and what it said of it; left out: not judged. */
  readonly alarms?: AlarmEvidence;
  /** Numbers of each service; left out: any number may be issued. */
  readonly numbers?: Readonly<Record<string, NumberRule>>;
  /** Left out, or without `alarms`: not judged. */
  readonly days?: DayRule;
  readonly screen?: ScreenEvidence;
  /** Left out, or without `alarms`: signs are judged at the end alone. */
  readonly signs?: SignEvidence;
  /** How it all stands at the end; left out: not judged. */
  readonly rest?: RestEvidence;
}

/** What may make the consumer get an event once more, by indexes into {@link Evidence.messages}. */
export interface Delivery {
  /** Before these a connection went away, the daemon's or the consumer's, for whatever reason: an acknowledgement may be lost. */
  readonly cuts: readonly number[];
  /** Before these somebody asked for a replay: each event may come once more for each. */
  readonly replays: readonly number[];
  /** These the broker handed on a second time by itself. */
  readonly brokerDoubles: readonly number[];
}

/** Which numbers a service gives, in turn: `first` to `last`, anew with each business day. */
export interface NumberRule {
  readonly prefix: string;
  readonly digits: number;
  readonly first: number;
  readonly last: number;
  readonly skip: readonly number[];
}

/** What displays say without a ticket, as the stand's branch file has it. */
export const IDLE_TEXTS = { open: '----', paused: 'STOP', closed: '' } as const;

const restored = z.object({
  ticket: z.int(),
  status: z.enum(['waiting', 'called', 'serving', 'parked']),
  counter: z.string().nullable(),
});

const RECORD = z.object({
  seq: z.int().min(1),
  stream: z.string(),
  type: z.string(),
  at: z.number().optional(),
  offset: z.number().optional(),
  isTrusted: z.boolean().optional(),
  body: z.looseObject({
    counter: z.string().nullish(),
    ticket: z.int().optional(),
    alert: z.string().optional(),
    label: z.string().optional(),
    service: z.string().nullish(),
    to: z.string().optional(),
    from: z.string().nullish(),
    what: z.string().optional(),
    times: z.int().optional(),
    end: z.string().optional(),
    segment: z.string().optional(),
    rules: z.looseObject({ counters: z.array(z.looseObject({ own: z.unknown().optional() })) }).optional(),
    day: z.string().nullish(),
    queuedAt: z.number().optional(),
    booked: z.number().optional(),
    handover: z.enum(['paper', 'screen']).optional(),
    how: z.string().optional(),
    device: z.string().optional(),
    condition: z.string().optional(),
    since: z.number().optional(),
    command: z.object({ source: z.string(), key: z.string() }).nullish(),
    restored: z.array(restored).optional(),
    where: z.enum(['here', 'pool', 'queue']).optional(),
    pool: z.object({ kind: z.string() }).nullish(),
    until: z.number().nullish(),
    isBack: z.boolean().optional(),
  }),
});

/** A record of the journal, as far as a judge reads it. */
export type JournalRecord = z.infer<typeof RECORD>;

/** Reads the lines of an export. */
export function recordsOf(lines: readonly string[]): readonly JournalRecord[] {
  return lines.map((line) => RECORD.parse(JSON.parse(line)));
}

const MESSAGE = z.object({
  id: z.string(),
  sequence: z.string().regex(/^\d+$/),
  epoch: z.string(),
  type: z.string().optional(),
  data: z
    .looseObject({
      ticket: z.int().optional(),
      label: z.string().optional(),
      counter: z.string().nullish(),
      service: z.string().nullish(),
    })
    .optional(),
});

/** A published event, as far as a judge reads it. */
export type Message = z.infer<typeof MESSAGE>;

/** Reads a payload. */
export function messageOf(text: string): Message {
  return MESSAGE.parse(JSON.parse(text));
}

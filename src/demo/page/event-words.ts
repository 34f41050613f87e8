import type { HeardMessage } from '../stage.ts';

/** What a published event says, read with care: the page shows what came, whatever it is. */
export interface EventWords {
  /** The last level of the topic. */
  readonly type: string;
  /** Unix ms; null when the branch does not trust its clock. */
  readonly time: number | null;
  /** In a few words. */
  readonly gist: string;
  /** The payload, laid out for reading. */
  readonly whole: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is worth a place in one line, in this order: what says by itself what it is. A bare number does not. */
const TOLD = ['label', 'counter', 'service', 'device', 'printer', 'condition', 'reason', 'code', 'day'];

/** Reads a message. */
export function eventWords({ topic, text }: HeardMessage): EventWords {
  const type = topic.split('/').at(-1) ?? topic;
  const payload = parsed(text);
  const { data: told, time } = recordOf(payload);
  const data = recordOf(told);
  const words = TOLD.flatMap((key) => (isPlain(data[key]) ? [String(data[key])] : []));
  return {
    type,
    time: typeof time === 'string' ? Date.parse(time) : null,
    gist: [...new Set(words)].join(' · '),
    whole: payload === null ? text : JSON.stringify(payload, null, 2),
    data,
  };
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import type { ZodType } from 'zod';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { COMMANDS, commandAnswer } from './schema/commands.ts';
import { cloudEventSchema, EVENT_DATA, type PublicType } from './schema/events.ts';
import { livePanic } from './schema/live.ts';
import { availability, STATE_THINGS, STATES, type StateKind } from './schema/states.ts';

/** One kind of topic: where it is, who publishes, how, and what is on it. */
export interface TopicKind {
  /** Below `<root>/v1/<branch>/<unit>/`; `{id}` stands for one level. */
  readonly pattern: string;
  readonly publishedBy: 'lobbyd' | 'client';
  readonly qos: 1;
  readonly isRetained: boolean;
  readonly schema: ZodType;
}

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[];

/** Names of all published events. */
export const PUBLIC_TYPES: readonly PublicType[] = keysOf(EVENT_DATA);
/** Kinds of all retained states. */
export const STATE_KINDS: readonly StateKind[] = keysOf(STATES);

/** Every topic of a branch with the schema that its messages follow: the whole contract in one list. */
export const TOPICS: readonly TopicKind[] = [
  ...PUBLIC_TYPES.map((type) => ours(`evt/${type}`, false, cloudEventSchema(type))),
  ...STATE_KINDS.map((kind) => ours(`state/${STATE_THINGS[kind]}`, true, STATES[kind])),
  ours('live/panic', false, livePanic),
  ours('avail', true, availability),
  ours('res/{id}', false, commandAnswer),
  ...COMMAND_NAMES.map(
    (name): TopicKind => ({
      pattern: `cmd/${name}`,
      publishedBy: 'client',
      qos: 1,
      isRetained: false,
      schema: COMMANDS[name],
    }),
  ),
];

function ours(pattern: string, isRetained: boolean, schema: ZodType): TopicKind {
  return { pattern, publishedBy: 'lobbyd', qos: 1, isRetained, schema };
}

/**
 * The kind of a topic.
 *
 * @param topic below the branch's prefix: `state/counter/w3`
 * @returns null for a topic that the contract does not know
 */
export function topicKindOf(topic: string): TopicKind | null {
  const levels = topic.split('/');
  for (const kind of TOPICS) {
    const pattern = kind.pattern.split('/');
    if (pattern.length === levels.length && pattern.every((part, at) => part === '{id}' || part === levels[at])) {
      return kind;
    }
  }
  return null;
}

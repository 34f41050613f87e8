import type { z } from 'zod';
import { hours, minutes, ms } from '../../clock.ts';
import { PAPERS_WANTED } from '../../queue/rules-guidance.ts';
import { choice, decimal, duration, id, list, map, reference, whole } from './values.ts';

/** Some of the people who wait, whoever has looked at their papers. */
export const selectionSchema = map(
  'Some of the people who wait: those of whom everything that is given is true. Nothing given: all.',
  {
    services: list('Ids of services.', reference('A service.', 'a service'), 1, 64).optional(),
    categories: list('Categories of services.', reference('A category.', 'a category of a service'), 1, 64).optional(),
    complexity: choice('Simple or complex services.', ['simple', 'complex']).optional(),
    segments: list('Ids of segments.', reference('A segment.', 'a segment'), 1, 32).optional(),
  },
);

/** Some of the people who wait; papers may count. */
export const papersSelectionSchema = selectionSchema
  .extend({
    papers: choice('Those whose papers somebody has seen to be ready, or all others.', PAPERS_WANTED).optional(),
  })
  .describe(selectionSchema.description ?? '');

/** The keys of which a condition or a switch has exactly one. */
export const MEASURES = ['longestWait', 'waiting', 'targetUsed'] as const;

/** Each measure: what it is, and its values with unit and range. */
const measures = {
  longestWait: ['The longest wait of the selection.', (about: string) => duration(about, ms(0), hours(8))],
  waiting: ['How many of the selection wait.', (about: string) => whole(about, 0, 9_999)],
  targetUsed: [
    "The greatest share of a service's target that one of the selection has waited.",
    (about: string) => whole(about, 0, 1_000, 'per cent'),
  ],
} as const;

function bound<V extends z.ZodType>([about, value]: readonly [string, (about: string) => V]) {
  return map(about, { above: value('It holds while the measure is above this.') }).optional();
}

function band<V extends z.ZodType>([about, value]: readonly [string, (about: string) => V]) {
  return map(about, {
    above: value('The counters change when the measure is above this.'),
    below: value('They change back when it is below this; not more than above.'),
  }).optional();
}

/** While a measure of some of the people is high, they are called. */
export const conditionSchema = map(
  'A condition: while a measure of a selection is above a value, the selection is called from. Exactly one of longestWait, waiting and targetUsed.',
  {
    id: id('Stands in the journal as the rule of the call: condition/<id>.'),
    of: papersSelectionSchema,
    longestWait: bound(measures.longestWait),
    waiting: bound(measures.waiting),
    targetUsed: bound(measures.targetUsed),
  },
);

/** A part of a cycle. */
export const partSchema = map('A part of a cycle.', {
  id: id('Stands in the journal as the rule of the call: cycle/<id>.'),
  times: whole('Calls in each round.', 1, 20),
  of: papersSelectionSchema,
});

/** Calling rules of a counter. */
export const profileSchema = map('A profile: the calling rules that a counter follows.', {
  id: id('Id by which counters refer to it.'),
  kind: choice(
    'longest-wait: whoever waits longest. simple-first: simple services while any waits, then freed to the complex ones. complex-first: the reverse. score: the highest weight * (wait / target)^exponent / standardTime. cycle: the parts in turns.',
    ['longest-wait', 'simple-first', 'complex-first', 'score', 'cycle'],
  ),
  cap: duration('Wait after which a ticket goes before every other rule.', minutes(1), hours(8)),
  passOver: whole('A ticket that so many later arrivals were called before goes first.', 1, 999).optional(),
  conditions: list('Looked at in order, before the kind: the first that holds.', conditionSchema, 0, 16).prefault([]),
  exponent: decimal(
    'Of the score: 0 shortest service first, 1 accumulating priority, large: most of its target used. With simple-first, complex-first and cycle the score chooses among those who are called from; left out there: the longest wait.',
    0,
    20,
  ).optional(),
  parts: list('Of a cycle: each gets its turns in a round.', partSchema, 2, 16).optional(),
});

/** Counters that follow another profile while a measure is high. */
export const switchSchema = map(
  'Counters that follow another profile while a measure of a selection is high. Exactly one of longestWait, waiting and targetUsed.',
  {
    id: id('Stands in the journal as the rule: switch/<id>.'),
    counters: list('Ids of counters.', reference('A counter of the branch.', 'a counter'), 1, 64),
    profile: reference('The profile that they follow meanwhile.', 'a profile'),
    of: papersSelectionSchema,
    longestWait: band(measures.longestWait),
    waiting: band(measures.waiting),
    targetUsed: band(measures.targetUsed),
  },
);

export type SelectionEntry = z.output<typeof papersSelectionSchema>;
export type Profile = z.output<typeof profileSchema>;
export type Condition = z.output<typeof conditionSchema>;
export type SwitchEntry = z.output<typeof switchSchema>;

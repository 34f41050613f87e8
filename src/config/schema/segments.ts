import { z } from 'zod';
import { hours, minutes, seconds } from '../../clock.ts';
import { selectionSchema } from './profile.ts';
import { choice, duration, id, languageTag, list, map, reference, whole } from './values.ts';

const PREFIX = '1 to 10 digits in quotes, such as "622200"';

/** An issuer prefix and what it says of the customer. */
export const cardPrefixSchema = map('An issuer prefix, and the segment of the customers who have such a card.', {
  prefix: z
    .string({ error: () => PREFIX })
    .regex(/^\d{1,10}$/)
    .describe(`First digits of the card number. Expected: ${PREFIX}.`),
  segment: reference('The segment.', 'a segment'),
});

/** What the bank's cards say. Nothing of a card is kept: its first digits are looked up at the reader. */
export const cardsSchema = map('What cards say at a kiosk with a reader. Nothing of a card is kept.', {
  prefixes: list('Issuer prefixes; of several the longest counts.', cardPrefixSchema, 0, 500).prefault([]),
  limit: whole(
    'Tickets that one card may draw on a business day, at all kiosks of the branch; counted in memory, anew after a restart. 0: as many as it likes.',
    0,
    99,
  ).prefault(0),
});

/** Changing a ticket's segment. */
export const upgradeSchema = map('A person of the branch may change the segment of a ticket, with a reason.', {
  to: choice(
    'higher: to a segment of a higher rank than that of the issue, or back to that one. any: to every segment.',
    ['higher', 'any'],
  ).prefault('higher'),
  reasons: list('Codes of reasons, one of which has to be given.', id('A code.'), 1, 32).prefault(['potential-vip']),
});

/** Others whom a counter of some segments helps. */
export const helpSchema = map('Others whom a counter that is there for some segments helps.', {
  when: choice(
    'idle: while nobody of its own may be called. long-wait: whoever has waited longer than `longerThan`, whether its own wait or not.',
    ['idle', 'long-wait'],
  ),
  longerThan: duration('With when: long-wait.', minutes(1), hours(8)).optional(),
  of: selectionSchema.prefault({}),
});

/** A card reader at a kiosk. */
export const kioskCardSchema = map('Its card reader.', {
  reader: reference('The reader.', 'a device of kind card'),
  buttonWithin: duration(
    'A button that is pressed so soon after a card gives a ticket for its segment; later the card is forgotten.',
    seconds(3),
    minutes(2),
  ).prefault('20s'),
  service: reference(
    'A card gives a ticket for this service at once. Left out: a button chooses.',
    'a service',
  ).optional(),
  language: languageTag('With `service`: language of the ticket. Left out: the first of the standard.').optional(),
});

export type HelpEntry = z.output<typeof helpSchema>;
export type KioskCardEntry = z.output<typeof kioskCardSchema>;

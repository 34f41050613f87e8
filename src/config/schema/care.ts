import type { z } from 'zod';
import { minutes, seconds } from '../../clock.ts';
import { NEEDS } from '../../queue/care.ts';
import { choice, duration, list, map, reference, whole } from './values.ts';

const careButtonSchema = map('A button with which a customer says what nobody else has to know.', {
  button: whole('Number of the button on its panel, from 1; best at the edge, with a sign and no words.', 1, 99),
  segment: reference(
    'Whoever presses it is of this segment. Left out: the button of the service says it, or a card.',
    'a segment',
  ).optional(),
  needs: list(
    'What such a customer needs.',
    choice('large-type: a slip in large print; flash: a lamp at the window; pager: a pager buzzes.', NEEDS),
    1,
    NEEDS.length,
  ).optional(),
});

/** The discreet choice at a kiosk. */
export const careSchema = map('The discreet choice: pressed before the button of a service, once more takes it back.', {
  within: duration('What was chosen is forgotten after this long.', seconds(3), minutes(2)).prefault('20s'),
  buttons: list('Its buttons.', careButtonSchema, 1, 8),
});

export type CareEntry = z.output<typeof careSchema>;

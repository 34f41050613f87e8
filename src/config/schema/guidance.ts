import { z } from 'zod';
import { minutes, seconds } from '../../clock.ts';
import { byLanguage, decimal, duration, id, list, map, reference, text, whole } from './values.ts';

const hours = (value: number) => minutes(60 * value);
const services = (about: string) => list(about, reference('A service.', 'a service'), 1, 64);
const segments = (about: string) => list(about, reference('A segment.', 'a segment'), 1, 32);

/** Customers of a service who are offered a machine. */
export const diversionSchema = map(
  'A simple service that a machine does as well: customers are offered one before they get a number, in branches that have one.',
  {
    segments: segments('Ids of the segments whose customers are asked. Left out: all.').optional(),
    fromWaiting: whole('Asked while at least so many wait for the service.', 0, 1_000).prefault(1),
  },
);

/** What papers that are ready count for. */
export const papersSchema = map('What it counts for that somebody has seen the papers of a customer to be ready.', {
  headStart: duration('As if the customer had waited this much longer.', seconds(0), hours(4)).prefault('0s'),
  weight: decimal('By this the weight of service and segment is multiplied in a score.', 0.01, 100).prefault(1),
});

/** A message of the bank. */
export const messageSchema = map('A message of the bank to customers: on slips, and on screens that read it.', {
  id: id('Id of the message.'),
  texts: byLanguage('What it says in each language.', text('A message.', 60)),
  services: services('Ids of the services whose customers read it. Left out: all.').optional(),
  segments: segments(
    'Ids of the segments whose customers read it: on their own slip and screen, never in the hall. Left out: all.',
  ).optional(),
});

const TOPIC = 'a topic without wildcards';

/** A machine where customers serve themselves. */
export const machineSchema = map(
  'A machine where customers serve themselves. It says on MQTT, retained, whether it may be used and how many stand there.',
  {
    id: id('Id by which topics, logs and reports refer to it.'),
    names: byLanguage('What customers read in each language.', text('A name.', 24)),
    services: services('Ids of the services that it does: those with a diversion in the bank standard.'),
    topic: z
      .string({ error: () => TOPIC })
      .regex(/^[^#+\p{Cc}]{1,200}$/u)
      .describe(`Where it publishes {"usable": true, "queue": 0}, retained. Expected: ${TOPIC}.`),
    queueBelow: whole('It is offered while fewer stand there.', 1, 99).prefault(3),
  },
);

/** What a customer says yes with at a kiosk. */
export const kioskYes = {
  yesButton: whole(
    'Number of a button that says yes: to a machine that is offered, and that the papers are ready.',
    1,
    99,
  ).optional(),
  papersWithin: duration(
    'With `yesButton`: so long after a number for a service with forms the kiosk asks whether the papers are ready. 0s: it does not.',
    seconds(0),
    minutes(1),
  ).prefault('0s'),
};

export type Message = z.output<typeof messageSchema>;
export type Machine = z.output<typeof machineSchema>;

import { z } from 'zod';
import { hours, minutes, seconds } from '../clock.ts';
import { counterSchema } from '../config/schema/branch.ts';
import { machineSchema } from '../config/schema/guidance.ts';
import { date, hoursSchema, interval } from '../config/schema/hours.ts';
import { profileSchema, switchSchema } from '../config/schema/profile.ts';
import { segmentSchema, serviceSchema } from '../config/schema/standard.ts';
import {
  byLanguage,
  choice,
  decimal,
  duration,
  id,
  list,
  map,
  path,
  reference,
  text,
  whole,
} from '../config/schema/values.ts';
import { arrivalsSchema, patienceSchema, returnsSchema, serviceTimeSchema } from './schema-times.ts';

/**
 * The scenario file. What it shares with bank standard and branch file is made from their schemas: only what no day can
 * do without is asked for.
 */

/** A wait that nobody reaches, ms: some eleven thousand years. */
export const NO_CAP = 360_000_000_000_000;
const CAP_EXPECTED = 'a duration from 1min to 8h with its unit (ms, s, min, h), or none';
const cap = profileSchema.shape.cap;

/** A profile of a scenario: here alone nobody has to be called after a longest wait. */
export const scenarioProfileSchema = profileSchema.extend({
  cap: z
    .union([z.literal('none').transform(() => NO_CAP), cap], { error: () => CAP_EXPECTED })
    .describe(
      `Wait after which a ticket goes before every other rule; none: there is no such wait. Expected: ${CAP_EXPECTED}.`,
    ),
});

/** A service of a scenario: names and numbers may be left out. */
export const scenarioServiceSchema = serviceSchema.extend({
  names: serviceSchema.shape.names.optional(),
  category: serviceSchema.shape.category.prefault('other'),
  numbers: serviceSchema.shape.numbers.optional(),
});

/** A segment of a scenario: its names may be left out. */
export const scenarioSegmentSchema = segmentSchema.extend({ names: segmentSchema.shape.names.optional() });

/** A counter of a scenario. */
export const scenarioCounterSchema = counterSchema.extend({
  number: counterSchema.shape.number.optional(),
  profile: counterSchema.shape.profile.optional(),
});

/** A machine of a scenario: it speaks to nobody. */
export const scenarioMachineSchema = machineSchema.extend({
  names: machineSchema.shape.names.optional(),
  topic: machineSchema.shape.topic.optional(),
});

const counters = list('Ids of counters.', reference('A counter.', 'a counter'), 1, 200);
const present = list('From when to when; an empty list: not at all.', interval, 0, 8);

const staffSchema = map(
  'When there is a teller at some counters. Counters in no entry have one as long as anybody waits.',
  {
    counters,
    present,
  },
);

const paceSchema = map(
  'Counters whose tellers are slower or faster than others. Counters in no entry take as long as serviceTimes says.',
  {
    counters,
    takes: decimal('By this each time at the window is multiplied: 1.3 is slower by three tenths.', 0.1, 10),
  },
);

const usableSchema = map('When a machine may be used. A machine in no entry may be used all day.', {
  machines: list('Ids of machines.', reference('A machine.', 'a machine'), 1, 32),
  usable: present,
});

const tellersSchema = map('What passes between customers.', {
  comes: duration('From a call until the customer is at the window.', seconds(0), minutes(10)).prefault('0s'),
  between: duration('From the end of a service until the teller presses next.', seconds(0), minutes(30)).prefault('0s'),
  looksFor: duration('How long a teller looks for somebody who has left.', seconds(0), minutes(10)).prefault('30s'),
});

const compareSchema = map('Rules to compare. Without `profile` each counter follows its own.', {
  id: id('Id in tables and on the command line.'),
  names: byLanguage('Its name in each language.', text('A name.', 60)).optional(),
  profile: reference('The profile that all counters follow.', 'a profile').optional(),
  at: list(
    'Counters that follow another one.',
    map('Counters, and the profile that they follow.', { counters, profile: reference('The profile.', 'a profile') }),
    0,
    200,
  ).prefault([]),
});

const steadySchema = map(
  'No day but a long time at the same rates, to see what a rule comes to in the long run. An unstable one is refused.',
  {
    lasts: duration('How long customers come.', minutes(1), hours(1_000_000)),
    warmUp: duration('Who comes before this is not counted.', seconds(0), hours(100_000)),
  },
);

const note = text('A line.', 400);

/** A scenario. */
export const scenarioSchema = map(
  'A scenario of lobbyd: customers, tellers and rules of a day that `lobbyd simulate` plays on the queue of the branch.',
  {
    names: byLanguage('What the scenario is called in each language.', text('A name.', 80)),
    about: byLanguage('What it shows, in each language.', text('A text.', 600)).optional(),
    sources: list('Where its figures come from.', note, 0, 12).prefault([]),
    seed: whole('The same seed gives the same days.', 0, 4_294_967_295).prefault(1),
    replications: whole('Days that are played.', 1, 10_000).prefault(20),
    branch: path(
      'A branch file, with the bank standard that it names: what they say holds but for what the lists below say otherwise.',
    ).optional(),
    date: date.prefault('2026-03-02'),
    services: list(
      'Services; one with the id of one of the branch stands in its place.',
      scenarioServiceSchema,
      0,
      64,
    ).prefault([]),
    segments: list('Segments, likewise. Without any: ordinary.', scenarioSegmentSchema, 0, 32).prefault([]),
    counters: list('Counters, likewise.', scenarioCounterSchema, 0, 200).prefault([]),
    profiles: list('Profiles, likewise.', scenarioProfileSchema, 0, 32).prefault([]),
    machines: list('Machines, likewise.', scenarioMachineSchema, 0, 32).prefault([]),
    switches: list('Counters that follow another profile while a measure is high.', switchSchema, 0, 32).prefault([]),
    hours: hoursSchema.describe('Opening hours; left out: those of the branch, else always open.').optional(),
    arrivals: list('Customers who come.', arrivalsSchema, 1, 2_000),
    serviceTimes: list('How long they are served.', serviceTimeSchema, 1, 400),
    patience: list('How long they wait.', patienceSchema, 0, 400).prefault([]),
    acceptsMachine: decimal('Share of those who are offered a machine and go there.', 0, 100).prefault(50),
    tellers: tellersSchema.prefault({}),
    staff: list('Tellers who are not there all day.', staffSchema, 0, 200).prefault([]),
    pace: list('Tellers who are slower or faster.', paceSchema, 0, 200).prefault([]),
    returns: returnsSchema.optional(),
    machineHours: list('Machines that cannot be used all day.', usableSchema, 0, 32).prefault([]),
    compare: list('Rules to compare, the first is what the others are compared with.', compareSchema, 1, 12).prefault([
      { id: 'as-configured' },
    ]),
    steady: steadySchema.optional(),
    estimates: choice(
      'told: each customer is told how long it will be, and the result says how true that was. none: nobody is, which is faster. Left out: told where there are hours, else none.',
      ['told', 'none'],
    ).optional(),
    picture: duration(
      'Step of the picture of the hall; left out: one that suits the day.',
      seconds(10),
      hours(24),
    ).optional(),
  },
);

export type ScenarioDocument = z.output<typeof scenarioSchema>;
export type CompareEntry = z.output<typeof compareSchema>;

import { z } from 'zod';
import { hours, minutes, ms, seconds } from '../../clock.ts';
import { alertsSchema } from './alerts.ts';
import { estimatesSchema } from './estimates.ts';
import { diversionSchema, messageSchema, papersSchema } from './guidance.ts';
import { holidaySchema, hoursRulesSchema, limitsSchema, serviceHours } from './hours.ts';
import { profileSchema } from './profile.ts';
import { cardsSchema, upgradeSchema } from './segments.ts';
import { byLanguage, choice, decimal, duration, flag, id, languageTag, list, map, text, whole } from './values.ts';
import { referralReasonSchema, stepSchema, visitSchema } from './visit.ts';

const name = text('What customers and tellers read.', 40);

/** A language that tickets and screens are made in. */
export const languageSchema = map('A language.', {
  tag: languageTag('Tag by which everything else refers to it.'),
  name: text('Its own name.', 40),
});

/** Who a customer is. */
export const segmentSchema = map('A segment: who the customer is.', {
  id: id('Id by which buttons and rules refer to it.'),
  names: byLanguage('Its name in each language. Never shown in the hall.', name),
  headStart: duration(
    'Its people count as if they had waited this much longer, wherever waits are compared; a cap counts what was really waited.',
    seconds(0),
    hours(4),
  ).prefault('0s'),
  weight: decimal('By this the weight of a service is multiplied in a score.', 0.01, 100).prefault(1),
  rank: whole('An upgrade leads to a segment of a higher rank.', 0, 99).prefault(0),
  announce: choice('Who is told when one of its people comes: the lobby, over MQTT. Left out: nobody.', [
    'lobby',
  ]).optional(),
});

/** How a service's numbers run. */
export const numbersSchema = map('How the numbers of the service run.', {
  prefix: z
    .string({ error: () => 'one or two capital letters' })
    .regex(/^[A-Z]{1,2}$/)
    .describe('Letters before the number. Expected: one or two capital letters.'),
  first: whole('First number.', 0, 9_999).prefault(1),
  last: whole('Last number; after it the first free one follows.', 1, 9_999),
  digits: whole('Digits of a number, filled up with zeros.', 1, 4).prefault(3),
  skip: list('Numbers that are never issued.', whole('A number.', 0, 9_999), 0, 1_000).prefault([]),
});

/** What a customer comes for. */
export const serviceSchema = map('A service: what a customer comes for.', {
  id: id('Id by which counters and buttons refer to it.'),
  category: id('Group of services for reports and rules: account, wealth, settlement, cash …'),
  complexity: choice('Whether it is quick work at the window or takes a consultation.', ['simple', 'complex']),
  names: byLanguage('Its name in each language.', name),
  numbers: numbersSchema,
  targetWait: duration('The wait that the bank promises.', seconds(30), hours(4)),
  standardTime: duration('Time standard of the whole service; the first guess of its length.', seconds(10), hours(4)),
  weight: decimal('What a wait for it counts in a score.', 0.01, 100).prefault(1),
  steps: list('Stages of the service, in order.', stepSchema, 0, 12).prefault([]),
  forms: byLanguage(
    'Papers and forms that the customer prepares while waiting, printed on the ticket.',
    list('One line each.', text('A paper or a form.', 60), 0, 12),
  ).prefault({}),
  diversion: diversionSchema.optional(),
  isIssuing: flag('False: live tickets are still served, no new ones are issued.').prefault(true),
  ...serviceHours,
});

const parkingSchema = map(
  'Tickets that tellers set aside: in no queue until somebody calls them or their time has come.',
  {
    pool: choice(
      'Who may call it when nobody says: the counter that parked it, its teller at whatever counter, or the branch, which is every counter of the service.',
      ['counter', 'teller', 'branch'],
    ).prefault('counter'),
    returnAfter: duration(
      'It returns to its queue by itself after this long, at the place of its arrival. 0s: it stays until somebody calls it.',
      seconds(0),
      hours(8),
    ).prefault('20min'),
    most: whole('Tickets parked at one time.', 1, 1_000).prefault(50),
    atDayEnd: choice('What becomes of parked tickets when the next business day begins.', ['expire', 'keep']).prefault(
      'expire',
    ),
  },
);

/** Rules of a return after a no-show. */
export const lateReturnSchema = map(
  'Customers who were a no-show and come all the same: in time by `withinNumbers`, or by `within`; either is enough.',
  {
    withinNumbers: whole(
      'In time while at most so many numbers of its service were called since. 0: numbers do not count.',
      0,
      99,
    ).prefault(3),
    within: duration('In time for so long. 0s: time does not count.', seconds(0), hours(8)).prefault('10min'),
    place: choice(
      'Where the customer stands again: first, after so many (`after`), last, or by the original arrival.',
      ['first', 'after', 'last', 'original'],
    ).prefault('after'),
    after: whole('With place "after": customers who stand before.', 1, 99).prefault(2),
    times: whole('How often one visit may come back. 0: never.', 0, 9).prefault(1),
  },
);

/** Rules of appointments. */
export const appointmentsSchema = map('Customers who have booked a time.', {
  checkInBefore: duration('Checking in begins so long before the time.', seconds(0), hours(8)).prefault('30min'),
  checkInAfter: duration(
    'So long after it the customer is still on time: waits from the booked time on.',
    seconds(0),
    hours(4),
  ).prefault('10min'),
  expiresAfter: duration(
    'Later than that a customer who comes waits as any other, until the appointment is forgotten so long after its time.',
    minutes(1),
    hours(24),
  ).prefault('2h'),
  most: whole('Appointments that stand at one time.', 0, 10_000).prefault(500),
});

/** Marks that customers give. */
export const ratingSchema = map('Marks that customers give when a service is over.', {
  within: duration(
    'For so long after the end of the service. 0s: nobody is asked for a mark.',
    seconds(0),
    hours(1),
  ).prefault('3min'),
  scale: whole('Marks go from 1, the worst, to this.', 2, 10).prefault(5),
  correctWithin: duration(
    'Another mark within this time of the last one corrects it. 0s: the first counts.',
    seconds(0),
    minutes(5),
  ).prefault('10s'),
  tellBelow: whole('The lobby manager is told of a mark below this. Left out: of none.', 2, 10).optional(),
});

const rulesSchema = map('Rules that are the same at every counter.', {
  undoWindow: duration(
    'A teller may undo next, finish, no-show, park, transfer, handoff and referral for this long.',
    seconds(0),
    minutes(5),
  ).prefault('30s'),
  callableAfter: duration(
    'A ticket whose print was not confirmed becomes callable this long after issue.',
    ms(500),
    minutes(1),
  ).prefault('3s'),
  requestLasts: duration('A press on "next" with nobody waiting stands for this long.', seconds(30), hours(4)).prefault(
    '10min',
  ),
  recallLimit: whole('Recalls of one call.', 0, 20).prefault(3),
  isArrivalKeptOnTransfer: flag('Whether a transferred ticket keeps its original arrival in its new queue.').prefault(
    true,
  ),
  parking: parkingSchema.prefault({}),
  lateReturn: lateReturnSchema.prefault({}),
  appointments: appointmentsSchema.prefault({}),
  hours: hoursRulesSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  estimates: estimatesSchema.prefault({}),
  visit: visitSchema.prefault({}),
  upgrade: upgradeSchema.prefault({}),
  rating: ratingSchema.prefault({}),
  papers: papersSchema.prefault({}),
  endedKept: whole('Ended visits kept at hand for late return and rating.', 0, 10_000).prefault(500),
});

/** The bank standard: one file for all branches. */
export const standardSchema = map(
  'The bank standard of lobbyd: services, segments, profiles and rules, the same in every branch.',
  {
    version: text('Version of the standard, as the bank counts them.', 40),
    languages: list('Languages of tickets and screens, the most used first.', languageSchema, 1, 8),
    segments: list('Segments of customers.', segmentSchema, 1, 32),
    profiles: list('Profiles that counters may follow.', profileSchema, 1, 32),
    services: list('Services, in the order in which tellers number them for a transfer.', serviceSchema, 1, 64),
    referralReasons: list(
      'Why tellers hand customers to the client manager, in the order in which they number them.',
      referralReasonSchema,
      0,
      32,
    ).prefault([]),
    messages: list('Messages of the bank to customers.', messageSchema, 0, 64).prefault([]),
    holidays: list('Holidays of the bank, the same in every branch.', holidaySchema, 0, 64).prefault([]),
    cards: cardsSchema.prefault({}),
    rules: rulesSchema.prefault({}),
    alerts: alertsSchema.prefault({}),
  },
);

/** A bank standard as its schema gives it. */
export type StandardDocument = z.output<typeof standardSchema>;
export type Language = z.output<typeof languageSchema>;
export type Segment = z.output<typeof segmentSchema>;
export type Service = z.output<typeof serviceSchema>;

import { hours, seconds } from '../../clock.ts';
import { byLanguage, choice, duration, flag, id, list, map, reference, text, whole } from './values.ts';

/** Places of somebody who is sent on. */
const PLACES = ['first', 'original', 'last'] as const;

/** A stage of a service. */
export const stepSchema = map('A stage of the service.', {
  id: id('Id of the step.'),
  standard: duration('Time standard of the step.', seconds(5), hours(4)),
  doneBy: choice(
    'Who does it: the counter that serves the customer, or others that list the step: a second review in the back office.',
    ['counter', 'others'],
  ).prefault('counter'),
});

/** Steps that a counter does for others. */
export const counterStepSchema = map('A step that this counter does for others.', {
  step: reference('A step of the bank standard that others do.', 'a step'),
  services: list(
    'Of these services alone; left out: of all that have it.',
    reference('A service of the bank standard.', 'a service'),
    1,
    64,
  ).optional(),
});

/** Whether a counter is in the back office. */
export const isBackFlag = flag(
  'A counter of the back office: does steps for others on papers, has no display, and no number is called there.',
);

/** Rules of visits of several services, counters or tellers. */
export const visitSchema = map('Visits of several services, counters or tellers.', {
  most: whole('Services on one ticket.', 1, 9).prefault(3),
  order: choice('How they follow: as the customer asked, or the shortest time standard first.', [
    'asked',
    'shortest',
  ]).prefault('asked'),
  nextPlace: choice(
    'Where the customer stands in the queue of the next service: before all, by the arrival at the branch, or behind all.',
    PLACES,
  ).prefault('original'),
  transferPlace: choice(
    'Where a transferred customer stands when the teller does not say; left out: as isArrivalKeptOnTransfer says.',
    PLACES,
  ).optional(),
  referralPlace: choice('Where a referred customer stands.', ['first', 'original']).prefault('original'),
  delay: duration('How long a delayed transfer takes when the teller does not say.', seconds(10), hours(8)).prefault(
    '10min',
  ),
  pools: choice(
    'Who waits for a window or its teller goes before its queue, or only before those who came later. Whoever has waited as long as the cap and came before goes first all the same.',
    ['first', 'arrival'],
  ).prefault('first'),
});

/** Why tellers hand customers to the client manager. */
export const referralReasonSchema = map('Why a teller hands a customer to the client manager.', {
  id: id('Its code in records.'),
  names: byLanguage('What tellers read in each language.', text('What tellers read.', 40)),
  service: reference(
    'Where such customers go when the teller does not say; left out: the teller has to.',
    'a service',
  ).optional(),
});

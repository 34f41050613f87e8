import type { z } from 'zod';
import { minutes, seconds } from '../../clock.ts';
import { duration, flag, list, map, reference, whole } from './values.ts';

const isOn = flag('False: there is no such alert.').prefault(true);
const people = (about: string) => whole(about, 1, 9_999, 'people');
const percent = (about: string) => whole(about, 1, 1_000, 'per cent');

const above = 'Raised when it is more than this.';
const below = 'Cleared when it is less than this; not more than above.';

const KINDS = {
  waitOver: map("Somebody waits longer than the service's target: one alert a queue, which lists whom.", {
    isOn,
    above: percent(`Share of the target. ${above}`).prefault(100),
    below: percent(`Share of the target. ${below}`).prefault(80),
  }),
  serviceOver: map('A service at a counter takes longer than its standard time.', {
    isOn,
    above: whole(`Share of the standard time. ${above}`, 100, 1_000, 'per cent').prefault(200),
  }),
  counterIdle: map('A counter is open and neither calls nor asks for anybody, while somebody waits whom it serves.', {
    isOn,
    after: duration('Raised after this long.', seconds(5), minutes(120)).prefault('3min'),
  }),
  queueLong: map('Too many people wait in one queue.', {
    isOn,
    above: people(above).prefault(20),
    below: people(below).prefault(15),
    services: list(
      'Services that have numbers of their own.',
      map('A service with its own numbers.', {
        service: reference('The service.', 'a service'),
        above: people(above),
        below: people(below),
      }),
      0,
      64,
    ).prefault([]),
  }),
  allQueuesLong: map('Too many people wait in all queues together.', {
    isOn,
    above: people(above).prefault(60),
    below: people(below).prefault(45),
  }),
  passedOver: map('Later arrivals were called before somebody too often: one alert a queue, which lists whom.', {
    isOn,
    times: whole('Raised when so many were.', 1, 999).prefault(10),
  }),
  clockUntrusted: map('The wall clock is not trusted: tickets carry no time, no day begins, no schedule switches.', {
    isOn,
    after: duration('Raised after this long.', seconds(0), minutes(240)).prefault('5min'),
  }),
  diskNearlyFull: map('The disk of the journal is nearly full.', {
    isOn,
    free: whole('Raised when less is free; cleared when a quarter more is.', 10, 1_000_000, 'MB').prefault(500),
  }),
  panicKey: map('Tellers may call for help: the panic key of a keypad, or 0, 0, 0, clear; nothing shows it.', { isOn }),
} as const;

/** What the lobby manager is told of, in the bank standard. */
export const alertsSchema = map('What the lobby manager is told of.', {
  waitOver: KINDS.waitOver.prefault({}),
  serviceOver: KINDS.serviceOver.prefault({}),
  counterIdle: KINDS.counterIdle.prefault({}),
  queueLong: KINDS.queueLong.prefault({}),
  allQueuesLong: KINDS.allQueuesLong.prefault({}),
  passedOver: KINDS.passedOver.prefault({}),
  clockUntrusted: KINDS.clockUntrusted.prefault({}),
  diskNearlyFull: KINDS.diskNearlyFull.prefault({}),
  panicKey: KINDS.panicKey.prefault({}),
});

/** The same in the branch file: each kind that is given stands in place of that of the standard. */
export const branchAlertsSchema = map(
  'What the lobby manager of this branch is told of otherwise: a kind that is given stands in place of that of the bank standard, whole.',
  {
    waitOver: KINDS.waitOver.optional(),
    serviceOver: KINDS.serviceOver.optional(),
    counterIdle: KINDS.counterIdle.optional(),
    queueLong: KINDS.queueLong.optional(),
    allQueuesLong: KINDS.allQueuesLong.optional(),
    passedOver: KINDS.passedOver.optional(),
    clockUntrusted: KINDS.clockUntrusted.optional(),
    diskNearlyFull: KINDS.diskNearlyFull.optional(),
    panicKey: KINDS.panicKey.optional(),
  },
);

export type Alerts = z.output<typeof alertsSchema>;
export type BranchAlerts = z.output<typeof branchAlertsSchema>;

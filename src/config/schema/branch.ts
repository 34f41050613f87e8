import type { z } from 'zod';
import { minutes, seconds } from '../../clock.ts';
import type { AnyDriver } from '../../devices/driver.ts';
import { branchAlertsSchema } from './alerts.ts';
import { careSchema } from './care.ts';
import { deviceSchema } from './device.ts';
import { kioskYes, machineSchema } from './guidance.ts';
import {
  branchPerDay,
  branchServiceSchema,
  dates,
  dayStartsAt,
  holidayIds,
  holidaySchema,
  hoursSchema,
  weekdays,
} from './hours.ts';
import { httpSchema } from './http.ts';
import { lockOutSchema, pausesAfter } from './lock-out.ts';
import { mqttSchema } from './mqtt.ts';
import { peopleSchema } from './people.ts';
import { powerSchema } from './power.ts';
import { switchSchema } from './profile.ts';
import { helpSchema, kioskCardSchema } from './segments.ts';
import {
  byLanguage,
  choice,
  duration,
  flag,
  id,
  languageTag,
  list,
  map,
  path,
  reference,
  text,
  timeOfDay,
  timeZone,
  whole,
} from './values.ts';
import { counterStepSchema, isBackFlag } from './visit.ts';
import { lineSchema, wireSchema } from './wire.ts';

/** What stands for "has no printer". */
export const NO_PRINTER = 'none';

/** A window. */
export const counterSchema = map('A counter: a window where a teller serves.', {
  id: id('Id by which topics, logs and rules refer to it.'),
  number: whole('What displays and voice call it: window 3.', 1, 999),
  services: list(
    'Ids of the services that are served here.',
    reference('A service of the bank standard.', 'a service'),
    0,
    64,
  ),
  profile: reference('The profile that it follows until it is told another.', 'a profile'),
  noShowWithin: duration(
    'For a keypad with one button: "next" within this time of a call says that nobody came; later it ends the visit. Left out: it always ends the visit.',
    seconds(2),
    minutes(5),
  ).optional(),
  pausesAfter: pausesAfter.optional(),
  steps: list('What it does for other counters.', counterStepSchema, 0, 12).prefault([]),
  isBack: isBackFlag.prefault(false),
  display: reference(
    'The display above the window; only a counter of the back office has none.',
    'a device of kind display',
  ).optional(),
  opens: choice(
    'Who brings it to work: the teller who sits down, or the clock at its hours; the clock closes it as well.',
    ['by-teller', 'by-schedule'],
  ).prefault('by-teller'),
  hours: hoursSchema.optional(),
  segments: list(
    'Ids of the segments that it is there for; others it calls only where `helps` says so. Left out: everybody.',
    reference('A segment.', 'a segment'),
    1,
    32,
  ).optional(),
  helps: list('With `segments`: others whom it helps.', helpSchema, 1, 8).optional(),
  keypad: reference(
    "The teller's keypad. Without one the counter is worked through MQTT.",
    'a device of kind keypad',
  ).optional(),
  ratingPad: reference(
    'A keypad in front of the customer: its digits are the marks of the service that has ended.',
    'a device of kind keypad',
  ).optional(),
  ratingButtons: reference(
    'Buttons in front of the customer, one a mark: button 1 is the worst. Instead of a rating pad, or beside it.',
    'a device of kind panel',
  ).optional(),
});

const buttonSchema = map('What a button is for.', {
  button: whole('Number of the button on its panel, from 1.', 1, 99),
  service: reference('The service that a ticket is issued for.', 'a service'),
  segment: reference('The segment of customers who press it.', 'a segment'),
  language: languageTag('The language of the ticket: one of the bank standard.'),
});

/** Where customers take a number. */
export const kioskSchema = map('A kiosk: where customers take a number.', {
  id: id('Id by which topics, logs and rules refer to it.'),
  panel: reference('Its buttons.', 'a device of kind panel'),
  printer: reference(
    `Its ticket printer; "${NO_PRINTER}": numbers are told on its screen.`,
    `a device of kind printer, or ${NO_PRINTER}`,
  ),
  whenPrinterNotReady: choice(
    'What it does while the printer is out of paper, open or gone: refuse to issue, or tell the number on its screen.',
    ['refuse', 'screen'],
  ).prefault('refuse'),
  severalWithin: duration(
    'A customer may press more than one button for a ticket with several services: the number comes so long after the last press, or when a button is pressed again. 0s: it comes at once, for one service.',
    seconds(0),
    seconds(30),
  ).prefault('0s'),
  reader: reference(
    'Reads the codes of slips and appointments that customers show it. Left out: they ask the staff.',
    'a device of kind reader',
  ).optional(),
  lockOut: lockOutSchema.optional(),
  card: kioskCardSchema.optional(),
  care: careSchema.optional(),
  ...kioskYes,
  buttons: list('Its buttons.', buttonSchema, 1, 99),
});

/** A wire that several units share. */
export const busSchema = map('A bus: one RS-485 wire that several units share.', {
  id: id('Id by which devices refer to it.'),
  wire: wireSchema,
  line: lineSchema
    .describe('Line settings. Left out: those that its units ask for; given: they must be the same.')
    .optional(),
});

const clockSchema = map(
  'When the wall clock of the machine may be believed. Untrusted: tickets carry no time of day.',
  {
    trust: choice(
      'synchronised: while `synchronisedFile` exists. hardware-clock: also while `hardwareClock` exists and is ahead of the journal. always: another machine keeps the clock.',
      ['synchronised', 'hardware-clock', 'always'],
    ).prefault('synchronised'),
    synchronisedFile: path('File that the time service makes once the clock is set.').prefault(
      '/run/systemd/timesync/synchronized',
    ),
    hardwareClock: path('Device of the battery-backed clock.').prefault('/dev/rtc0'),
    checkEvery: duration('How often it is looked at again.', seconds(1), minutes(10)).prefault('10s'),
  },
);

/** Texts of the counter displays. */
export const displaysSchema = map(
  'What counter displays say when no ticket stands on them. ASCII; cut to their width.',
  {
    idle: text('The counter is open, nobody is called.', 40).prefault('----'),
    paused: text('The counter is paused.', 40).prefault('STOP'),
    closed: text('The counter is closed.', 40).prefault(' '),
    evacuated: text('The building is evacuated: on all displays, whoever was called. A blank: all dark.', 40).prefault(
      'EXIT',
    ),
    seat: text(
      'The customer is told to sit down until the number is called again; for as long as a call blinks.',
      40,
    ).prefault('SIT'),
    blink: duration('How long a call and a recall blink.', seconds(0), minutes(2)).prefault('8s'),
  },
);

const ticketSchema = map('What stands on a ticket.', {
  logoText: text("First line, large; left out: the name of the branch in the customer's language.", 24).optional(),
  farewell: byLanguage('Last lines.', list('One line each.', text('A line.', 48), 0, 6)).prefault({}),
  isBilingual: flag('Whether each line also stands in the first other language of the standard.').prefault(true),
  arePeopleAheadPrinted: flag('Whether the number of people ahead is printed.').prefault(true),
  isTimePrinted: flag('Whether date and time are printed (never while the clock is not trusted).').prefault(true),
  areFormsPrinted: flag('Whether the papers and forms to prepare are printed.').prefault(true),
  areMessagesPrinted: flag('Whether the messages of the bank are printed.').prefault(true),
  isQrPrinted: flag('Whether the code for late return is printed.').prefault(true),
});

const profileTimeSchema = map(
  'At a time of day counters begin to follow a profile: on days of the week that are no holiday, on holidays, on dates; where none of the three is given, every day.',
  {
    at: timeOfDay('When.'),
    days: weekdays.optional(),
    holidays: holidayIds.optional(),
    dates: dates.optional(),
    counters: list('Ids of counters.', reference('A counter of the branch.', 'a counter'), 1, 200),
    profile: reference('The profile; left out: each its own.', 'a profile').optional(),
  },
);

/**
 * The schema of a branch file.
 *
 * @param catalogue the drivers that its devices may name; each brings the schema of its settings
 */
export function branchSchema(catalogue: readonly AnyDriver[]) {
  return map('A branch of lobbyd: its counters, kiosks and devices, and how this machine runs it.', {
    id: id('Id of the branch: part of every topic.'),
    name: byLanguage('Its name in each language.', text('A name.', 40)),
    timeZone: timeZone('Where the branch stands.'),
    dayStartsAt,
    standard: path('The bank standard, seen from the folder of this file.'),
    optsOut: list(
      'Services of the standard that this branch does not offer.',
      reference('A service.', 'a service'),
      0,
      64,
    ).prefault([]),
    counters: list('Counters.', counterSchema, 1, 200),
    switches: list('Counters that follow another profile while a measure is high.', switchSchema, 0, 32).prefault([]),
    profileSchedule: list('Profiles by the time of day.', profileTimeSchema, 0, 64).prefault([]),
    hours: hoursSchema.optional(),
    holidays: list(
      'Holidays of this place; one with the id of one of the bank standard stands for it.',
      holidaySchema,
      0,
      64,
    ).prefault([]),
    services: list(
      'Services with other hours or limits than in the bank standard.',
      branchServiceSchema,
      0,
      64,
    ).prefault([]),
    perDay: branchPerDay,
    machines: list('Machines where customers serve themselves.', machineSchema, 0, 32).prefault([]),
    kiosks: list('Kiosks.', kioskSchema, 0, 32).prefault([]),
    buses: list('Shared wires.', busSchema, 0, 32).prefault([]),
    devices: list('Devices.', deviceSchema(catalogue), 0, 500).prefault([]),
    journal: map('The journal: the truth of what happened.', {
      directory: path('Folder of the journal, on a local disk, for lobbyd alone.').prefault('/var/lib/lobbyd'),
    }).prefault({}),
    clock: clockSchema.prefault({}),
    mqtt: mqttSchema.prefault({}),
    http: httpSchema.optional(),
    people: peopleSchema.prefault([]),
    power: powerSchema.prefault({}),
    logLevel: choice('The least serious thing that is logged.', ['debug', 'info', 'warn', 'error']).prefault('info'),
    displays: displaysSchema.prefault({}),
    ticket: ticketSchema.prefault({}),
    alerts: branchAlertsSchema.prefault({}),
  });
}

/** A branch as its schema gives it. */
export type BranchDocument = z.output<ReturnType<typeof branchSchema>>;
export type CounterEntry = z.output<typeof counterSchema>;
export type KioskEntry = z.output<typeof kioskSchema>;
export type DisplaysEntry = z.output<typeof displaysSchema>;
export type BusEntry = z.output<typeof busSchema>;
export type { DeviceEntry } from './device.ts';

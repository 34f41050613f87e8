import { type Millis, minutes } from '../../../src/clock.ts';
import type { Config } from '../../../src/config/config.ts';
import { timeOfDay } from '../../../src/config/schema/values.ts';
import { smallBranch } from '../../branch/branches.ts';
import { chance } from '../../stand/chance.ts';

/** What makes the branch of one simulated day another one than that of the next. */
export interface BranchKind {
  /** `HH:MM` of Shanghai; the doors open at 09:00. */
  readonly dayStartsAt: string;
  readonly whenPrinterNotReady: 'refuse' | 'screen';
  /** Two, or more: each with a pad and a sign of its number. */
  readonly counters: number;
}

/** As many as a bus of pads bears without anybody having to wait. */
const MANY = 6;
const USUAL_START = '03:00';
const DOORS_OPEN: Millis = minutes(9 * 60);
/** Draws of a day's branch are none of the day's own. */
const OTHER_DRAWS = 0x6b43a9b5;
const known = new Map<string, Config>();
const START = timeOfDay('When the business day starts.');

/** The branch of a seed: on every second day the business day begins while people wait. */
export function kindOf(seed: number, openFor: Millis): BranchKind {
  const draw = chance(seed ^ OTHER_DRAWS);
  const minute = DOORS_OPEN / minutes(1) + 1 + draw.below(Math.max(1, Math.floor(openFor / minutes(1)) - 1));
  const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return {
    dayStartsAt: draw.is(0.5) ? time : USUAL_START,
    whenPrinterNotReady: draw.is(0.5) ? 'screen' : 'refuse',
    counters: draw.is(0.2) ? MANY : 2,
  };
}

/** Short slips, signs that are soon painted again. The files are read once a process: days differ in a time of day as well. */
export function branchOf({ dayStartsAt, ...kind }: BranchKind): Config {
  const name = Object.values(kind).join(' ');
  const config = known.get(name) ?? load(kind);
  known.set(name, config);
  return { ...config, branch: { ...config.branch, dayStartsAt: START.parse(dayStartsAt) } };
}

function load({ whenPrinterNotReady, counters }: Omit<BranchKind, 'dayStartsAt'>): Config {
  const more = Array.from({ length: counters - 2 }, (_, index) => index + 3);
  const after = (line: string, make: (number: number) => string): readonly [string, string] => [
    line,
    [line, ...more.map(make)].join('\n  - '),
  ];
  return smallBranch(
    after(
      '{ id: counter2, number: 2, services: [cash], profile: longest-wait, display: display2, keypad: keypad2 }',
      (number) =>
        `{ id: counter${number}, number: ${number}, services: [cash, account], profile: longest-wait, display: display${number}, keypad: keypad${number} }`,
    ),
    after(
      '{ id: keypad2, driver: keypad-line, bus: bus1, settings: { address: 2 } }',
      (number) => `{ id: keypad${number}, driver: keypad-line, bus: bus1, settings: { address: ${number} } }`,
    ),
    after(
      '{ id: display2, driver: display-alpha, bus: bus2, settings: { address: 2, width: 4 } }',
      (number) =>
        `{ id: display${number}, driver: display-alpha, bus: bus2, settings: { address: ${number}, width: 4, repeatEvery: 5, configureEvery: 1 } }`,
    ),
    ['whenPrinterNotReady: refuse', `whenPrinterNotReady: ${whenPrinterNotReady}`],
    ['settings: { address: 1, width: 4 }', 'settings: { address: 1, width: 4, repeatEvery: 5, configureEvery: 1 }'],
    ['settings: { address: 2, width: 4 }', 'settings: { address: 2, width: 4, repeatEvery: 5, configureEvery: 1 }'],
    ['columns: 42 }', 'columns: 42, statusEveryMs: 3000 }'],
    [
      'displays: {',
      'clock: { checkEvery: 10min }\nticket: { isBilingual: false, areFormsPrinted: false, isQrPrinted: false }\ndisplays: {',
    ],
  );
}

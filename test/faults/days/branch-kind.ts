import { type Millis, minutes } from '../../../src/clock.ts';
import type { Config } from '../../../src/config/config.ts';
import { smallBranch } from '../../branch/branches.ts';
import { chance } from '../../stand/chance.ts';

/** What makes the branch of one simulated day another one than that of the next. */
export interface BranchKind {
  /** `HH:MM` of Shanghai; the doors open at 09:00. */
  readonly dayStartsAt: string;
  readonly whenPrinterNotReady: 'refuse' | 'screen';
}

const USUAL_START = '03:00';
const DOORS_OPEN: Millis = minutes(9 * 60);
/** Draws of a day's branch are none of the day's own. */
const OTHER_DRAWS = 0x6b43a9b5;
const known = new Map<string, Config>();

/** The branch of a seed: on every second day the business day begins while people wait. */
export function kindOf(seed: number, openFor: Millis): BranchKind {
  const draw = chance(seed ^ OTHER_DRAWS);
  const minute = DOORS_OPEN / minutes(1) + 1 + draw.below(Math.max(1, Math.floor(openFor / minutes(1)) - 1));
  const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return {
    dayStartsAt: draw.is(0.5) ? time : USUAL_START,
    whenPrinterNotReady: draw.is(0.5) ? 'screen' : 'refuse',
  };
}

/** Short slips, signs that are soon painted again. */
export function branchOf({ dayStartsAt, whenPrinterNotReady }: BranchKind): Config {
  const name = `${dayStartsAt} ${whenPrinterNotReady}`;
  const config = known.get(name) ?? load(dayStartsAt, whenPrinterNotReady);
  known.set(name, config);
  return config;
}

function load(dayStartsAt: string, whenPrinterNotReady: string): Config {
  return smallBranch(
    ['dayStartsAt: "03:00"', `dayStartsAt: "${dayStartsAt}"`],
    ['whenPrinterNotReady: refuse', `whenPrinterNotReady: ${whenPrinterNotReady}`],
    ['settings: { address: 1, width: 4 }', 'settings: { address: 1, width: 4, repeatEvery: 5 }'],
    ['settings: { address: 2, width: 4 }', 'settings: { address: 2, width: 4, repeatEvery: 5 }'],
    ['columns: 42 }', 'columns: 42, statusEveryMs: 3000 }'],
    [
      'displays: {',
      'clock: { checkEvery: 10min }\nticket: { isBilingual: false, areFormsPrinted: false, isQrPrinted: false }\ndisplays: {',
    ],
  );
}

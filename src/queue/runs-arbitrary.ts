import fc from 'fast-check';

/** What fast-check tries where nobody says how often. */
const USUAL = 100;

/**
 * How often a property is tried.
 *
 * @param few what `npm test` has the time for; a campaign (`LOBBYD_TIMES=20`) tries so many times as often
 */
export const runs = (few: number): number => Math.round((few * (fc.readConfigureGlobal().numRuns ?? USUAL)) / USUAL);

import { minutes } from '../../../src/clock.ts';
import { runDay } from './day.ts';
import { HOWS, type How } from './nth-store.ts';

/** The n-th use of the disk of a short day, and how it goes wrong. */
export interface NthUse {
  readonly n: number;
  readonly how: How;
}

/** How a short day went whose n-th use of the disk went wrong. */
export interface NthEnd extends NthUse {
  readonly wrong: readonly string[];
}

/** The same for a use that the day may not have, or that cannot go wrong in this way; a day that broke off does not tell. */
export interface NthDay extends NthEnd {
  readonly use: 'went wrong' | 'cannot' | 'none' | 'unknown';
}

/** How much is asked of a campaign. */
export interface CampaignWords {
  readonly runs?: string;
  readonly minutes?: string;
  readonly jobs?: string;
  readonly uses?: boolean;
}

/** Whether the short days are played: asked for, or nobody has bounded the whole ones. */
export function areUsesPlayed({ runs, minutes, uses = false }: CampaignWords): boolean {
  return uses || (runs === undefined && minutes === undefined);
}

/** Enough for every kind of event. */
const CUSTOMERS = 4;

/** What is wrong with a day that came to no end. */
export function brokeOff(caught: unknown): string {
  return `the day broke off: ${caught instanceof Error ? (caught.stack ?? caught.message) : String(caught)}`;
}

/** Lets one use of the disk go wrong. A day that breaks off is one with something wrong. */
export async function nthDay(seed: number, { n, how }: NthUse): Promise<NthDay> {
  const wishes = { seed, customers: CUSTOMERS, mishaps: 0, openFor: minutes(8), nth: { n, how } };
  try {
    const { wrong, hasNth, isWrongNth } = await runDay(wishes);
    return { n, how, wrong, use: isWrongNth ? 'went wrong' : hasNth ? 'cannot' : 'none' };
  } catch (caught) {
    return { n, how, wrong: [brokeOff(caught)], use: 'unknown' };
  }
}

/**
 * Lets the first use of the disk go wrong, then the second, and so on in every way, until a day has no such use.
 *
 * @param every looks only at each so many-th use
 */
export async function* nthOperations(seed: number, every = 1): AsyncGenerator<NthEnd> {
  for (let n = 1 + (seed % every); ; n += every) {
    let isThere = false;
    for (const how of HOWS) {
      const { wrong, use } = await nthDay(seed, { n, how });
      if (use === 'none') break;
      isThere ||= use !== 'unknown';
      // Of the operations that read, each can only fail.
      if (use !== 'cannot') yield { n, how, wrong };
    }
    if (!isThere) return;
  }
}

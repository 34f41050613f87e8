import type { Duration } from './rules.ts';

/** A minute, for the rooms that see the queue and no clock. */
export const MINUTE: Duration = 60_000;

import type { ServiceId } from './rules.ts';
import type { QueueState } from './state.ts';
import type { Tally } from './state-hours.ts';

const NOTHING: Tally = { issued: 0, refused: 0, asked: 0, insisted: 0 };

/** What a service had to do with customers today. */
export function tallyOf({ tallies }: Pick<QueueState, 'tallies'>, service: ServiceId): Tally {
  return tallies.get(service) ?? NOTHING;
}

/** Numbers of the whole branch today. */
export function issuedToday({ tallies }: Pick<QueueState, 'tallies'>): number {
  let issued = 0;
  for (const tally of tallies.values()) issued += tally.issued;
  return issued;
}

/** Customers of today whom a service was promised to, with the number or besides: what its capacity is compared with. */
export function promisedToday(state: Pick<QueueState, 'tallies'>, service: ServiceId): number {
  const { issued, further = 0 } = tallyOf(state, service);
  return issued + further;
}

/** Counts something of a service; with -1 takes it back. */
export function count(state: QueueState, service: ServiceId, what: keyof Tally, by: 1 | -1 = 1): void {
  const { issued, further, refused, asked, insisted } = tallyOf(state, service);
  const tally: { -readonly [K in keyof Tally]: Tally[K] } =
    further === undefined ? { issued, refused, asked, insisted } : { issued, further, refused, asked, insisted };
  tally[what] = (tally[what] ?? 0) + by;
  state.tallies.set(service, tally);
}

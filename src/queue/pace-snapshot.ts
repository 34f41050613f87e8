import { type Leaving, NOBODY_LEFT } from './leaving.ts';
import type { Arrivals, Learned, Pace, ServicePace, Visit } from './pace.ts';
import type { CounterId, SegmentId, ServiceId } from './rules.ts';

/** Balances of earlier builds do not say how long people had waited. */
type SnapshotServicePace = Omit<ServicePace, 'waited'> & Partial<Pick<ServicePace, 'waited'>>;

/** The pace as plain JSON. */
export interface PaceSnapshot {
  readonly services: readonly (readonly [ServiceId, SnapshotServicePace])[];
  readonly counters: readonly (readonly [ServiceId, readonly (readonly [CounterId, Learned])[]])[];
  readonly absence: Learned;
  readonly gap: Learned;
  /** Left out in the balances of earlier builds, which did not learn it. */
  readonly leaving?: Leaving;
  readonly arrivals: readonly (readonly [ServiceId, readonly (readonly [SegmentId, Arrivals])[]])[];
  readonly unsettled: readonly (readonly [CounterId, Visit])[];
}

/** The pace as plain JSON, sorted by names; undefined while nothing is learned. */
export function paceSnapshot(pace: Pace): PaceSnapshot | undefined {
  if (pace.arrivals.size === 0 && pace.unsettled.size === 0 && pace.services.size === 0) return undefined;
  return {
    services: sorted(pace.services),
    counters: sorted(pace.counters).map(([service, here]) => [service, sorted(here)]),
    absence: pace.absence,
    gap: pace.gap,
    leaving: pace.leaving,
    arrivals: sorted(pace.arrivals).map(([service, here]) => [service, sorted(here)]),
    unsettled: sorted(pace.unsettled),
  };
}

/** Writes a snapshot into a pace of which nothing is known; none where the balance is older than the learning. */
export function restorePace(pace: Pace, from: PaceSnapshot | undefined): void {
  if (!from) return;
  for (const [service, each] of from.services) pace.services.set(service, { ...each, waited: each.waited ?? 0 });
  for (const [service, here] of from.counters) pace.counters.set(service, new Map(here));
  pace.absence = from.absence;
  pace.gap = from.gap;
  pace.leaving = from.leaving ?? NOBODY_LEFT;
  for (const [service, here] of from.arrivals) pace.arrivals.set(service, new Map(here));
  for (const [counter, visit] of from.unsettled) pace.unsettled.set(counter, visit);
}

function sorted<V>(map: ReadonlyMap<string, V>): (readonly [string, V])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

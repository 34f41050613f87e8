import type { Alert, SnapshotAlerts } from './alerts.ts';
import { alertKey } from './alerts.ts';
import { armAll } from './evolve/alert-watch.ts';
import type { QueueState } from './state.ts';

/** The alerts of a state as plain JSON. */
export function alertsIn({ alerts }: Readonly<QueueState>): SnapshotAlerts {
  return {
    last: alerts.last,
    standing: [...alerts.standing.values()].sort((a, b) => numberOf(a) - numberOf(b)).map(copyAlert),
    pending: [...alerts.pending].sort(),
    idleSince: [...alerts.idleSince].sort(([a], [b]) => (a < b ? -1 : 1)),
    untrustedSince: alerts.untrustedSince,
  };
}

/** Takes the alerts of a snapshot over into a state that has its tickets and counters; without any: there are none. */
export function restoreAlerts(state: QueueState, from: SnapshotAlerts | undefined): void {
  const { alerts } = state;
  alerts.last = from?.last ?? 0;
  for (const alert of from?.standing ?? []) alerts.standing.set(alertKey(alert), copyAlert(alert));
  for (const key of from?.pending ?? []) alerts.pending.add(key);
  for (const [counter, since] of from?.idleSince ?? []) alerts.idleSince.set(counter, since);
  alerts.untrustedSince = from?.untrustedSince ?? null;
  armAll(state);
}

function numberOf({ id }: Alert): number {
  return Number(id.slice(1));
}

/** Field by field: the order of the keys must not depend on how the record came to be. */
function copyAlert(alert: Alert): Alert {
  const { id, kind, service, counter, since, teller, tickets, times, acknowledged } = alert;
  return { id, kind, service, counter, since, teller, tickets: [...tickets], times, acknowledged };
}

import { concernedCounters, concernedTickets } from '../queue/alert-measures.ts';
import { type Alert, type AlertTicket, alertKey, alertPlace, type DeviceAlert } from '../queue/alerts.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { QueueState } from '../queue/state.ts';

/** How much it matters that somebody comes at once. */
export type Severity = 'urgent' | 'warning' | 'note';

/** An alert as the lobby manager sees it, whether the queue or a device has raised it. */
export interface AlertView {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** Branch time. */
  readonly since: number;
  /** How often it was raised: a panic key may be pressed again. */
  readonly times: number;
  readonly service: string | null;
  readonly device: string | null;
  /** The counters concerned now. */
  readonly counters: readonly string[];
  /** The customers concerned now, the most urgent first; at most 20. */
  readonly tickets: readonly AlertTicket[];
  readonly acknowledged: DeviceAlert['acknowledged'];
}

const SEVERITIES: Readonly<Record<string, Severity>> = {
  panic: 'urgent',
  'all-queues-long': 'urgent',
  'disk-trouble': 'urgent',
  'paper-out': 'urgent',
  'cover-open': 'urgent',
  'cutter-jam': 'urgent',
  'printer-fault': 'urgent',
  'service-over-time': 'note',
  'paper-near-end': 'note',
  'key-held': 'note',
  garbled: 'note',
  'no-hanzi': 'note',
};

/** How much an alert of this kind matters. */
export function severityOf(kind: string): Severity {
  return Object.hasOwn(SEVERITIES, kind) ? (SEVERITIES[kind] ?? 'warning') : 'warning';
}

const RANKS: readonly Severity[] = ['urgent', 'warning', 'note'];

/**
 * All alerts that stand, the most urgent first, of equal ones the oldest.
 *
 * @param devices what devices have raised
 * @param now branch time
 */
export function alertViews(
  state: Readonly<QueueState>,
  devices: readonly DeviceAlert[],
  now: number,
): readonly AlertView[] {
  const own = [...state.alerts.standing.values()].map((alert) => queueAlert(state, alert, now));
  const views = [...own, ...devices.map(deviceAlert)];
  return views.sort((a, b) => rank(a) - rank(b) || a.since - b.since || (a.id < b.id ? -1 : 1));
}

function rank({ severity }: AlertView): number {
  return RANKS.indexOf(severity);
}

function queueAlert(state: Readonly<QueueState>, alert: Alert, now: number): AlertView {
  const { id, kind, since, times, service, acknowledged } = alert;
  const index = state.rules && indexOf(state.rules);
  const place = alertPlace(alertKey(alert));
  // A call for help is about who was there then.
  const isOfThen = kind === 'panic' || !index;
  return {
    id,
    kind,
    severity: severityOf(kind),
    since,
    times,
    service,
    device: null,
    counters: index ? concernedCounters(state, index, place, now) : [],
    tickets: isOfThen ? alert.tickets : concernedTickets(state, index, place, now),
    acknowledged: acknowledged && { at: acknowledged.at, by: acknowledged.by.kind, person: acknowledged.person },
  };
}

function deviceAlert({ id, kind, device, since, acknowledged }: DeviceAlert): AlertView {
  const severity = severityOf(kind);
  return { id, kind, severity, since, times: 1, service: null, device, counters: [], tickets: [], acknowledged };
}

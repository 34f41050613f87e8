import { type Alert, type AlertPlace, alertKey, findAlert } from '../alerts.ts';
import { contradict } from '../contradiction.ts';
import type { EventOf } from '../events.ts';
import type { QueueState } from '../state.ts';

/** The lobby manager is told of something: once, until it is over. */
export function raised(state: QueueState, event: EventOf<'alert-raised'>): void {
  const { alerts } = state;
  const place: AlertPlace = { kind: event.kind, service: event.service, counter: event.counter };
  const key = alertKey(place);
  if (event.alert !== `a${alerts.last + 1}`) contradict(event, `${event.alert} after a${alerts.last}`);
  if (alerts.standing.has(key)) contradict(event, `${key} stands already`);
  alerts.last += 1;
  alerts.pending.delete(key);
  alerts.standing.set(key, {
    ...place,
    id: event.alert,
    since: event.at,
    teller: event.teller,
    tickets: event.tickets,
    times: 1,
    acknowledged: null,
  });
}

/** The same call for help once more. */
export function repeated(state: QueueState, event: EventOf<'alert-repeated'>): void {
  const alert = standing(state, event);
  if (event.times !== alert.times + 1) contradict(event, `call ${event.times} after ${alert.times}`);
  state.alerts.standing.set(alertKey(alert), { ...alert, times: event.times });
}

/** A person takes care of it. Alerts of devices stand elsewhere. */
export function acknowledged(state: QueueState, event: EventOf<'alert-acknowledged'>): void {
  if (event.device !== null) return;
  const alert = standing(state, event);
  if (alert.acknowledged) contradict(event, `${alert.id} was acknowledged`);
  const { at, actor: by, person } = event;
  state.alerts.standing.set(alertKey(alert), { ...alert, acknowledged: { at, by, person } });
}

/** What it was raised for is over. */
export function cleared(state: QueueState, event: EventOf<'alert-cleared'>): void {
  const key = alertKey(standing(state, event));
  state.alerts.standing.delete(key);
  state.alerts.pending.delete(key);
}

function standing(state: QueueState, event: EventOf<'alert-repeated' | 'alert-acknowledged' | 'alert-cleared'>): Alert {
  const alert = findAlert(state.alerts, event.alert);
  if (!alert || alert.kind !== event.kind) throw contradict(event, `${event.alert} does not stand`);
  return alert;
}

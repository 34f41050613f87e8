import { concernedCounters, concernedTickets, measuredAt, raiseAt } from '../alert-measures.ts';
import {
  type AlertId,
  type AlertKey,
  type AlertPlace,
  alertAge,
  alertKey,
  alertPlace,
  type DeviceAlertRef,
  findAlert,
} from '../alerts.ts';
import type { CommandOf } from '../commands.ts';
import { dueOf } from '../due.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/** A teller calls for help: told until a person acknowledges it, and told again when the key is pressed again. */
export function panic(situation: Situation, { counter }: CommandOf<'panic'>): Outcome {
  const { state, index } = situation;
  if (!index.rules.alerts?.panic) return refuse({ code: 'no-panic-key' });
  if (!state.counters.has(counter)) return refuse({ code: 'unknown-counter', counter });
  const place: AlertPlace = { kind: 'panic', service: null, counter };
  const standing = state.alerts.standing.get(alertKey(place));
  if (!standing) return accept([raised(situation, place, 1)], done(null));
  const { id: alert, kind } = standing;
  return accept([draft({ type: 'alert-repeated', alert, kind, times: standing.times + 1 }, counter)], done(null));
}

/** A person takes care of an alert. A call for help is over with it; everything else stands until its cause is gone. */
export function acknowledge(situation: Situation, command: CommandOf<'acknowledge-alert'>): Outcome {
  if (command.of) return acknowledgeDevice(command.alert, command.of, command.person);
  const alert = findAlert(situation.state.alerts, command.alert);
  if (!alert) return refuse({ code: 'no-such-alert', alert: command.alert });
  if (alert.acknowledged) return refuse({ code: 'already-acknowledged', alert: alert.id });
  const { id, kind, service, counter } = alert;
  const told = draft(
    { type: 'alert-acknowledged', alert: id, kind, service, device: null, person: command.person },
    counter,
  );
  return accept(kind === 'panic' ? [told, cleared(situation, alertKey(alert))] : [told], done(null));
}

function acknowledgeDevice(alert: AlertId, of: DeviceAlertRef, person: string | null): Outcome {
  const { device, kind, isAcknowledged } = of;
  if (isAcknowledged) return refuse({ code: 'already-acknowledged', alert });
  return accept([draft({ type: 'alert-acknowledged', alert, kind, service: null, device, person })], done(null));
}

/** What of the alerts is due: those whose time has come are raised, those that events have made so raised or cleared. */
export function settleAlerts(situation: Situation): Draft[] {
  const { alerts, due } = situation.state;
  const keys = new Set<AlertKey>();
  for (const { name } of due.until(situation.now)) {
    const thing = dueOf(name);
    if (thing.kind === 'alert') keys.add(thing.id);
    if (thing.kind === 'alerts') for (const key of alerts.pending) keys.add(key);
  }
  let count = 0;
  return [...keys].sort().flatMap((key) => {
    const over = alerts.standing.has(key) ? [cleared(situation, key)] : [];
    if (over.length > 0 && !isWrongAgain(situation, alertPlace(key))) return over;
    count += 1;
    return [...over, raised(situation, alertPlace(key), count)];
  });
}

/** Whether time has brought about anew what events had ended: a tick leaves nothing due. */
function isWrongAgain({ state, index, now }: Situation, place: AlertPlace): boolean {
  const at = raiseAt(state, index, place);
  return at === 'now' || (at !== null && at <= now);
}

/** @param nth of this decision */
function raised({ state, index, now }: Situation, place: AlertPlace, nth: number): Draft {
  const { kind, service, counter } = place;
  return draft(
    {
      type: 'alert-raised',
      alert: `a${state.alerts.last + nth}`,
      kind,
      service,
      tickets: concernedTickets(state, index, place, now),
      counters: concernedCounters(state, index, place, now),
      measured: measuredAt(state, place, now),
    },
    counter,
  );
}

function cleared({ state, now }: Situation, key: AlertKey): Draft {
  const alert = state.alerts.standing.get(key);
  const { kind, service, counter } = alertPlace(key);
  const body = { alert: alert?.id ?? '', kind, service, lasted: alert ? alertAge(alert, now) : 0 };
  return draft({ type: 'alert-cleared', ...body }, counter);
}

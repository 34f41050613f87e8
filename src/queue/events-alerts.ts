import type { AlertId, AlertKind, AlertTicket } from './alerts.ts';
import type { CounterId, Duration, ServiceId } from './rules.ts';

/** What the lobby manager is told. The counter that an alert is about stands in the head. */
export type AlertBody =
  | {
      readonly type: 'alert-raised';
      readonly alert: AlertId;
      readonly kind: AlertKind;
      readonly service: ServiceId | null;
      /** The customers concerned, the most urgent first; at most 20. */
      readonly tickets: readonly AlertTicket[];
      /** The counters concerned: for a queue those that serve it. */
      readonly counters: readonly CounterId[];
      /** What was measured: ms, people or calls, by the kind. */
      readonly measured: number;
    }
  /** The same call for help once more. */
  | { readonly type: 'alert-repeated'; readonly alert: AlertId; readonly kind: AlertKind; readonly times: number }
  /**
   * A person takes care of it. `person`: an id of the branch, as the client gave it. `device`: the alert is of this one,
   * and the queue has not raised it.
   */
  | {
      readonly type: 'alert-acknowledged';
      readonly alert: AlertId;
      readonly kind: string;
      readonly service: ServiceId | null;
      readonly device: string | null;
      readonly person: string | null;
    }
  | {
      readonly type: 'alert-cleared';
      readonly alert: AlertId;
      readonly kind: AlertKind;
      readonly service: ServiceId | null;
      /** Since it was raised. */
      readonly lasted: Duration;
    };

/** Version of each event's shape in the journal. */
export const ALERT_VERSIONS: { readonly [T in AlertBody['type']]: number } = {
  'alert-raised': 1,
  'alert-repeated': 1,
  'alert-acknowledged': 1,
  'alert-cleared': 1,
};

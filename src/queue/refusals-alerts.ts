import type { AlertId } from './alerts.ts';

/** Why an alert was not acknowledged, or nobody called for help. */
export type AlertRefusal =
  /** None stands under this id: it is over, or never was. */
  | { readonly code: 'no-such-alert'; readonly alert: AlertId }
  /** Somebody takes care of it already. */
  | { readonly code: 'already-acknowledged'; readonly alert: AlertId }
  /** The rules know no call for help. */
  | { readonly code: 'no-panic-key' };

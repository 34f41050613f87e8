import type { Incident } from '../incidents.ts';
import type { ConnectEnd } from './connection.ts';

/** So many connections in a row that did not stand make one incident, not one each. */
export const UNSTEADY_FROM = 3;

/** What is over once a connection is made. */
export const CONNECTING_INCIDENTS = [
  'mqtt/unreachable',
  'mqtt/refused',
  'mqtt/not-authorised',
  'mqtt/not-trusted',
  'mqtt/lost',
] as const;

/** Bad user name or password, not authorised, banned. */
const NOT_AUTHORISED: ReadonlySet<number> = new Set([4, 5, 134, 135, 138]);

/** A try that gave no connection, as the technician reads it. */
export function failedIncident(end: Exclude<ConnectEnd, { readonly kind: 'connected' }>): Incident {
  const what = `no connection to the broker: ${end.reason}`;
  switch (end.kind) {
    case 'untrusted':
      return {
        code: 'mqtt/not-trusted',
        what,
        next: "check mqtt.caFile, the name in mqtt.url against the broker's certificate, its dates and this machine's clock",
        isFault: true,
      };
    case 'refused':
      if (NOT_AUTHORISED.has(end.code)) {
        const next = 'check user name, password, certificate and the access rights at the broker';
        return { code: 'mqtt/not-authorised', what, next, isFault: true };
      }
      return { code: 'mqtt/refused', what, next: AWAY };
    case 'unreachable':
      return { code: 'mqtt/unreachable', what, next: AWAY };
  }
}

const AWAY = 'check the broker and the network; the branch works on, events wait in the journal';

/** A connection that was there is gone. */
export function lostIncident(reason: string): Incident {
  return {
    code: 'mqtt/lost',
    what: `the connection to the broker is gone: ${reason}`,
    next: 'nothing: it is made again by itself; events wait in the journal',
  };
}

/** Brokers throw out the older of two clients with one id, most of them without a word. */
export function unsteadyIncident(clientId: string): Incident {
  return {
    code: 'mqtt/unsteady',
    what: `the broker ends each connection soon after it is made, ${UNSTEADY_FROM} times in a row by now`,
    next: `look for another client with the id ${clientId}: a second daemon, a test tool; then at the broker's log`,
    isFault: true,
  };
}

import type { Log } from './devices/log.ts';
import type { FaultCode } from './errors.ts';

/** Something that is wrong for a while. */
export interface Incident {
  readonly code: FaultCode;
  readonly what: string;
  /** The next step for the person who reads it. */
  readonly next: string;
  /** Only a person can end it: logged as an error, not as a warning. */
  readonly isFault?: boolean;
}

/** Logs each incident once when it starts and once when it is over, with how often it came meanwhile. */
export interface Incidents {
  raise(incident: Incident, fields?: object): void;
  clear(code: FaultCode, message: string): void;
  /** What is wrong now. */
  standing(): readonly Incident[];
}

/**
 * Keeps the log readable while a broker is away for a day: the first time is a warning, the repeats are counted.
 * A standing incident whose words change is logged again. Bounded by the codes of the room that keeps it.
 */
export function incidentLog(log: Log): Incidents {
  const open = new Map<FaultCode, { incident: Incident; repeats: number }>();
  return {
    raise(incident, fields = {}) {
      const known = open.get(incident.code);
      if (known && known.incident.what === incident.what) {
        known.repeats += 1;
        return;
      }
      open.set(incident.code, { incident, repeats: known ? known.repeats + 1 : 0 });
      const level = incident.isFault ? 'error' : 'warn';
      log[level]({ code: incident.code, ...fields }, `${incident.what}; next: ${incident.next}`);
    },
    clear(code, message) {
      const known = open.get(code);
      if (!known) return;
      open.delete(code);
      log.info({ code, repeats: known.repeats }, message);
    },
    standing: () => [...open.values()].map(({ incident }) => incident),
  };
}

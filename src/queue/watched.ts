import { type AlertKey, type AlertKind, type AlertPlace, alertKey, alertPlace } from './alerts.ts';
import { dueName } from './due.ts';
import type { CounterId, ServiceId } from './rules.ts';

/** What one alert may be raised for, with the names that it goes by: they are asked for at every event. */
export interface Watched extends AlertPlace {
  readonly key: AlertKey;
  /** Of its instant in the heap. */
  readonly due: string;
  /** Whether time alone raises it. */
  readonly isTimed: boolean;
}

/** The alerts of a queue. */
export interface WatchedQueue {
  readonly waitOver: Watched;
  readonly long: Watched;
  readonly passedOver: Watched;
}

/** The alerts of a counter. */
export interface WatchedCounter {
  readonly overTime: Watched;
  readonly idle: Watched;
}

/** What alerts look at, by what it is about; grows with the services and counters that have ever been asked for under these rules. */
export interface WatchBook {
  queue(service: ServiceId): WatchedQueue;
  counter(id: CounterId): WatchedCounter;
}

const TIMED: ReadonlySet<AlertKind> = new Set([
  'wait-over-target',
  'service-over-time',
  'counter-idle',
  'clock-untrusted',
]);

/** What a key stands for. */
export function watchedBy(key: AlertKey): Watched {
  const place = alertPlace(key);
  return { ...place, key, due: dueName({ kind: 'alert', id: key }), isTimed: TIMED.has(place.kind) };
}

/** The alerts of the branch as a whole. */
export const WATCHED_BRANCH = { all: ofBranch('all-queues-long'), clock: ofBranch('clock-untrusted') } as const;

function ofBranch(kind: AlertKind): Watched {
  return watchedBy(alertKey({ kind, service: null, counter: null }));
}

/** An empty book. */
export function watchBook(): WatchBook {
  const queues = new Map<ServiceId, WatchedQueue>();
  const counters = new Map<CounterId, WatchedCounter>();
  return {
    queue(service) {
      let queue = queues.get(service);
      if (!queue) {
        const watch = (kind: AlertKind): Watched => watchedBy(alertKey({ kind, service, counter: null }));
        queue = { waitOver: watch('wait-over-target'), long: watch('queue-long'), passedOver: watch('passed-over') };
        queues.set(service, queue);
      }
      return queue;
    },
    counter(id) {
      let counter = counters.get(id);
      if (!counter) {
        const watch = (kind: AlertKind): Watched => watchedBy(alertKey({ kind, service: null, counter: id }));
        counter = { overTime: watch('service-over-time'), idle: watch('counter-idle') };
        counters.set(id, counter);
      }
      return counter;
    },
  };
}

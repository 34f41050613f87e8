import { isStranded } from '../queue/appointments.ts';
import { missedView, nextAppointments, parkedView } from '../views/aside.ts';
import { isoOf, wallTimeOf } from './events-body.ts';
import type { Painted, StateSources } from './state-views.ts';

/** Who stands in no queue: parked, missed, expected at a time. */

type Sources = Pick<StateSources, 'branch'>;

/** Tickets that are set aside. */
export function paintParked(sources: Sources): Painted<'parked'> {
  const tickets = parkedView(sources.branch.committed).map(({ label, service, pool, counter, since, until }) => ({
    label,
    service,
    pool,
    counter,
    since: wallTimeOf(sources.branch, since),
    until: wallTimeOf(sources.branch, until),
  }));
  return { tickets };
}

/** No-shows that could come back now: as time goes on fewer can, which is told with the next change. */
export function paintMissed(sources: Sources): Painted<'missed'> {
  const { committed } = sources.branch;
  const tickets = missedView(committed, sources.branch.now()).map(({ label, service, since, called }) => ({
    label,
    service,
    called,
    since: wallTimeOf(sources.branch, since),
  }));
  return { tickets };
}

/** Appointments that nobody has checked in for. */
export function paintAppointments({ branch: { committed } }: Sources): Painted<'appointments'> {
  const next = nextAppointments(committed).flatMap(({ reference, service, time }) => {
    const at = isoOf(time);
    const gone = committed.rules && isStranded(committed.rules, service) ? ({ isServiceGone: true } as const) : {};
    return at === null ? [] : [{ reference, service, time: at, ...gone }];
  });
  return { count: committed.appointments.size, next };
}

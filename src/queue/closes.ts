import type { ScheduledInstant } from './instants.ts';
import type { Instant, ServiceId } from './rules.ts';

/** When everything is over for the last time on one day; null: not by the hours. */
interface LastHours {
  readonly branch: Instant | null;
  readonly services: ReadonlyMap<ServiceId, Instant | null>;
}

const kept = new WeakMap<readonly ScheduledInstant[], LastHours>();

/**
 * When the last hours of the branch or of a service are over today, whichever comes first; null: not any more today, or
 * never. A break is not the end.
 *
 * @param instants of a day: never changed in place, and looked through once
 */
export function closesAt(instants: readonly ScheduledInstant[], service: ServiceId, now: Instant): Instant | null {
  if (instants.length === 0) return null;
  let last = kept.get(instants);
  if (!last) {
    last = lastOf(instants);
    kept.set(instants, last);
  }
  const { branch } = last;
  const own = last.services.get(service) ?? null;
  if (own === null || own <= now) return branch !== null && branch > now ? branch : null;
  return branch !== null && branch > now ? Math.min(branch, own) : own;
}

function lastOf(instants: readonly ScheduledInstant[]): LastHours {
  const services = new Map<ServiceId, Instant | null>();
  let branch: Instant | null = null;
  for (const instant of instants) {
    if (instant.what === 'closes') branch = instant.at;
    else if (instant.what === 'service') services.set(instant.service, instant.isOpen ? null : instant.at);
  }
  return { branch, services };
}

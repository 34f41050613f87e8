import type { Rules, ServiceId } from '../../queue/rules.ts';
import { waitsFrom } from '../customers.ts';
import type { DayRecord } from '../record.ts';
import type { Frame, Slot } from './slots.ts';
import type { Target } from './target.ts';

/** Customers of a day who count for a target. */
export interface DayCount {
  readonly inTime: number;
  readonly all: number;
}

/** How targets are kept on a day. */
export interface PlanDay {
  /** By target, in their order. */
  readonly counts: readonly DayCount[];
  /** Customers who were not called in time, by the slot in which they came, and their service. */
  readonly late: ReadonlyMap<string, number>;
}

/** The name under which those are counted who came in a slot for a service. */
export function lateKey(slot: number, service: ServiceId): string {
  return `${slot} ${service}`;
}

/** Counts who was called in time on a day. */
export function planDayOf(record: DayRecord, { slots }: Frame, targets: readonly Target[], rules: Rules): PlanDay {
  const own = new Map(rules.services.map(({ id, targetWait }) => [id, targetWait]));
  const late = new Map<string, number>();
  const counts = targets.map(({ service, within }) => {
    let [inTime, all] = [0, 0];
    for (const [place, customer] of record.customers.entries()) {
      if (service !== null && customer.service !== service) continue;
      const fate = fateOf(record, place, within ?? own.get(customer.service) ?? 0);
      if (fate === 'aside') continue;
      all += 1;
      if (fate === 'in-time') inTime += 1;
      else {
        const key = lateKey(slotOf(slots, customer.at), customer.service);
        late.set(key, (late.get(key) ?? 0) + 1);
      }
    }
    return { inTime, all };
  });
  return { counts, late };
}

function fateOf(record: DayRecord, place: number, limit: number): 'in-time' | 'late' | 'aside' {
  const { customers, calledAt, leftAt, fates } = record;
  const fate = fates[place];
  const customer = customers[place];
  // Who got no number, or went to a machine, waits for nobody.
  if (!customer || fate === 'refused' || fate === 'diverted' || fate === 'expected') return 'aside';
  const called = calledAt[place] ?? Number.NaN;
  const from = waitsFrom(customer);
  // Who left before the time was over has not waited too long.
  if (Number.isNaN(called) && fate === 'walked-out' && (leftAt[place] ?? 0) - from <= limit) return 'aside';
  return called - from <= limit ? 'in-time' : 'late';
}

function slotOf(slots: readonly Slot[], at: number): number {
  const slot = slots.findLastIndex(({ from }) => from <= at);
  return Math.max(0, slot);
}

import type { AlertRules } from '../queue/alert-rules.ts';
import type { Alerts, BranchAlerts } from './schema/alerts.ts';

/** What the lobby manager is told of, by both files. */
export interface AlertConfig {
  readonly rules: AlertRules;
  /** Bytes that are to be free on the disk of the journal; null: nobody looks. */
  readonly journalFree: number | null;
}

const MEGABYTE = 1_000_000;

/** Alerts of the queue and of the disk; what is off is left out. */
export function alertsOf(standard: Alerts, branch: BranchAlerts): AlertConfig {
  const of = mixed(standard, branch);
  const { waitOver, serviceOver, counterIdle, queueLong, allQueuesLong, passedOver, clockUntrusted } = of;
  const { diskNearlyFull, panicKey } = of;
  const rules: AlertRules = {
    ...(waitOver.isOn ? { waitOver: { above: waitOver.above / 100, below: waitOver.below / 100 } } : {}),
    ...(serviceOver.isOn ? { serviceOver: serviceOver.above / 100 } : {}),
    ...(counterIdle.isOn ? { counterIdle: counterIdle.after } : {}),
    ...(queueLong.isOn ? { queueLong: withoutFlag(queueLong) } : {}),
    ...(allQueuesLong.isOn ? { allQueuesLong: withoutFlag(allQueuesLong) } : {}),
    ...(passedOver.isOn ? { passedOver: passedOver.times } : {}),
    ...(clockUntrusted.isOn ? { clockUntrusted: clockUntrusted.after } : {}),
    ...(panicKey.isOn ? { panic: true } : {}),
  };
  return { rules, journalFree: diskNearlyFull.isOn ? diskNearlyFull.free * MEGABYTE : null };
}

function mixed(standard: Alerts, branch: BranchAlerts): Alerts {
  const given = Object.entries(branch).filter(([, kind]) => kind !== undefined);
  // Both schemas are made of the same kinds.
  return { ...standard, ...(Object.fromEntries(given) as Partial<Alerts>) };
}

function withoutFlag<T extends { readonly isOn: boolean }>({ isOn: _, ...rest }: T): Omit<T, 'isOn'> {
  return rest;
}

import type { AlertEntry } from './day/alerts.ts';
import { LOST } from './day/devices.ts';
import type { DayFigures } from './day/figures.ts';
import { seconds } from './moments.ts';
import type { DayReport, Part } from './report-schema.ts';

/** Kinds whose measure is a time. */
const TIMED: ReadonlySet<string> = new Set([
  'wait-over-target',
  'service-over-time',
  'counter-idle',
  'clock-untrusted',
]);

/** An alert as a report has it. */
export function alertOf(entry: AlertEntry, text: (wall: number) => string): DayReport['alerts'][number] {
  const { kind, service, counter, device, isCarried, measured, times, lasted, acknowledged, raised } = entry;
  return {
    raised: text(raised),
    kind,
    service,
    counter,
    device,
    isCarried,
    measured: measured !== null && TIMED.has(kind) ? seconds(measured) : measured,
    times,
    lasted: seconds(lasted),
    acknowledged: acknowledged && { after: seconds(acknowledged.after), who: acknowledged.who },
  };
}

/** Alerts by kind: raised, acknowledged and cleared on these days; those that were carried over are raised on the day before. */
export function alertKindsOf(alerts: readonly AlertEntry[]): Part['alertKinds'] {
  const kinds = [...new Set(alerts.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const own = alerts.filter((each) => each.kind === kind);
    const lasted = own.flatMap((each) => (each.lasted === null ? [] : [each.lasted]));
    const after = own.flatMap(({ acknowledged }) => (acknowledged?.isToday ? [acknowledged.after] : []));
    return {
      kind,
      raised: own.filter(({ isCarried }) => !isCarried).length,
      acknowledged: after.length,
      acknowledgedAfter: seconds(meanOf(after)),
      cleared: lasted.length,
      lasted: seconds(meanOf(lasted)),
      longest: lasted.length === 0 ? null : seconds(Math.max(...lasted)),
    };
  });
}

function meanOf(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((sum, each) => sum + each, 0) / times.length;
}

interface Trouble {
  readonly entry: AlertEntry;
  /** Within its day, ms. */
  readonly lasted: number;
  readonly stands: boolean;
}

/** What was wrong with devices; of an outage over midnight each day has its part. */
export function devicesOf(days: readonly DayFigures[]): Part['devices'] {
  const troubles = days.flatMap(({ alerts, head: { from, to } }, index) =>
    alerts
      .filter(({ device }) => device !== null)
      .map((entry): Trouble => {
        const end = entry.lasted === null ? to.at : Math.min(to.at, entry.raisedAt + entry.lasted);
        const lasted = Math.max(0, end - Math.max(from.at, entry.raisedAt));
        return { entry, lasted, stands: entry.lasted === null && index === days.length - 1 };
      }),
  );
  const length = days.reduce((sum, { head: { from, to } }) => sum + to.at - from.at, 0);
  const devices = [...new Set(troubles.map(({ entry }) => entry.device ?? ''))].sort();
  return devices.map((device) => {
    const own = troubles.filter(({ entry }) => entry.device === device);
    const losses = own.filter(({ entry }) => entry.kind === LOST);
    const down = losses.reduce((sum, { lasted }) => sum + lasted, 0);
    return {
      device,
      losses: losses.filter(isCounted).length,
      down: seconds(down),
      share: length === 0 ? null : down / length,
      isDown: losses.some(({ stands }) => stands),
      conditions: conditionsOf(own.filter(({ entry }) => entry.kind !== LOST)),
    };
  });
}

/** One that was carried over has been counted when it began, or began on no day that is told. */
function isCounted({ entry }: Trouble): boolean {
  return !entry.isCarried;
}

function conditionsOf(troubles: readonly Trouble[]): Part['devices'][number]['conditions'] {
  const kinds = [...new Set(troubles.map(({ entry }) => entry.kind))].sort();
  return kinds.map((condition) => {
    const own = troubles.filter(({ entry }) => entry.kind === condition);
    const lasted = own.reduce((sum, each) => sum + each.lasted, 0);
    return { condition, times: own.filter(isCounted).length, lasted: seconds(lasted) };
  });
}

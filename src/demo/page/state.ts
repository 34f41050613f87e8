import type {
  HallSample,
  HeardMessage,
  StageBeat,
  StageChange,
  StagedAlert,
  StagedHall,
  StagedSlip,
  StageSnapshot,
  StatePayload,
} from '../stage.ts';
import { ALERTS_OVER_MOST, SAMPLES_MOST } from '../stage.ts';

/** MQTT events that the page keeps; older ones go. */
export const EVENTS_MOST = 200;
/** Slips that are drawn: the printer's tray holds no more. */
export const SLIPS_MOST = 6;

/** An event with a number of its own in this page: its place in the journal need not be told. */
export interface ShownEvent extends HeardMessage {
  readonly key: number;
}

/** What the page shows: the stage as it was told last. */
export interface Shown extends Omit<StageSnapshot, 'events'> {
  /** Newest first. */
  readonly events: readonly ShownEvent[];
}

let nextKey = 1;
const withKey = (message: HeardMessage): ShownEvent => {
  nextKey += 1;
  return { ...message, key: nextKey };
};

/** A snapshot replaces everything. */
export function shownOf(snapshot: StageSnapshot): Shown {
  return { ...snapshot, events: snapshot.events.map(withKey).reverse().slice(0, EVENTS_MOST) };
}

/** The stage after a beat: the branch's clock as it is now. */
export function beaten(shown: Shown, { seq, at, branchTime }: StageBeat): Shown {
  return { ...shown, seq, at, branchTime };
}

/** The stage after a change. Pure but for the keys of events; what did not change stays the same object. */
export function changed(shown: Shown, change: StageChange): Shown {
  switch (change.kind) {
    case 'view':
      return { ...shown, views: { ...shown.views, [change.device]: change.view } };
    case 'paper':
      return { ...shown, slips: slipsAfter(shown.slips, change) };
    case 'mqtt':
      return { ...shown, events: [withKey(change.message), ...shown.events].slice(0, EVENTS_MOST) };
    case 'daemon':
      return { ...shown, daemon: change.daemon };
    case 'fault':
      return { ...shown, faults: shown.faults.map((fault) => (fault.id === change.fault.id ? change.fault : fault)) };
    case 'health': {
      const others = shown.health.filter(({ device }) => device !== change.health.device);
      return { ...shown, health: [...others, change.health] };
    }
    case 'alert':
      return { ...shown, alerts: alertsAfter(shown.alerts, change.alert) };
    case 'hall':
      return { ...shown, hall: hallAfter(shown.hall, change) };
    case 'traffic':
      return { ...shown, traffic: change.traffic };
    case 'files':
      return { ...shown, files: change.files };
    case 'state':
      return { ...shown, states: statesAfter(shown.states, change) };
    default:
      // A demo that was updated while the page is open may tell more than this page knows.
      return shown;
  }
}

function slipsAfter(slips: readonly StagedSlip[], change: StageChange & { kind: 'paper' }): readonly StagedSlip[] {
  const left = change.isTaken ? slips.filter(({ device }) => device !== change.device) : slips;
  return [...[...change.added].reverse(), ...left].slice(0, SLIPS_MOST);
}

function alertsAfter(alerts: readonly StagedAlert[], alert: StagedAlert): readonly StagedAlert[] {
  const isKnown = alerts.some(({ id }) => id === alert.id);
  const all = isKnown ? alerts.map((old) => (old.id === alert.id ? alert : old)) : [alert, ...alerts];
  let over = 0;
  return all.filter((one) => {
    if (one.over === null) return true;
    over += 1;
    return over <= ALERTS_OVER_MOST;
  });
}

function statesAfter(states: Shown['states'], { thing, state }: StageChange & { kind: 'state' }): Shown['states'] {
  const { [thing]: _old, ...others } = states;
  return state === null ? others : { ...others, [thing]: state };
}

function hallAfter(hall: StagedHall, { sample, totals }: StageChange & { kind: 'hall' }): StagedHall {
  const before: readonly HallSample[] = hall.samples.filter(({ at }) => at !== sample.at);
  return { ...hall, samples: [...before, sample].slice(-SAMPLES_MOST), totals };
}

/** Alerts that last. */
export const lasting = (alerts: readonly StagedAlert[]): readonly StagedAlert[] =>
  alerts.filter(({ over }) => over === null);

/** How the hall stands, as MQTT has told it; null while it has not. */
export function hallOf({ states }: Pick<Shown, 'states'>): StatePayload<'hall'>['phase'] | null {
  return (states.hall as StatePayload<'hall'> | undefined)?.phase ?? null;
}

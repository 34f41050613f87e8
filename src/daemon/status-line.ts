import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { QueueState } from '../queue/state.ts';
import type { ServiceManager } from './service-manager.ts';

/** What a technician wants to read in `systemctl status`. */
export interface StatusFacts {
  /** As the hall screen says it: `open`, `closed` … */
  readonly hall: string;
  readonly state: Readonly<QueueState>;
  readonly devices: readonly DeviceHealth[];
  /** The bus of each unit: one that is away takes its units with it, and is named for all. */
  readonly busOf: ReadonlyMap<string, string>;
  /** Why nothing can be written now: a code such as `journal/full`; null while all is well. */
  readonly journal: string | null;
  readonly isBrokerThere: boolean;
  /** Commands over HTTP are taken, or are not wanted. */
  readonly isHttpThere: boolean;
  readonly isClockTrusted: boolean;
  /** What stands since the last reload that was not applied; null when there is none. */
  readonly reload: string | null;
  /** Why the UPS could not say that its battery is nearly empty; null while it can. */
  readonly power: string | null;
  /** A training: times that branch time runs as fast as the world; null in a branch. */
  readonly branchSpeed: number | null;
}

/** Troubles that are named; further ones are counted. */
const NAMED = 4;

/**
 * One line: what runs, who waits, what is wrong, the worst first. `open: 7 of 9 counters, 12 wait; trouble: printer1
 * paper out, broker away`.
 */
export function statusLine(facts: StatusFacts): string {
  const { hall, state, branchSpeed } = facts;
  const training = branchSpeed === null ? '' : `training, ${branchSpeed} times as fast as the world; `;
  const counters = [...state.counters.values()];
  const open = counters.filter((counter) => counter.state === 'open').length;
  const waiting = [...state.tickets.values()].filter(({ status }) => status === 'waiting').length;
  const troubles = troublesOf(facts);
  const named = troubles.slice(0, NAMED);
  const more = troubles.length - named.length;
  const trouble = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `${training}${hall}: ${open} of ${counters.length} counters, ${waiting} wait${trouble && `; trouble: ${trouble}`}`;
}

function troublesOf(facts: StatusFacts): readonly string[] {
  const gone = new Set(facts.devices.filter(isGone).map(({ device }) => device));
  return [
    ...(facts.journal === null ? [] : [`journal cannot be written (${facts.journal})`]),
    ...(facts.power === null ? [] : [facts.power]),
    ...(facts.reload === null ? [] : [facts.reload]),
    ...facts.devices.filter(({ device }) => !gone.has(facts.busOf.get(device) ?? '')).flatMap(troubleOf),
    ...(facts.isBrokerThere ? [] : ['broker away']),
    ...(facts.isHttpThere ? [] : ['no commands over HTTP']),
    ...(facts.isClockTrusted ? [] : ['clock not trusted']),
  ];
}

/** A device that is looked for since a moment is no trouble yet: it has no reason. */
function isGone({ state, reason }: DeviceHealth): boolean {
  return state !== 'running' && state !== 'closed' && reason !== null;
}

function troubleOf(health: DeviceHealth): readonly string[] {
  const { device, conditions } = health;
  return [
    ...(isGone(health) ? [`${device} away`] : []),
    ...conditions.map((condition) => `${device} ${condition.replaceAll('-', ' ')}`),
  ];
}

/** How often the line may change. */
const LINE_EVERY: Millis = seconds(2);

/** Keeps `STATUS=` of the service manager equal to what is true. */
export interface StatusKeeper {
  /** Says it now; the next change follows by itself. */
  tell(line: string): void;
  stop(): void;
}

/**
 * Compares the line with what is true every {@link LINE_EVERY}, and sends it when it has changed.
 *
 * @param line composes it
 */
export function keepStatus(manager: ServiceManager, clock: Clock, line: () => string): StatusKeeper {
  let timer: Timer | null = null;
  let told: string | null = null;
  const tell = (text: string): void => {
    if (text !== told) manager.tell({ STATUS: text });
    told = text;
  };
  const look = (): void => {
    tell(line());
    timer = clock.after(LINE_EVERY, look);
  };
  if (manager.isThere) look();
  return { tell, stop: () => timer?.cancel() };
}

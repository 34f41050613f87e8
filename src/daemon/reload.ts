import type { LiveBranch } from '../branch/branch.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { rulesOf } from '../config/rules.ts';
import type { Log } from '../devices/log.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import type { HttpSettings } from '../http/http.ts';
import type { Mqtt } from '../mqtt/mqtt.ts';
import { strandedBy } from '../queue/appointments.ts';
import type { CounterId, TicketLabel } from '../queue/rules.ts';
import type { Devices } from './devices.ts';
import { tryDrivers } from './devices.ts';
import type { HttpDoor } from './http.ts';
import type { People } from './people.ts';
import { changedSlots, slotsOf } from './slots.ts';

/** How a reload ended. */
export type ReloadEnd =
  /** `opened`: wires of their own and buses. `closed`: these, and the units of a bus that it has no more. */
  | { readonly kind: 'applied'; readonly opened: readonly string[]; readonly closed: readonly string[] }
  /** Both files say what they said; comments and layout count for nothing. */
  | { readonly kind: 'unchanged' }
  /** Nothing was changed: these keys of the branch file are read at the start alone. */
  | { readonly kind: 'needs-restart'; readonly keys: readonly string[] }
  /** Nothing was changed: the files drop counters that have a customer. */
  | { readonly kind: 'counter-busy'; readonly busy: readonly BusyCounter[] }
  /** Nothing was changed. */
  | { readonly kind: 'failed'; readonly fault: LobbydError }
  /** A part of it is in force and the rest is not: the program has to start anew. */
  | { readonly kind: 'broken'; readonly fault: LobbydError };

/** A counter and the ticket that is called or served there. */
export interface BusyCounter {
  readonly counter: CounterId;
  readonly ticket: TicketLabel;
  readonly status: 'called' | 'serving';
}

/** What is read at the start alone, by the key of the branch file that a person would look for. */
const AT_START: Readonly<Record<string, (config: Config) => unknown>> = {
  id: ({ branch }) => branch.id,
  'journal.directory': ({ journalDirectory }) => journalDirectory,
  'clock.trust': ({ clock }) => clock.trust,
  'clock.synchronisedFile': ({ clock }) => clock.synchronisedFile,
  'clock.hardwareClock': ({ clock }) => clock.hardwareClock,
  'clock.checkEvery': ({ clock }) => clock.checkEvery,
  'mqtt.rootTopic': ({ mqtt }) => mqtt.rootTopic,
  'mqtt.url': ({ mqtt }) => (mqtt.kind === 'broker' ? mqtt.url : null),
  'mqtt.username': ({ mqtt }) => (mqtt.kind === 'broker' ? mqtt.username : null),
  'mqtt.passwordFile': ({ mqtt }) => (mqtt.kind === 'broker' ? mqtt.passwordFile : null),
  'mqtt.caFile': ({ mqtt }) => (mqtt.kind === 'broker' ? mqtt.caFile : null),
  'mqtt.clientId': ({ mqtt }) => (mqtt.kind === 'broker' ? mqtt.clientId : null),
  'mqtt.embeddedPort': ({ mqtt }) => (mqtt.kind === 'embedded' ? mqtt.port : null),
  'power.ups': ({ ups }) => ups,
  'machines.topic': ({ machines }) => machines.map(({ rules, topic }) => [rules.id, topic]),
};

/**
 * Keys of the branch file whose change needs a restart, in the order of the list above. Pure. A client id that was left
 * out follows the id of the branch and is named with it.
 */
export function restartKeys(before: Config, after: Config): readonly string[] {
  return Object.entries(AT_START)
    .filter(([, read]) => JSON.stringify(read(before)) !== JSON.stringify(read(after)))
    .map(([key]) => key);
}

export interface ReloaderParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly branch: LiveBranch;
  readonly devices: Devices;
  readonly people: People;
  readonly http: HttpDoor;
  readonly mqtt: Pick<Mqtt, 'repaint'>;
  /** Looks at once what the hours come to today. */
  readonly days: { look(): Promise<void> };
  /** The configuration in force; `config` is put in its place. */
  readonly live: { config: Config };
}

/**
 * Brings another configuration in force while the branch works, whole or not at all: what can fail is tried before
 * anything changes (drivers), and the one thing that is written comes first (the rules, in one record). Then devices
 * that are gone or otherwise are closed and the new ones opened; all others, and the slip in the printer, notice nothing.
 *
 * @param next checked, without a problem
 */
export async function applyConfig(parts: ReloaderParts, next: Config): Promise<ReloadEnd> {
  const { branch, devices, people, http, mqtt, days, live, log } = parts;
  const before = live.config;
  const settings = readHttp(http, next);
  if (settings instanceof LobbydError) return { kind: 'failed', fault: settings };
  // A token may be another while both files say what they said.
  if (before.digest === next.digest && !http.isOther(settings)) return { kind: 'unchanged' };
  const keys = restartKeys(before, next);
  if (keys.length > 0) return { kind: 'needs-restart', keys };
  const opened = changedSlots(before, next);
  try {
    await tryDrivers(opened, parts);
    // Asked and applied in one breath: no customer is called in between.
    const busy = busyDropped(branch, next);
    if (busy.length > 0) return { kind: 'counter-busy', busy };
    await applyRules(branch, next, log);
  } catch (caught) {
    return { kind: 'failed', fault: reloadFault(caught, 'nothing was changed; mend it and reload again') };
  }
  try {
    await people.letGo(next);
    live.config = next;
    await days.look();
    await devices.change(next);
    people.connect();
    await http.change(settings);
    mqtt.repaint();
  } catch (caught) {
    return { kind: 'broken', fault: reloadFault(caught, 'the daemon starts anew with the new files') };
  }
  const kept = new Set(namesOf(next));
  const closed = namesOf(before).filter((id) => !kept.has(id));
  return { kind: 'applied', opened: opened.map(({ id }) => id), closed };
}

function readHttp(http: HttpDoor, next: Config): HttpSettings | null | LobbydError {
  try {
    return http.read(next);
  } catch (caught) {
    return reloadFault(caught, 'nothing was changed; mend it and reload again');
  }
}

/** Buses and devices. */
function namesOf(config: Config): readonly string[] {
  return [...new Set([...slotsOf(config), ...config.devices].map(({ id }) => id))];
}

/** Counters that the branch has and the files have not, where somebody is called or served. */
function busyDropped({ newest }: LiveBranch, { counters }: Config): readonly BusyCounter[] {
  const kept = new Set(counters.map(({ rules }) => rules.id));
  return [...newest.counters.values()].flatMap(({ id, ticket }) => {
    const open = ticket === null || kept.has(id) ? undefined : newest.tickets.get(ticket);
    if (!open) return [];
    return [{ counter: id, ticket: open.label, status: open.status === 'serving' ? 'serving' : 'called' }];
  });
}

function warnOfCustomers(busy: readonly BusyCounter[], log: Log): void {
  for (const { counter, ticket, status } of busy) {
    const end = status === 'serving' ? 'served there, counts as finished' : 'called there, waits again at its place';
    log.warn(
      { code: 'branch/counter-dropped', counter, ticket },
      `the files have no ${counter} any more: ticket ${ticket}, ${end}; next: tell the teller, or bring the counter back`,
    );
  }
}

function warnOfBookings(stranded: ReturnType<typeof strandedBy>, log: Log): void {
  for (const [service, references] of stranded) {
    log.warn(
      { code: 'branch/bookings-stranded', service, references },
      `no number of ${service} is issued any more, and ${references.length} have booked it; next: tell the lobby, who check in with another service`,
    );
  }
}

function reloadFault(caught: unknown, next: string): LobbydError {
  return asFault(caught, { code: 'branch/reload', what: messageOf(caught), where: 'configuration', next });
}

/**
 * Puts the rules of a configuration in force, unless they are. At a start they may drop a counter that has a customer:
 * that visit ends or goes back to the queue, and is told.
 *
 * @throws LobbydError when they cannot be written, or the queue refuses them
 */
export async function applyRules(branch: LiveBranch, config: Config, log: Log): Promise<void> {
  const rules = rulesOf(config);
  if (branch.newest.rules?.version === rules.version) return;
  const busy = busyDropped(branch, config);
  const stranded = strandedBy(branch.newest, rules);
  const reply = await branch.submit({ type: 'apply-rules', rules, id: null, actor: { kind: 'daemon' } });
  if (reply.kind === 'fault') throw reply.fault;
  if (reply.kind === 'refused') {
    throw new LobbydError({
      code: 'branch/rules-refused',
      what: `the queue refuses the rules of the configuration: ${reply.refusal.code}`,
      where: 'configuration',
      next: 'run lobbyd check on the branch file, and report this when it finds nothing',
    });
  }
  warnOfCustomers(busy, log);
  warnOfBookings(stranded, log);
  log.info({ rules: rules.version.slice(0, 12) }, 'the rules of the configuration are in force');
}

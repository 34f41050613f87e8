import type { DeviceEvent } from '../branch/health.ts';
import type { BusConfig, Config } from '../config/config.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import type { ConditionCode } from '../devices/kinds.ts';
import { openReader } from '../journal/reader.ts';
import type { StoredRecord } from '../journal/store.ts';
import { findingsOf } from './devices.ts';
import { type Finding, warning } from './finding.ts';
import type { Machine } from './machine.ts';

/** What the daemon's records say of one device. */
interface Told {
  readonly reason: string | null;
  readonly conditions: ReadonlySet<ConditionCode>;
}

/** What is told of one device. */
type DeviceNews = Exclude<DeviceEvent, { type: 'daemon-started' }>;

/** Records of devices that are read back at most: months of a branch whose devices come and go all day. */
const READ_BACK = 50_000;
/** The kernel counts the start of a process in 1/100 s; the first record comes later than that, the clock may be set. */
const EARLIER = 5_000;

/** What {@link toldDevices} needs. */
export interface ToldCheck {
  readonly machine: Machine;
  /** The daemon, as a process id. */
  readonly daemon: number;
  /** The time now, Unix ms. */
  readonly wall: number;
  /** Whether the port was found faulty already. */
  isBad(wire: WireConfig): boolean;
}

/**
 * What the running daemon has recorded of its devices since it started. Its ports are its own while it runs, and it
 * listens to nobody: its journal is where it says what it sees. What hangs on a lost bus or a faulty port is not named.
 *
 * @throws LobbydError when the journal cannot be read
 */
export function toldDevices(config: Config, check: ToldCheck): readonly Finding[] {
  const { machine, daemon, wall, isBad } = check;
  const told = readBack(config.journalDirectory, startedAt(machine, daemon, wall));
  const units = (bus: BusConfig): readonly string[] =>
    told.get(bus.id)?.reason ? [] : bus.units.map((unit) => unit.id);
  const buses = config.buses.filter(({ wire }) => !isBad(wire)).flatMap((bus) => [bus.id, ...units(bus)]);
  const wired = config.wireDevices.filter(({ wire }) => !isBad(wire));
  const devices = [...wired, ...config.pinsDevices].map(({ id }) => id);
  return [...buses, ...devices].flatMap((id) => toldFindings(id, told.get(id), daemon));
}

function toldFindings(id: string, told: Told | undefined, daemon: number): readonly Finding[] {
  const where = `as the daemon (process ${daemon}) sees it`;
  if (told) return findingsOf(id, where, { ...told, detail: 'runs', conditions: [...told.conditions] });
  const what = 'the daemon has not said yet whether it is there';
  return [warning('device/not-told', `${id}, ${where}`, what, 'wait ten seconds and ask again; else read its log')];
}

/** Unix ms; 0 when the kernel does not tell. */
function startedAt(machine: Machine, pid: number, wall: number): number {
  // proc(5): the name may hold anything, so fields are counted behind its bracket; start time is field 22.
  const fields = machine
    .text(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(fields?.[19]);
  const uptime = Number(machine.text('/proc/uptime')?.split(' ')[0]);
  return Number.isFinite(ticks + uptime) ? wall - (uptime - ticks / 100) * 1_000 - EARLIER : 0;
}

function readBack(directory: string, since: number): ReadonlyMap<string, Told> {
  const reader = openReader(directory);
  try {
    // Branch time is the same all along; the newest offset says what it is by today's clock.
    const offset = reader.read(reader.last(), 1)[0]?.offset ?? 0;
    const events: DeviceNews[] = [];
    for (const record of reader.back('device', READ_BACK)) {
      // The first of every start: what is before it is void. Who stops there reads nothing of the days before.
      if (record.type === 'daemon-started' || record.at + offset < since) break;
      events.push(eventOf(record));
    }
    return folded(events.reverse());
  } finally {
    reader.close();
  }
}

function eventOf({ type, body }: StoredRecord): DeviceNews {
  return { type, ...(body as object) } as DeviceNews;
}

function folded(events: readonly DeviceNews[]): ReadonlyMap<string, Told> {
  const devices = new Map<string, { reason: string | null; conditions: Set<ConditionCode> }>();
  for (const event of events) {
    const told = devices.get(event.device) ?? { reason: null, conditions: new Set() };
    devices.set(event.device, told);
    switch (event.type) {
      case 'device-running':
        told.reason = null;
        break;
      case 'device-lost':
        told.reason = event.reason;
        break;
      case 'condition-raised':
        told.conditions.add(event.condition);
        break;
      case 'condition-cleared':
        told.conditions.delete(event.condition);
        break;
    }
  }
  return devices;
}

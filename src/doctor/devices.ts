import { type Clock, type Millis, ms, seconds, sleep } from '../clock.ts';
import type { BusConfig, Config, WireDeviceConfig } from '../config/config.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import type { ConditionCode, DeviceHealth } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import { NEXT_STEPS } from '../devices/next-steps.ts';
import { superviseBus } from '../devices/wire/bus.ts';
import type { LineSettings, WireFactory } from '../devices/wire/wire.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { type Answer, identify } from './identify.ts';

/** What {@link askDevices} needs. */
export interface DevicesCheck {
  readonly clock: Clock;
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  /** Whether the port was found faulty already: nobody is asked over it. */
  isBad(wire: WireConfig): boolean;
}

/** Sixteen silent keypads at 9600 baud have each been asked twice by then. */
const BUS_LIMIT: Millis = seconds(6);
/** How often it is looked whether all units of a bus have answered. */
const LOOK_EVERY: Millis = ms(50);

/**
 * Asks every device who it is, over its real wire and in the words of its driver. Nothing is shown, printed or
 * acknowledged: a press that a keypad keeps for the daemon stays with it. Only while no daemon runs: a port has one owner.
 */
export async function askDevices(config: Config, check: DevicesCheck): Promise<readonly Finding[]> {
  const all = [
    ...config.buses.filter(({ wire }) => !check.isBad(wire)).map((bus) => askBus(bus, check)),
    ...config.wireDevices.filter(({ wire }) => !check.isBad(wire)).map((device) => askDevice(device, check)),
  ];
  return (await Promise.all(all)).flat();
}

async function askDevice(device: WireDeviceConfig, { clock, wires }: DevicesCheck): Promise<readonly Finding[]> {
  const { id, driver, settings, wire, line } = device;
  const answer = await identify({
    device: id,
    clock,
    wires: wires(wire, line),
    open: (context) => driver.open(settings, context),
  });
  return findingsOf(id, `${driver.name}, ${placeOf(wire)}`, answer);
}

async function askBus(bus: BusConfig, check: DevicesCheck): Promise<readonly Finding[]> {
  const health = new Map<string, DeviceHealth>();
  const supervised = await superviseBus({
    bus: bus.id,
    line: bus.line,
    clock: check.clock,
    log: silentLog,
    wires: check.wires(bus.wire, bus.line),
    onHealth: (told) => void health.set(told.device, told),
    units: bus.units.map(({ id, driver, settings }) => ({
      device: id,
      open: (context) => driver.open(settings, context),
    })),
  });
  const until = check.clock.monotonic() + BUS_LIMIT;
  const awaited = [bus.id, ...bus.units.map(({ id }) => id)];
  const isSettled = (): boolean => awaited.every((id) => health.get(id)?.state === 'running');
  while (!isSettled() && check.clock.monotonic() < until) await sleep(check.clock, LOOK_EVERY);
  const found = new Map(health);
  await supervised.close();
  const mute = new Set([...supervised.units].filter(([, { isPolled }]) => !isPolled).map(([id]) => id));
  return busFindings(bus, found, mute);
}

/** While the bus itself is not there, its units are not named one by one. */
function busFindings(
  bus: BusConfig,
  health: ReadonlyMap<string, DeviceHealth>,
  mute: ReadonlySet<string>,
): readonly Finding[] {
  const place = placeOf(bus.wire);
  const own = { ...answerOf(health.get(bus.id)), detail: 'its port opens' };
  const ofBus = findingsOf(bus.id, `bus of ${bus.units.length} units, ${place}`, own);
  if (own.reason !== null) return ofBus;
  const ofUnits = bus.units.flatMap(({ id, driver, address }) => {
    const where = `${driver.name} at address ${address} of ${bus.id}`;
    if (!mute.has(id)) return findingsOf(id, where, answerOf(health.get(id)));
    return [ok('device/ok', id, `${where}: it never answers, so look at it`)];
  });
  return [...ofBus, ...ofUnits];
}

function answerOf(health: DeviceHealth | undefined): Answer {
  const isWell = health?.state === 'running';
  const reason = isWell ? null : (health?.reason ?? `no answer within ${BUS_LIMIT} ms`);
  return { reason, detail: 'answers', conditions: health?.conditions ?? [] };
}

function placeOf(wire: WireConfig): string {
  return wire.kind === 'serial' ? wire.path : `tcp://${wire.host}:${wire.port}`;
}

/** What a device answered, and what it reports of itself, as findings. */
export function findingsOf(id: string, where: string, { reason, detail, conditions }: Answer): readonly Finding[] {
  const conditionFindings = conditions.map((code) => conditionFinding(code, id, where));
  if (reason !== null) return [...conditionFindings, fault('device/no-answer', `${id}, ${where}`, reason, LOOK_AT_IT)];
  return conditionFindings.length > 0 ? conditionFindings : [ok('device/ok', id, `${where}: ${detail}`)];
}

const LOOK_AT_IT = 'look at its power, its cable, its address and baud rate; the README of its driver tells how';

function conditionFinding(code: ConditionCode, id: string, where: string): Finding {
  const { isFault, what } = CONDITIONS[code];
  return (isFault ? fault : warning)(`condition/${code}`, `${id}, ${where}`, what, NEXT_STEPS[code]);
}

/** How grave a condition is, and what it means; what to do is said by `NEXT_STEPS`. */
const CONDITIONS: Readonly<Record<ConditionCode, { readonly isFault: boolean; readonly what: string }>> = {
  'paper-near-end': { isFault: false, what: 'the paper is nearly at its end' },
  'paper-out': { isFault: true, what: 'there is no paper' },
  'cover-open': { isFault: true, what: 'the cover is open' },
  'cutter-jam': { isFault: true, what: 'the cutter is stuck' },
  'printer-fault': { isFault: true, what: 'the printer reports a fault' },
  'key-held': { isFault: false, what: 'a key has been down for long' },
  garbled: { isFault: true, what: 'answers arrive damaged, or somebody speaks out of turn' },
  'wrong-device': { isFault: true, what: 'another kind of device answers there' },
  'no-hanzi': { isFault: true, what: 'shows Latin letters alone, and is to show Hanzi' },
  'wrong-address': { isFault: true, what: 'a unit with another address answers' },
  'address-clash': { isFault: true, what: 'two units have this address' },
  'disk-nearly-full': { isFault: false, what: 'the disk of the journal is nearly full' },
};

import type { AnyDriver } from '../../devices/driver.ts';
import { POLL_CYCLE_MOST, pollCycle, type UnitLoad } from '../../devices/wire/bus-load.ts';
import type { LineSettings } from '../../devices/wire/wire.ts';
import type { BranchDraft, Entry } from '../draft.ts';
import { readableAt, textAt } from '../draft.ts';
import { label, valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { lineSchema } from '../schema/wire.ts';
import type { Path } from '../yaml.ts';
import { checkKnown } from './common.ts';

type BusDriver = Extract<AnyDriver, { readonly attach: 'bus' }>;

interface Unit {
  readonly id: string;
  readonly path: Path;
  /** Null when it is wrong. */
  readonly address: string | null;
  /** Null when a setting is wrong. */
  readonly line: LineSettings | null;
  /** Null when a setting is wrong. */
  readonly load: UnitLoad | null;
}

/** Buses and their units: unknown buses, addresses and line settings that do not go together, buses without units. */
export function* checkBuses(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const { source, buses, devices } = draft;
  const named = new Set<string>();
  let isEachFound = devices.isComplete && devices.entries.every(({ value }) => value !== null);
  for (const { path } of devices.entries) {
    const bus = textAt(source.value, [...path, 'bus']);
    if (bus === null) continue;
    named.add(bus);
    const lost = [...checkKnown(source, [...path, 'bus'], bus, buses, 'bus')];
    if (lost.length > 0) isEachFound = false;
    yield* lost;
  }
  for (const { id, path } of buses.entries) {
    if (id === null) continue;
    if (isEachFound && !named.has(id))
      yield source.problem('warning', [...path, 'id'], `bus "${id}" has no units`, 'devices that name it');
    const units = devices.entries.flatMap((entry) => unitOn(draft, id, entry, catalogue));
    yield* checkAddresses(draft, units);
    const line = lineSchema.safeParse(valueAt(source.value, [...path, 'line'])).data;
    yield* checkLines(draft, id, line, units);
    yield* checkCycle(draft, { id, path }, line, units);
  }
}

/** The unit of a device on a bus, whatever is wrong with the device. */
function unitOn(
  { source }: BranchDraft,
  bus: string,
  { id, path }: Entry<unknown>,
  catalogue: readonly AnyDriver[],
): readonly Unit[] {
  if (textAt(source.value, [...path, 'bus']) !== bus) return [];
  const name = textAt(source.value, [...path, 'driver']);
  const driver = catalogue.find((each): each is BusDriver => each.name === name && each.attach === 'bus');
  const settings = driver && readableAt<unknown>(source, [...path, 'settings'], driver.settings);
  if (!settings) return [];
  return [
    {
      id: id ?? label(path),
      path,
      address: settings.isSure('address') ? driver.address(settings.value) : null,
      line: settings.isWhole ? driver.lineSettings(settings.value) : null,
      load: settings.isWhole ? driver.load(settings.value) : null,
    },
  ];
}

function* checkAddresses(draft: BranchDraft, units: readonly Unit[]): Generator<Problem> {
  const firsts = new Map<string, Unit>();
  for (const unit of units) {
    if (unit.address === null) continue;
    const first = firsts.get(unit.address);
    if (first) {
      const line = draft.source.lineOf(first.path);
      const what = `address ${unit.address} is that of "${first.id}" on the same bus (line ${line})`;
      yield draft.source.problem('error', [...unit.path, 'settings', 'address'], what, 'an address of its own');
    } else firsts.set(unit.address, unit);
  }
}

function* checkLines(
  draft: BranchDraft,
  bus: string,
  given: LineSettings | undefined,
  units: readonly Unit[],
): Generator<Problem> {
  const first = units.find(({ line }) => line !== null);
  const line = given ?? first?.line;
  if (!first || !line) return;
  const source = given ? `bus "${bus}" has` : `"${first.id}" on the same bus wants`;
  for (const unit of units) {
    if (unit.line === null || lineText(unit.line) === lineText(line)) continue;
    const what = `"${unit.id}" wants ${lineText(unit.line)}, but ${source} ${lineText(line)}`;
    yield draft.source.problem('error', [...unit.path, 'bus'], what, 'units with the same line settings on one bus');
  }
}

/** A bus that is too slow for its units: a teller would wait too long for an answer when all press at once. */
function* checkCycle(
  draft: BranchDraft,
  { id, path }: { readonly id: string; readonly path: Path },
  given: LineSettings | undefined,
  units: readonly Unit[],
): Generator<Problem> {
  const line = given ?? units[0]?.line;
  const loads = units.flatMap(({ load }) => load ?? []);
  if (!line || loads.length < units.length) return;
  const cycle = pollCycle(loads, line);
  if (cycle <= POLL_CYCLE_MOST) return;
  const inSeconds = (time: number): string => `${(Math.ceil(time / 100) / 10).toFixed(1)} s`;
  const what = `bus "${id}" is slow for its ${units.length} units: at ${line.baud} bit/s an answer may take ${inSeconds(cycle)}`;
  const wanted = `at most ${inSeconds(POLL_CYCLE_MOST)}: a higher speed, or units on another bus (docs/technician/rs485.md)`;
  yield draft.source.problem('warning', [...path, 'id'], what, wanted);
}

/** `9600 8N1`, with the flow control where there is any. */
export function lineText(line: LineSettings): string {
  const parity = line.parity[0]?.toUpperCase() ?? '';
  const flow = line.flow === 'none' ? '' : ` ${line.flow}`;
  return `${line.baud} ${line.dataBits}${parity}${line.stopBits}${flow}`;
}

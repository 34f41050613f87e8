import { ms, type Timer } from '../../../src/clock.ts';
import { clock } from '../../stand/bell.ts';
import type { LogLine } from '../../stand/daemon.ts';
import { settled } from '../../stand/hall.ts';
import type { Scene } from '../../stand/scene.ts';

/** Something that goes wrong at one place of a branch. */
export interface Ill {
  /** Device or bus that has it, or the broker. */
  readonly place: string;
  readonly fault: string;
  begin(scene: Scene): Promise<void>;
  end(scene: Scene): Promise<void>;
  /** Whether the branch has told it; null: nobody can know it from here. */
  readonly isNamed: ((scene: Scene) => boolean) | null;
  /** Resolves when all that must not suffer from it is well. */
  spares(scene: Scene): Promise<void>;
}

/** Wires of the stand with all that hangs on each. */
const WIRES: Readonly<Record<string, readonly string[]>> = {
  panel1: ['panel1'],
  printer1: ['printer1'],
  pads: ['pads', 'keypad1', 'keypad2', 'keypad3'],
  signs: ['signs', 'display1', 'display2', 'display3'],
};
/** Every device and bus of the stand. */
export const PLACES: readonly string[] = Object.values(WIRES).flat();
/** More answers than a unit gives in a campaign. */
const ALL = 1_000_000;
const BURST_EVERY = ms(50);

/** What the branch says of a device or bus. */
export interface DeviceState {
  readonly state: string;
  readonly reason: string | null;
  readonly conditions: readonly string[];
}

/** What the branch says of a device or bus on MQTT; undefined when it has said nothing yet. */
export function stateOf({ reader }: Scene, device: string): DeviceState | undefined {
  return reader.states.get(`device/${device}`) as DeviceState | undefined;
}

/** Whether the branch says that all is well there. */
export function isWell(scene: Scene, device: string): boolean {
  const seen = stateOf(scene, device);
  return seen?.state === 'running' && seen.conditions.length === 0;
}

/** Every ill of every place, in a fixed order. */
export const ILLS: readonly Ill[] = [
  ...Object.keys(WIRES).map(pulled),
  ...['panel1', 'keypad1', 'keypad2', 'keypad3'].flatMap(unitIlls),
  onWire('printer1', 'mute', 'mute on', 'mute off'),
  printerNoise(),
  ...['display1', 'display2', 'display3'].flatMap((sign) => [
    silently(onWire(sign, 'mute', 'mute', 'unmute')),
    silently(onWire(sign, 'garbage', 'noise', 'noise')),
    silently(onWire(sign, 'damaged frames', `bad-checksum ${ALL}`, 'bad-checksum 0')),
  ]),
  ...brokerIlls(),
];

function unitIlls(unit: string): readonly Ill[] {
  return [
    onWire(unit, 'mute', 'mute', 'unmute'),
    onWire(unit, 'garbage', 'babble', 'quiet'),
    onWire(unit, 'half frames', `short ${ALL}`, 'short 0'),
    onWire(unit, 'damaged frames', `bad-check ${ALL}`, 'bad-check 0'),
  ];
}

/** The wire of a device, and all that hangs on it. */
function wireOf(device: string): readonly string[] {
  return Object.values(WIRES).find((devices) => devices.includes(device)) ?? [];
}

/** A unit that jams its bus is named as that bus, or as any unit of it that is no longer understood. */
function isNamedOn(devices: readonly string[]): (scene: Scene) => boolean {
  return (scene) => {
    const isTold = devices.some((device) => {
      const seen = stateOf(scene, device);
      return seen !== undefined && ((seen.state !== 'running' && seen.reason !== null) || seen.conditions.length > 0);
    });
    return (
      isTold &&
      scene.hall
        .run()
        .log()
        .some((line) => isWarning(line, devices))
    );
  };
}

/** A line that a technician can work with: which device, on which port, what to do. */
function isWarning({ level, device, port, next }: LogLine, devices: readonly string[]): boolean {
  return level === 'warn' && devices.includes(String(device)) && port !== undefined && next !== undefined;
}

function allBut(devices: readonly string[]): Ill['spares'] {
  const spared = PLACES.filter((place) => !devices.includes(place));
  return async (scene) => {
    await scene.hall.until('all others are well', () => spared.every((place) => isWell(scene, place)));
  };
}

function pulled(wire: string): Ill {
  const devices = WIRES[wire] ?? [];
  const any = devices.at(-1) ?? wire;
  return {
    ...{ place: wire, fault: 'unplugged', isNamed: isNamedOn(devices), spares: allBut(devices) },
    begin: ({ hall }) => hall.cable(any, 'pull'),
    end: ({ hall }) => hall.cable(any, 'plug'),
  };
}

function onWire(place: string, fault: string, begin: string, end: string): Ill {
  const devices = wireOf(place);
  return {
    ...{ place, fault, isNamed: isNamedOn(devices), spares: allBut(devices) },
    begin: async ({ hall }) => hall.act(place, begin),
    end: async ({ hall }) => hall.act(place, end),
  };
}

/** A display never answers: only the hall sees its ills. */
function silently(ill: Ill): Ill {
  return { ...ill, isNamed: null, spares: allBut([]) };
}

/** A printer that talks nonsense without end; its bytes have no check, so that much of it looks like an answer. */
function printerNoise(): Ill {
  let timer: Timer | null = null;
  const burst = ({ hall }: Scene): void => {
    hall.act('printer1', 'garbage');
    timer = clock.after(BURST_EVERY, () => burst({ hall } as Scene));
  };
  return {
    ...{ place: 'printer1', fault: 'garbage', isNamed: null, spares: allBut(['printer1']) },
    begin: async (scene) => burst(scene),
    end: async () => timer?.cancel(),
  };
}

/** What is wrong with the connection to the broker, and over with the next one. */
const BROKER_CODE = /^mqtt\/(lost|unreachable|stalled|refused|unsteady)$/;

/** The broker's own faults; who listens to it hears nothing meanwhile, so they stand in the log. */
function brokerIlls(): readonly Ill[] {
  const isNamed = ({ hall }: Scene): boolean => {
    const last = hall
      .run()
      .log()
      .findLast(({ code }) => BROKER_CODE.test(code ?? ''));
    return last?.level === 'warn' || last?.level === 'error';
  };
  const broker = { place: 'broker', isNamed, spares: ({ hall }: Scene) => settled(hall) };
  return [
    { ...broker, fault: 'refused', begin: async ({ cable }) => cable?.cut(), end: async ({ cable }) => cable?.mend() },
    {
      ...{ ...broker, fault: 'hung' },
      begin: async ({ cable }) => cable?.hang(),
      async end({ cable }) {
        cable?.cut();
        cable?.mend();
      },
    },
    {
      ...{ ...broker, fault: 'restarted' },
      begin: async ({ mosquitto }) => mosquitto?.kill(),
      end: async ({ mosquitto }) => mosquitto?.start(),
    },
  ];
}

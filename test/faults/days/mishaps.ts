import { type Millis, seconds } from '../../../src/clock.ts';
import type { Injected } from '../../oracle/alarms.ts';
import type { BrokerIllness } from './broker.ts';
import { act, type Surroundings } from './people.ts';
import { type SlotName, slotOf, unitsOf } from './slots.ts';

/** Something that goes wrong for a while. */
export interface Mishap extends Omit<Injected, 'from' | 'to'> {
  /** Shortest and longest, s. */
  readonly lasts: readonly [number, number];
  begin(): void;
  end(): void;
}

const PAPER = ['paper-near-end', 'paper-out', 'cover-open', 'cutter-jam', 'printer-fault'];
const ILL = ['device-lost', 'garbled', 'wrong-device', 'wrong-address', 'address-clash', 'key-held'];
/** What a disk that does not work makes the daemon say. */
const DISK = ['journal/disk-full', 'journal/not-written', 'journal/unknown', 'journal/unavailable', 'journal/closed'];

/** What a disk that does not work explains. */
export const DISK_FAULT = {
  devices: ['journal'],
  causes: ['disk-trouble'],
  raises: [],
  codes: [...DISK, 'mqtt/journal-unreadable', 'branch/standards'],
} as const;

/** What may go wrong, drawn for one time. */
export type Make = (around: Surroundings) => Mishap;

/** Noise on the cable of the printer: bytes of slips and of answers are spoiled. */
export const PRINTER_NOISE: Make = (at) => ({
  ...noise(at, 'printer1'),
  ...{ causes: [...PAPER, 'device-lost'], isSmudging: true },
});

/** The roll is at its end. */
export const PAPER_OUT: Make = (at) => printer(at, 'paper out', 'paper load', ['paper-out']);

/** Everything that a device may suffer. */
export const DEVICE_MISHAPS: readonly Make[] = [
  PAPER_OUT,
  (at) => printer(at, 'cover open', 'cover close', ['cover-open']),
  // Noticed at the next cut, if there is one.
  (at) => printer(at, 'cutter jam', 'cutter clear', []),
  (at) => printer(at, 'paper low', 'paper load', ['paper-near-end']),
  (at) => ({ ...printer(at, 'mute on', 'mute off', ['device-lost']), causes: [...PAPER, 'device-lost'] }),
  (at) => printer(at, 'slow on', 'slow off', []),
  (at) => cable(at, at.chance.of(['bus1', 'bus2', 'panel1', 'printer1'])),
  (at) => cable(at, at.chance.of(['bus1', 'bus2', 'panel1', 'printer1'])),
  (at) => unit(at, one(at, 'keypad', 'panel1'), 'mute', 'unmute', ['device-lost']),
  (at) => unit(at, one(at, 'keypad'), 'hold recall', 'release', ['key-held']),
  (at) => unit(at, one(at, 'keypad'), 'babble', 'quiet', []),
  (at) => unit(at, one(at, 'keypad'), `bad-check ${1 + at.chance.below(9)}`, 'bad-check 0', []),
  (at) => unit(at, one(at, 'keypad', 'panel1'), 'short 4', 'short 0', []),
  (at) => unit(at, one(at, 'display'), 'power-off', 'power-on', []),
  (at) => unit(at, one(at, 'display'), 'mute', 'unmute', []),
  (at) => noise(at, at.chance.of(['bus1', 'bus2', 'panel1'])),
  PRINTER_NOISE,
];

/** What the disk may do. */
export const DISK_MISHAPS: readonly Make[] = [
  (at) => ({
    ...disk(at, 'the disk is full', () => at.stand.store.fillDisk(1 + at.chance.below(5))),
    end: () => at.stand.store.fillDisk(0),
  }),
  (at) => disk(at, 'the disk fails once', () => at.stand.store.loseNext(at.chance.is(0.5))),
  (at) =>
    disk(at, 'the disk goes away', () => {
      at.stand.store.loseNext(at.chance.is(0.5));
      at.stand.store.refuseReopen(1 + at.chance.below(4));
    }),
  (at) => {
    let release = (): void => {};
    const stalled = disk(at, 'the disk stands still', () => {
      release = at.stand.store.stall();
    });
    return { ...stalled, lasts: [1, 20], end: () => release() };
  },
];

/** What the broker may do. */
export const BROKER_MISHAPS: readonly Make[] = [
  (at) => broker(at, 'away', ['mqtt/unreachable', 'mqtt/lost', 'mqtt/unsteady'], true),
  (at) => broker(at, 'refusing', ['mqtt/refused', 'mqtt/lost', 'mqtt/unsteady'], true),
  (at) => broker(at, 'hung', ['mqtt/stalled', 'mqtt/lost', 'mqtt/unreachable', 'mqtt/unsteady'], false),
  (at) => broker(at, 'mum', ['mqtt/stalled', 'mqtt/lost', 'mqtt/unsteady'], false),
  (at) => broker(at, 'doubling', [], false),
  (at) => broker(at, 'full', ['mqtt/publish-refused', 'mqtt/state-refused'], false),
  (at) => ({ ...broker(at, 'doubling', ['mqtt/lost', 'mqtt/unsteady'], true), end: () => at.broker.drop() }),
];

/** Said from the setting on, whenever the day that is open is ahead of the clock. */
export const CLOCK_BEHIND = 'branch/clock-behind';

/** What the wall clock may do. */
export const CLOCK_MISHAPS: readonly Make[] = [
  ({ clock, chance }) => ({
    ...quiet('somebody sets the clock'),
    codes: [CLOCK_BEHIND],
    lasts: [1, 2],
    begin: () => clock.setWall(clock.wall() + (chance.below(7_200) - 3_600) * seconds(1)),
    end() {},
  }),
  ({ clock }) => ({
    ...quiet('the clock is not trusted'),
    lasts: [20, 300],
    begin: () => clock.setTrusted(false),
    end: () => clock.setTrusted(true),
  }),
];

function quiet(what: string): Pick<Mishap, 'what' | 'devices' | 'causes' | 'raises' | 'codes'> {
  return { what, devices: [], causes: [], raises: [], codes: [] };
}

function printer(at: Surroundings, from: string, to: string, raises: readonly string[]): Mishap {
  return {
    ...{ what: `printer1: ${from}`, devices: ['printer1'], causes: PAPER, raises, codes: [] },
    lasts: [15, 90],
    begin: () => act(at, 'printer1', from),
    end: () => act(at, 'printer1', to),
  };
}

function cable(at: Surroundings, wire: SlotName): Mishap {
  const pull = (isPulled: boolean): void => {
    at.clock.wake(wire);
    const pair = at.stand.wires.get(wire);
    if (isPulled) pair?.pull();
    else pair?.plug();
  };
  const devices = unitsOf(at.counters)[wire];
  return {
    ...{ what: `the cable of ${wire} is pulled`, devices, causes: ['device-lost', ...PAPER], codes: [] },
    raises: ['device-lost'],
    lasts: [3, 60],
    begin: () => pull(true),
    end: () => pull(false),
  };
}

/** One of a kind, or the other. */
function one({ chance, counters }: Surroundings, kind: 'keypad' | 'display', ...others: readonly string[]): string {
  const draw = chance.below(counters + others.length);
  return others[draw - counters] ?? `${kind}${draw + 1}`;
}

function unit(at: Surroundings, device: string, from: string, to: string, raises: readonly string[]): Mishap {
  const sharers = unitsOf(at.counters)[slotOf(device)];
  const isHeard = raises.length > 0;
  return {
    ...{ what: `${device}: ${from}`, devices: isHeard ? [device] : sharers, causes: ILL, raises, codes: [] },
    lasts: isHeard ? [20, 60] : [2, 40],
    begin: () => act(at, device, from),
    end: () => act(at, device, to),
  };
}

function noise(at: Surroundings, wire: SlotName): Mishap {
  return {
    ...{ what: `noise on ${wire}`, devices: unitsOf(at.counters)[wire], causes: ILL, raises: [], codes: [] },
    lasts: [3, 40],
    begin: () => void at.stand.noise.set(wire, 0.001 * (1 + at.chance.below(30))),
    end: () => void at.stand.noise.delete(wire),
  };
}

/** A teller presses just then, so that it is felt. */
function disk(at: Surroundings, what: string, hurt: () => void): Mishap {
  const begin = (): void => {
    hurt();
    act(at, 'keypad1', 'press recall');
  };
  return { ...DISK_FAULT, what, lasts: [1, 15], begin, end() {} };
}

function broker(at: Surroundings, illness: BrokerIllness, codes: readonly string[], isCut: boolean): Mishap {
  return {
    ...{ what: `the broker is ${illness}`, devices: ['broker'], causes: [], raises: [], codes },
    lasts: [5, 120],
    begin() {
      at.broker.illness = illness;
      if (isCut) at.broker.drop();
    },
    end() {
      at.broker.illness = null;
    },
  };
}

/** Longest of all mishaps. */
export const LONGEST: Millis = seconds(300);

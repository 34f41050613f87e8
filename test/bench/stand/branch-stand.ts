import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../devices/index.ts';
import { type Clock, systemClock } from '../../../src/clock.ts';
import type { Config } from '../../../src/config/config.ts';
import { systemFiles } from '../../../src/config/files.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { type EmulatorHost, type EmulatorPlace, hostEmulators } from '../../../src/devices/emulator-host.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { freePort } from '../../broker/mosquitto.ts';
import { type LogLine, type Run, startProgram } from '../../stand/program.ts';
import { type Bell, openBell } from '../../stand/waiting.ts';
import type { BenchContext } from '../frame/bench.ts';
import { type BranchWish, branchText, STANDARD } from './branch-text.ts';
import { closeLater } from './closing.ts';
import { daemonFlags, IN_ITS_ENVIRONMENT, PROGRAM } from './places.ts';

/** The machine's clock. */
export const clock: Clock = systemClock(() => true);

/** Paper that moves a thousand times faster than paper: what is measured ends with the first byte. */
const HASTE = 1_000;
const fast: Clock = { ...clock, after: (delay, run) => clock.after(delay / HASTE, run) };

/** Bytes at the far end of a wire, with the time at its descriptor (performance.now()). */
export interface Heard {
  readonly device: string;
  /** `out`: the device says it. `in`: the daemon said it; every unit of a bus hears it. */
  readonly way: 'in' | 'out';
  readonly text: string;
  readonly at: number;
}

export interface StandWish extends Partial<Pick<BranchWish, 'kiosks' | 'buses' | 'brokerUrl' | 'http'>> {
  /** Bytes on the buses take the time of 9600 baud. */
  readonly hasLineTime?: boolean;
  /**
   * Left out: `pty`, which looks like a serial port, but every byte goes through a program of its own (socat) that wants a
   * core at that moment. `tcp`, as of a serial device server, leads from process to process.
   */
  readonly wires?: 'pty' | 'tcp';
}

/** A branch with all its devices on pseudo-terminals; the daemon is a process of its own. */
export interface BranchStand {
  readonly bell: Bell;
  readonly branchFile: string;
  readonly journal: string;
  readonly config: Config;
  /** Called for all bytes at all far ends. */
  onHeard(listener: (heard: Heard) => void): () => void;
  view<View>(device: string): View;
  act(device: string, action: string): void;
  /** Log of the daemon. */
  log(): readonly LogLine[];
  /** Starts the daemon; resolves when it says that it is ready. */
  start(before?: readonly string[]): Promise<Run>;
}

/** The wire of a bus that is never there, for branches without devices. */
export const nowhere = (id: string): string => `{ serial: "/nowhere/${id}" }`;

/** Loads a branch file that a bench wrote. */
export function loaded(branchFile: string): Config {
  const end = loadConfig(branchFile, catalogue, systemFiles());
  if (end.kind === 'ok') return end.config;
  throw new Error(end.problems.map((problem) => problem.text).join('\n'));
}

/** Line settings of the buses. */
export const LINE = { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' } as const;

/**
 * Builds the branch in the folder of the bench; its journal is there already where somebody filled it. Daemon and wires end
 * with the bench.
 */
export async function openBranchStand(context: BenchContext, wish: StandWish): Promise<BranchStand> {
  const { directory } = context;
  const links = join(directory, 'wires');
  mkdirSync(links, { recursive: true });
  const { wires = 'pty', hasLineTime = false, ...branch } = wish;
  const ports = wires === 'tcp' ? await portsFor(branch) : new Map<string, number>();
  const [branchFile, journal] = writeBranch(directory, {
    kiosks: 0,
    buses: [],
    brokerUrl: null,
    embeddedPort: ports.get(BROKER) ?? (await freePort()),
    ...branch,
    wireOf: (id) => (wires === 'tcp' ? `{ tcp: "127.0.0.1:${ports.get(id)}" }` : `{ serial: "${join(links, id)}" }`),
  });
  const config = loaded(branchFile);
  let run: Run | null = null;
  const bell = openBell(() => (run ? [...run.out.slice(-8), ...run.err.slice(-8)].join('\n') : 'no daemon'));
  const placeOf = (id: string): EmulatorPlace => {
    const port = ports.get(id);
    return port === undefined ? { kind: 'pty', link: join(links, id) } : { kind: 'tcp', port };
  };
  const far = await openFarEnds(config, { placeOf, bell, hasLineTime });
  closeLater(far.close);
  return {
    bell,
    branchFile,
    journal,
    config,
    onHeard: far.onHeard,
    view: <View>(device: string) => far.hosts.get(device)?.view(device) as View,
    log: () => run?.log() ?? [],
    act: (device, action) => void far.hosts.get(device)?.act(device, action),
    async start(before = []) {
      const [first = PROGRAM, ...words] = [...daemonFlags(context), PROGRAM, 'run', branchFile];
      const started = startProgram(words, bell, [...before, ...IN_ITS_ENVIRONMENT], first);
      run = started;
      closeLater(() => (started.ended() ? undefined : started.stop()));
      await bell.until('the daemon is ready', () => isReady(started));
      return started;
    },
  };
}

function isReady(run: Run): boolean {
  if (run.ended()) throw new Error(`the daemon ended: ${[...run.out, ...run.err].slice(-8).join('\n')}`);
  return run.log().some(({ msg }) => msg.startsWith('ready'));
}

/**
 * Writes standard and branch file.
 *
 * @returns where the branch file, and where the journal is
 */
export function writeBranch(directory: string, wish: Omit<BranchWish, 'journal'>): readonly [string, string] {
  const journal = join(directory, 'journal');
  const branchFile = join(directory, 'branch.yaml');
  writeFileSync(join(directory, 'standard.yaml'), STANDARD);
  writeFileSync(branchFile, branchText({ ...wish, journal }));
  return [branchFile, journal];
}

/** Stands for the daemon's own broker among the wires. */
const BROKER = 'broker';

/** A port for each wire, and one for the broker. */
async function portsFor({ kiosks = 0, buses = [] }: Pick<StandWish, 'kiosks' | 'buses'>): Promise<Map<string, number>> {
  const ports = new Map<string, number>();
  const numbers = Array.from({ length: kiosks }, (_, index) => index + 1);
  const ids = [BROKER, ...numbers.flatMap((n) => [`panel${n}`, `printer${n}`]), ...buses.map(({ id }) => id)];
  // A port that was found free may be found again, as long as nobody listens there.
  for (const id of ids) {
    let port = await freePort();
    while ([...ports.values()].includes(port)) port = await freePort();
    ports.set(id, port);
  }
  return ports;
}

interface FarOptions {
  placeOf(id: string): EmulatorPlace;
  readonly bell: Bell;
  readonly hasLineTime: boolean;
}

/** Every device of the branch, with ears at its wire. */
async function openFarEnds(config: Config, { placeOf, bell, hasLineTime }: FarOptions) {
  const listeners = new Set<(heard: Heard) => void>();
  const tell = (device: string, way: Heard['way'], bytes: Uint8Array): void => {
    const at = performance.now();
    const text = Buffer.from(bytes).toString('latin1');
    for (const listener of listeners) listener({ device, way, text, at });
  };
  const hosts = new Map<string, EmulatorHost>();
  const open = async (id: string, devices: readonly Device[], line: object): Promise<void> => {
    const host = await hostEmulators({
      at: placeOf(id),
      seats: devices.map((device) => seatWithEars(device, tell)),
      ...line,
      clock,
      log: silentLog,
      onChange: () => bell.ring(),
    });
    for (const device of devices) hosts.set(device.id, host);
  };
  await Promise.all([
    ...config.wireDevices.map((device) => open(device.id, [device], {})),
    ...config.buses.map((bus) => open(bus.id, bus.units, hasLineTime ? { line: LINE } : {})),
  ]);
  return {
    hosts,
    onHeard(listener: (heard: Heard) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => void (await Promise.all([...new Set(hosts.values())].map((host) => host.close()))),
  };
}

type Device = Config['devices'][number];
type Seat = Parameters<typeof hostEmulators>[0]['seats'][number];

function seatWithEars(
  { id, driver, settings }: Device,
  tell: (device: string, way: Heard['way'], bytes: Uint8Array) => void,
): Seat {
  return {
    id,
    async emulate(context) {
      const emulator = await driver.emulate(settings, {
        ...context,
        clock: driver.kind === 'printer' ? fast : context.clock,
        send(bytes) {
          tell(id, 'out', bytes);
          context.send(bytes);
        },
      });
      return {
        receive(bytes) {
          tell(id, 'in', bytes);
          emulator.receive(bytes);
        },
        act: (action) => emulator.act(action),
        view: () => emulator.view(),
        close: () => emulator.close(),
      };
    },
  };
}

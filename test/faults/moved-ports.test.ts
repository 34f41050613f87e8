import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import type { Config, WireDeviceConfig } from '../../src/config/config.ts';
import { type Devices, noDevices, systemPins, systemWires } from '../../src/daemon/devices.ts';
import { type EmulatorHost, hostEmulators } from '../../src/devices/emulator-host.ts';
import type { DeviceHealth } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { openPorts } from '../../src/devices/wire/open-ports.ts';
import { openLifetime } from '../../src/lifetime.ts';
import { smallBranch } from '../branch/branches.ts';
import { linkDirectory } from '../pty.ts';
import { type Bell, clock, openBell } from '../stand/bell.ts';
import { lacks } from '../tools.ts';

/** The devices of a daemon on real pseudo-terminals, each played by a panel that is called as its port is. */
interface Bench {
  readonly devices: Devices;
  readonly bell: Bell;
  readonly played: ReadonlyMap<string, EmulatorHost>;
  /** All reports of health, in order. */
  readonly reports: readonly DeviceHealth[];
  /** Presses by the device that told them. */
  readonly presses: readonly string[];
  /** Brings these devices, each at the port of a played panel. */
  change(ports: Readonly<Record<string, string>>): Promise<void>;
  press(port: string): Promise<void>;
  close(): Promise<void>;
}

const panelLine = catalogue.find(({ name }) => name === 'panel-line')!;
const EMPTY: Config = { ...smallBranch(), buses: [], wireDevices: [], devices: [], counters: [], kiosks: [] };

async function openBench(...ports: readonly string[]): Promise<Bench> {
  const directory = linkDirectory();
  const reports: DeviceHealth[] = [];
  const presses: string[] = [];
  const bell = openBell(() => JSON.stringify([presses, reports.slice(-10)]));
  const played = new Map<string, EmulatorHost>();
  const settings = panelLine.settings.parse({ buttons: 4 });
  for (const port of ports) {
    const seats = [{ id: port, emulate: panelLine.emulate.bind(panelLine, settings) }];
    const at = { kind: 'pty' as const, link: join(directory, port) };
    played.set(port, await hostEmulators({ at, seats, clock, log: silentLog }));
  }
  const lifetime = openLifetime();
  const health = {
    report(health: DeviceHealth) {
      reports.push(health);
      bell.ring();
    },
    all: () => [],
    forget() {},
    onReport: () => () => {},
    stop() {},
  };
  const devices = noDevices({
    clockOf: () => clock,
    log: silentLog,
    health,
    ports: openPorts(clock),
    lifetime,
    wires: systemWires(clock, silentLog),
    pins: systemPins(clock, silentLog),
  });
  const device = (id: string, port: string): WireDeviceConfig => {
    const [like] = smallBranch().wireDevices;
    if (!like) return expect.unreachable();
    return { ...like, id, settings, wire: { kind: 'serial', path: join(directory, port) } } as WireDeviceConfig;
  };
  return {
    devices,
    bell,
    played,
    reports,
    presses,
    async change(places) {
      const wireDevices = Object.entries(places).map(([id, port]) => device(id, port));
      await devices.change({ ...EMPTY, wireDevices, devices: wireDevices });
      for (const id of Object.keys(places)) {
        devices.panel.get(id)?.onPress((press) => {
          presses.push(id);
          press.acknowledge();
          bell.ring();
        });
      }
      const isThere = (id: string): boolean => reports.findLast((each) => each.device === id)?.state === 'running';
      await bell.until('all run', () => Object.keys(places).every(isThere));
    },
    async press(port) {
      const before = presses.length;
      await played.get(port)?.act(port, 'press 1');
      await bell.until('the press is told', () => presses.length > before);
    },
    async close() {
      await lifetime.close();
      for (const host of played.values()) await host.close();
    },
  };
}

let bench: Bench;
afterEach(() => bench.close());

const lost = (): readonly string[] =>
  bench.reports.flatMap(({ device, state, reason }) => (state === 'backing-off' ? [`${device}: ${reason}`] : []));

describe.skipIf(lacks('socat'))('a serial port that goes from one device to another', () => {
  it('is open for the new one at the first try', async () => {
    bench = await openBench('x');
    await bench.change({ first: 'x' });
    await bench.press('x');
    await bench.change({ second: 'x' });
    await bench.press('x');
    expect([bench.presses, lost()]).toEqual([['first', 'second'], []]);
    expect([...bench.devices.panel.keys()]).toEqual(['second']);
  });

  it('and back for it at once, when two devices change their ports', async () => {
    bench = await openBench('x', 'y');
    await bench.change({ first: 'x', second: 'y' });
    await bench.press('x');
    await bench.change({ first: 'y', second: 'x' });
    await bench.press('x');
    await bench.press('y');
    expect([bench.presses, lost()]).toEqual([['first', 'second', 'first'], []]);
  });
});

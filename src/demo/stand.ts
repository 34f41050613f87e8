import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { type EmulatorHost, type HostedUnit, hostEmulators } from '../devices/emulator-host.ts';
import type { Log } from '../devices/log.ts';
import type { FarEnd } from '../devices/wire/far-end.ts';
import { tcpFarEnd } from '../devices/wire/far-tcp.ts';
import { ptyFarEnd } from '../devices/wire/pty.ts';

export interface StandParts {
  /** The branch whose devices are played. */
  readonly config: Config;
  /** Where the pseudo-terminals get their names. */
  readonly directory: string;
  readonly wires: 'pty' | 'tcp';
  readonly clock: Clock;
  readonly log: Log;
  onChange(device: string): void;
}

/** Every device of a branch, played at the far end of its wire. */
export interface Stand {
  /** Address of each wire, by the id of its device or bus. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The wire of each device. */
  readonly hosts: ReadonlyMap<string, EmulatorHost>;
  close(): Promise<void>;
}

/** Directories in which Debian keeps programs. */
const PROGRAMS = ['/usr/bin', '/usr/local/bin', '/bin'];

/** Pseudo-terminals where socat is there, else TCP. */
export function bestWires(exists: (path: string) => boolean = existsSync): 'pty' | 'tcp' {
  return PROGRAMS.some((directory) => exists(join(directory, 'socat'))) ? 'pty' : 'tcp';
}

/** Plays all devices of a branch. */
export async function openStand(parts: StandParts): Promise<Stand> {
  const { config, clock } = parts;
  const addresses = new Map<string, string>();
  const hosts = new Map<string, EmulatorHost>();
  const open = async (id: string, units: readonly HostedUnit[]): Promise<void> => {
    const host = await hostEmulators({ far: await farEnd(parts, id), units, clock, onChange: parts.onChange });
    addresses.set(id, host.address);
    for (const device of host.devices) hosts.set(device, host);
  };
  await Promise.all([
    ...config.wireDevices.map((device) => open(device.id, [unitOf(device)])),
    ...config.buses.map((bus) => open(bus.id, bus.units.map(unitOf))),
  ]);
  return {
    addresses,
    hosts,
    async close() {
      await Promise.all([...new Set(hosts.values())].map((host) => host.close()));
    },
  };
}

function unitOf({ id, driver, settings }: Config['devices'][number]): HostedUnit {
  return { device: id, emulate: (context) => driver.emulate(settings, context) };
}

function farEnd({ wires, directory, clock, log }: StandParts, id: string): Promise<FarEnd> {
  return wires === 'pty' ? ptyFarEnd({ link: join(directory, id), clock, log }) : tcpFarEnd(0);
}

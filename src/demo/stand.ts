import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { type EmulatorHost, type EmulatorPlace, type EmulatorSeat, hostEmulators } from '../devices/emulator-host.ts';
import type { Log } from '../devices/log.ts';
import { programPath } from './programs.ts';

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
  /** Each wire, by the id of its device or bus. */
  readonly wires: ReadonlyMap<string, EmulatorHost>;
  close(): Promise<void>;
}

/** Pseudo-terminals where socat is there, else TCP. */
export function bestWires(exists: (path: string) => boolean = existsSync): 'pty' | 'tcp' {
  return programPath('socat', exists) === null ? 'tcp' : 'pty';
}

/**
 * Plays all devices of a branch.
 *
 * @throws LobbydError when a wire cannot be made; those that were made are closed again
 */
export async function openStand(parts: StandParts): Promise<Stand> {
  const { config, clock, log, onChange } = parts;
  const addresses = new Map<string, string>();
  const hosts = new Map<string, EmulatorHost>();
  const wires = new Map<string, EmulatorHost>();
  const open = async (id: string, seats: readonly EmulatorSeat[]): Promise<void> => {
    const host = await hostEmulators({ at: placeOf(parts, id), seats, clock, log, onChange });
    addresses.set(id, host.address);
    wires.set(id, host);
    for (const seat of seats) hosts.set(seat.id, host);
  };
  const close = async (): Promise<void> => {
    await Promise.all([...wires.values()].map((host) => host.close()));
  };
  const opened = await Promise.allSettled([
    ...config.wireDevices.map((device) => open(device.id, [seatOf(device)])),
    ...config.buses.map((bus) => open(bus.id, bus.units.map(seatOf))),
  ]);
  const failed = opened.find((end) => end.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  return { addresses, hosts, wires, close };
}

function seatOf({ id, driver, settings }: Config['devices'][number]): EmulatorSeat {
  return { id, emulate: (context) => driver.emulate(settings, context) };
}

function placeOf({ wires, directory }: StandParts, id: string): EmulatorPlace {
  return wires === 'pty' ? { kind: 'pty', link: join(directory, id) } : { kind: 'tcp', port: 0 };
}

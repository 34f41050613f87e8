import type { Clock } from '../clock.ts';
import type { Emulator, EmulatorContext } from './driver.ts';
import type { FarEnd } from './wire/far-end.ts';

/** A device that is played at a far end. */
export interface HostedUnit {
  /** Id of the device in the configuration. */
  readonly device: string;
  /** Makes it: `(context) => definition.emulate(settings, context)`. */
  emulate(context: EmulatorContext): Promise<Emulator>;
}

export interface EmulatorHostParts {
  readonly far: FarEnd;
  /** One for a wire of its own; all units of a bus. */
  readonly units: readonly HostedUnit[];
  readonly clock: Clock;
  /** Something that a person could see, hear or take has changed at this device. */
  onChange(device: string): void;
}

/** Emulators at the far end of one wire, and what a person may do there. */
export interface EmulatorHost {
  /** How the daemon reaches them. */
  readonly address: string;
  readonly devices: readonly string[];
  /** What a person does at a device; `cable out` and `cable in` are the whole wire's. */
  act(device: string, action: string): ReturnType<Emulator['act']>;
  /** What a person sees; null for a device that is not here. */
  view(device: string): unknown;
  /** Power off, and the cable with it. One shared promise. */
  close(): Promise<void>;
}

/** What may be done to every wire. */
export const CABLE_ACTIONS = ['cable out', 'cable in'] as const;

/**
 * Plays devices at the far end of a wire: all of them hear what the daemon sends, as on a bus, and on a pulled cable
 * nothing is heard.
 */
export async function hostEmulators(parts: EmulatorHostParts): Promise<EmulatorHost> {
  const { far, clock } = parts;
  const emulators = new Map<string, Emulator>();
  for (const { device, emulate } of parts.units) {
    const context: EmulatorContext = {
      clock,
      send: (bytes) => far.send(bytes),
      onChange: () => parts.onChange(device),
    };
    emulators.set(device, await emulate(context));
  }
  const unsubscribe = far.onBytes((bytes) => {
    for (const emulator of emulators.values()) emulator.receive(bytes);
  });
  const close = async (): Promise<void> => {
    unsubscribe();
    for (const emulator of emulators.values()) emulator.close();
    await far.close();
  };
  let closing: Promise<void> | null = null;
  return {
    address: far.address,
    devices: [...emulators.keys()],
    act(device, action) {
      if (action === 'cable out') void far.pull().then(() => parts.onChange(device));
      else if (action === 'cable in') void far.plug().then(() => parts.onChange(device));
      else return extended(emulators.get(device)?.act(action));
      return { kind: 'done' };
    },
    view: (device) => emulators.get(device)?.view() ?? null,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function extended(end: ReturnType<Emulator['act']> | undefined): ReturnType<Emulator['act']> {
  if (end?.kind === 'done') return end;
  return { kind: 'refused', known: [...(end?.known ?? []), ...CABLE_ACTIONS] };
}

import type { Clock } from '../clock.ts';
import { LobbydError, messageOf } from '../errors.ts';
import type { Emulator, EmulatorContext } from './driver.ts';
import type { Log } from './log.ts';
import type { FarEnd } from './wire/far-end.ts';
import { lineBehind } from './wire/far-line.ts';
import { tcpFarEnd } from './wire/far-tcp.ts';
import type { WirePair } from './wire/pair.ts';
import { ptyFarEnd } from './wire/pty.ts';
import type { LineSettings } from './wire/wire.ts';

/** Where emulators sit. */
export type EmulatorPlace =
  /** A pseudo-terminal behind this link; needs socat. */
  | { readonly kind: 'pty'; readonly link: string }
  /** A listener; loopback when no host is given, any free port for 0. */
  | { readonly kind: 'tcp'; readonly port: number; readonly host?: string }
  /** In memory; the pair says itself whether the units hear each other. */
  | { readonly kind: 'pair'; readonly pair: WirePair };

/** One emulator on the wire. */
export interface EmulatorSeat {
  /** What `act` and `view` ask for: the device's id. */
  readonly id: string;
  /** `(context) => definition.emulate(settings, context)`. */
  emulate(context: EmulatorContext): Promise<Emulator>;
}

export interface HostOptions {
  readonly at: EmulatorPlace;
  /** Several on one wire are a bus: all hear all bytes. */
  readonly seats: readonly EmulatorSeat[];
  /**
   * On a pty or TCP: the line has this speed, bytes take their time, and units that speak at once garble each other.
   * Left out: bytes arrive at once and whole.
   */
  readonly line?: LineSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** A person at this device could see, hear or take something new. */
  onChange?(id: string): void;
}

/** What an action came to. */
export type ActEnd = ReturnType<Emulator['act']>;

/** Emulators on one wire, which can be pulled and plugged in again. */
export interface EmulatorHost {
  /** How the daemon reaches them. */
  readonly address: string;
  /** An action of the emulator, or `pull` and `plug` for the cable. Unknown ids are refused with no known action. */
  act(id: string, action: string): Promise<ActEnd>;
  /** What a person sees at it; undefined for an unknown id. */
  view(id: string): unknown;
  pull(): Promise<void>;
  plug(): Promise<void>;
  isPlugged(): boolean;
  /** Ends cable and emulators, goes on past a failing step; one shared promise. */
  close(): Promise<void>;
}

/**
 * Puts emulators on the far end of a wire.
 *
 * @throws LobbydError when the place cannot be had (`device/no-pty`, `device/cannot-listen`), or two seats share an id
 */
export async function hostEmulators(options: HostOptions): Promise<EmulatorHost> {
  const ids = new Set(options.seats.map((seat) => seat.id));
  if (ids.size < options.seats.length) {
    throw new LobbydError({
      code: 'device/two-emulators',
      what: 'two emulators of one wire have the same id',
      where: [...options.seats.map((seat) => seat.id)].join(', '),
      next: 'give each its own',
    });
  }
  const host = new WireHost(options);
  await host.start();
  return host;
}

async function farEndAt({ at, clock, log }: HostOptions): Promise<FarEnd> {
  switch (at.kind) {
    case 'pty':
      return ptyFarEnd({ link: at.link, clock, log });
    case 'tcp':
      return tcpFarEnd(at.port, at.host);
    case 'pair':
      return at.pair.attach();
  }
}

/** Sayings that one saying may lead to on an emulated bus; what comes after them is lost. */
const SAYINGS = 64;

class WireHost implements EmulatorHost {
  readonly #options: HostOptions;
  readonly #emulators = new Map<string, Emulator>();
  readonly #ends: FarEnd[] = [];
  /** What was said on a bus and not heard by all yet. */
  readonly #said: { readonly from: string | null; readonly bytes: Uint8Array }[] = [];
  /** The wire that itself brings all bytes to all; null: the host does. */
  #pair: WirePair | null = null;
  #closed: Promise<void> | null = null;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { at, seats, line, clock } = this.#options;
    const first = await farEndAt(this.#options);
    this.#ends.push(first);
    try {
      if (at.kind === 'pair') this.#pair = at.pair;
      else if (line) this.#pair = await lineBehind(first, line, clock);
      else first.onBytes((bytes) => this.#spread(null, bytes));
      for (const [index, seat] of seats.entries()) {
        // On an in-memory wire each unit sits at an end of its own: the wire itself brings all bytes to all.
        const end = this.#pair && (index > 0 || at.kind !== 'pair') ? this.#pair.attach() : first;
        if (end !== first) this.#ends.push(end);
        await this.#seat(seat, end);
      }
    } catch (caught) {
      await this.close();
      throw caught;
    }
  }

  get address(): string {
    return this.#ends[0]?.address ?? '';
  }

  async act(id: string, action: string): Promise<ActEnd> {
    const emulator = this.#emulators.get(id);
    if (!emulator) return { kind: 'refused', known: [] };
    if (action === 'pull' || action === 'plug') {
      await this[action]();
      return { kind: 'done' };
    }
    const end = emulator.act(action);
    return end.kind === 'done' ? end : { kind: 'refused', known: [...end.known, 'pull', 'plug'] };
  }

  view(id: string): unknown {
    return this.#emulators.get(id)?.view();
  }

  async pull(): Promise<void> {
    await this.#ends[0]?.pull();
  }

  async plug(): Promise<void> {
    await this.#ends[0]?.plug();
  }

  isPlugged(): boolean {
    return this.#ends[0]?.isPlugged() ?? false;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #seat(seat: EmulatorSeat, end: FarEnd): Promise<void> {
    const { clock, onChange } = this.#options;
    const emulator = await seat.emulate({
      clock,
      onChange: () => onChange?.(seat.id),
      send: (bytes) => {
        end.send(bytes);
        if (!this.#pair) this.#spread(seat.id, bytes.slice());
      },
    });
    this.#emulators.set(seat.id, emulator);
    if (this.#pair) end.onBytes((bytes) => this.#hears(seat.id, emulator, bytes));
  }

  /** Brings bytes to all units but the one that said them, one saying after another. */
  #spread(from: string | null, bytes: Uint8Array): void {
    this.#said.push({ from, bytes });
    if (this.#said.length > 1) return;
    for (let round = 0; round < SAYINGS; round += 1) {
      const first = this.#said[0];
      if (!first) return;
      for (const [id, emulator] of this.#emulators) if (id !== first.from) this.#hears(id, emulator, first.bytes);
      this.#said.shift();
    }
    this.#said.length = 0;
    this.#options.log.warn({ port: this.address }, 'emulated units answer each other without end; the rest is lost');
  }

  #hears(id: string, emulator: Emulator, bytes: Uint8Array): void {
    if (this.#closed) return;
    try {
      emulator.receive(bytes);
    } catch (caught) {
      this.#options.log.error({ device: id, err: caught }, 'an emulator failed at bytes');
    }
  }

  async #close(): Promise<void> {
    const { log } = this.#options;
    for (const [id, emulator] of this.#emulators) {
      try {
        emulator.close();
      } catch (caught) {
        log.error({ device: id, err: caught }, 'an emulator did not close');
      }
    }
    for (const end of this.#ends) {
      await end
        .close()
        .catch((caught) => log.error({ port: end.address, fault: messageOf(caught) }, 'a cable did not end'));
    }
  }
}

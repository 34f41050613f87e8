import type { Clock, Millis } from '../../clock.ts';
import { byteListeners, FAR_END_BOUND, type FarEnd } from './far-end.ts';
import { type WireLife, wireLife } from './life.ts';
import { type Lane, lane, type Transmission } from './pair-lane.ts';
import { seededRandom } from './seeded.ts';
import type { OpenEnd, WireFactory, WireListener } from './wire.ts';

export interface PairOptions {
  readonly clock: Clock;
  readonly name: string;
  /** Bits a second, ten a character; left out, everything arrives in the next turn. */
  readonly baud?: number;
  /** Most bytes that arrive at once; 16 when left out. */
  readonly chunkSize?: number;
  /** Flips one bit in this share (0–1) of the bytes, the same ones for the same seed. */
  readonly noise?: { readonly seed: number; readonly share: number };
  /** One medium for all, as RS-485 is: far ends hear each other, and whoever speaks while another speaks is garbled. */
  readonly isShared?: boolean;
}

/** An in-memory wire: the daemon's side is a factory like any other, the device's side one or more far ends. */
export interface WirePair {
  readonly factory: WireFactory;
  /** One more device on the wire; its `close` takes it off. Pull and plug are the whole wire's. */
  attach(): FarEnd;
  pull(detail?: string): void;
  plug(): void;
  isPlugged(): boolean;
  /** Opening is refused with this detail until null is given: a port without permission, or held by another process. */
  refuse(detail: string | null): void;
  /** A device that holds the line (busy printer): the daemon's bytes wait. */
  stall(isStalled: boolean): void;
  /** Whether the daemon has it open. */
  isOpen(): boolean;
}

/** What a collision makes of a byte: some other byte, never the same, and not the same change for its neighbours. */
const COLLISION = 0b0101_1010;
const NEIGHBOURS = 0x0f;

interface Party {
  readonly lane: Lane;
  hear(bytes: Uint8Array): void;
}

/** Makes a {@link WirePair}. */
export function wirePair(options: PairOptions): WirePair {
  return new MemoryPair(options);
}

class MemoryPair implements WirePair {
  readonly factory: WireFactory;
  readonly #options: PairOptions;
  readonly #parties = new Set<Party>();
  readonly #daemon: Party;
  readonly #characterTime: Millis;
  readonly #random: () => number;
  #life: WireLife | null = null;
  #refusal: string | null = null;
  #isPlugged = true;

  constructor(options: PairOptions) {
    this.#options = options;
    this.#characterTime = options.baud === undefined ? 0 : 10_000 / options.baud;
    this.#random = seededRandom(options.noise?.seed ?? 0);
    this.#daemon = this.#join((bytes) => this.#life?.received(bytes), true);
    this.factory = { name: options.name, open: async (listener) => this.#open(listener) };
  }

  attach(): FarEnd {
    const listeners = byteListeners();
    const party = this.#join((bytes) => listeners.tell(bytes), this.#options.isShared === true);
    return farEnd(this, party, listeners.add, () => {
      party.lane.clear();
      this.#parties.delete(party);
    });
  }

  pull(detail = `${this.factory.name} was pulled`): void {
    this.#isPlugged = false;
    for (const party of this.#parties) party.lane.clear();
    this.#life?.broken(detail);
    this.#life = null;
  }

  plug(): void {
    this.#isPlugged = true;
  }

  isPlugged(): boolean {
    return this.#isPlugged;
  }

  refuse(detail: string | null): void {
    this.#refusal = detail;
  }

  stall(isStalled: boolean): void {
    this.#daemon.lane.hold(isStalled);
  }

  isOpen(): boolean {
    return this.#life !== null;
  }

  /** One more sender; `isHeardByAll`: by the other far ends too, not by the daemon alone. */
  #join(hear: (bytes: Uint8Array) => void, isHeardByAll: boolean): Party {
    const party: Party = {
      hear,
      lane: lane({
        clock: this.#options.clock,
        characterTime: this.#characterTime,
        chunkSize: this.#options.chunkSize ?? 16,
        deliver: (bytes, air) => {
          const spoiled = this.#spoiled(party, bytes, air);
          if (isHeardByAll) this.#tellAll(party, spoiled);
          else this.#daemon.hear(spoiled);
        },
      }),
    };
    this.#parties.add(party);
    return party;
  }

  /** To all but the speaker, in the order in which they came. Each may keep what it hears: it has a copy, the last one the bytes. */
  #tellAll(speaker: Party, bytes: Uint8Array): void {
    let next: Party | null = null;
    for (const party of this.#parties) {
      if (party === speaker) continue;
      next?.hear(bytes.slice());
      next = party;
    }
    next?.hear(bytes);
  }

  /** Noise and collisions, byte by byte. */
  #spoiled(speaker: Party, bytes: Uint8Array, air: Transmission): Uint8Array {
    const share = this.#options.noise?.share ?? 0;
    if (share === 0 && !this.#isMet(speaker, air)) return bytes;
    return bytes.map((byte, index) => {
      const from = air.from + index * this.#characterTime;
      const stretch = { from, to: from + this.#characterTime };
      const isHit = this.#isMet(speaker, stretch);
      const noise = share > 0 && this.#random() < share ? 1 << Math.floor(this.#random() * 8) : 0;
      return byte ^ (isHit ? COLLISION ^ (index & NEIGHBOURS) : 0) ^ noise;
    });
  }

  /** Whether somebody else spoke at the same time. */
  #isMet(speaker: Party, stretch: Transmission): boolean {
    if (this.#options.isShared !== true) return false;
    for (const other of this.#parties) if (other !== speaker && other.lane.spoke(stretch)) return true;
    return false;
  }

  #open(listener: WireListener): OpenEnd {
    const detail = this.#refusalNow();
    if (detail !== null) return { kind: 'refused', reason: { kind: 'refused', detail } };
    const life = wireLife(
      {
        name: this.factory.name,
        transmit: (bytes) => new Promise((done) => this.#daemon.lane.push(bytes, done)),
        release: async () => {
          if (this.#life !== life) return;
          this.#life = null;
          this.#daemon.lane.clear();
        },
      },
      listener,
    );
    this.#life = life;
    this.#options.clock.after(0, () => life.begin());
    return { kind: 'open', wire: life.wire };
  }

  #refusalNow(): string | null {
    if (this.#refusal !== null) return this.#refusal;
    if (!this.#isPlugged) return `no such port: ${this.factory.name}`;
    return this.#life ? `${this.factory.name} is open already` : null;
  }
}

function farEnd(pair: WirePair, party: Party, onBytes: FarEnd['onBytes'], leave: () => void): FarEnd {
  let hasLeft = false;
  return {
    address: pair.factory.name,
    onBytes,
    send(bytes) {
      if (hasLeft || !pair.isPlugged() || party.lane.waiting() + bytes.length > FAR_END_BOUND) return;
      party.lane.push(bytes);
    },
    hold: (isHeld) => pair.stall(isHeld),
    pull: async () => pair.pull(),
    plug: async () => pair.plug(),
    isPlugged: () => pair.isPlugged(),
    async close() {
      hasLeft = true;
      leave();
    },
  };
}

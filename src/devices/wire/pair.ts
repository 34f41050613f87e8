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

/** What a collision makes of a byte: some other byte, never the same. */
const COLLISION = 0b0101_1010;

interface Party {
  readonly lane: Lane;
  hear(bytes: Uint8Array): void;
}

/** Makes a {@link WirePair}. */
export function wirePair(options: PairOptions): WirePair {
  const { clock, name } = options;
  const parties = new Set<Party>();
  const spoil = spoiler(options, parties);
  let life: WireLife | null = null;
  let refusal: string | null = null;
  let isPlugged = true;

  const join = (hear: (bytes: Uint8Array) => void, hears: () => Iterable<Party>): Party => {
    const party: Party = {
      hear,
      lane: lane({
        clock,
        characterTime: characterTimeOf(options),
        chunkSize: options.chunkSize ?? 16,
        deliver(bytes, air) {
          const spoiled = spoil(party, bytes, air);
          for (const other of hears()) if (other !== party) other.hear(spoiled.slice());
        },
      }),
    };
    parties.add(party);
    return party;
  };
  const daemon = join(
    (bytes) => life?.received(bytes),
    () => parties,
  );
  const drop = (detail: string): void => {
    for (const party of parties) party.lane.clear();
    life?.broken(detail);
    life = null;
  };
  const open = (listener: WireListener): OpenEnd => {
    const detail = refusal ?? (isPlugged ? null : `no such port: ${name}`) ?? (life ? `${name} is open already` : null);
    if (detail !== null) return { kind: 'refused', reason: { kind: 'refused', detail } };
    const mine = wireLife(
      {
        name,
        transmit: (bytes) => new Promise((done) => daemon.lane.push(bytes, done)),
        release: async () => {
          if (life !== mine) return;
          life = null;
          daemon.lane.clear();
        },
      },
      listener,
    );
    life = mine;
    clock.after(0, () => mine.begin());
    return { kind: 'open', wire: mine.wire };
  };
  const pair: WirePair = {
    factory: { name, open: async (listener) => open(listener) },
    attach() {
      const listeners = byteListeners();
      const party = join(
        (bytes) => listeners.tell(bytes),
        () => (options.isShared ? parties : [daemon]),
      );
      return farEnd(pair, party, listeners.add, () => {
        party.lane.clear();
        parties.delete(party);
      });
    },
    pull(detail = `${name} was pulled`) {
      isPlugged = false;
      drop(detail);
    },
    plug() {
      isPlugged = true;
    },
    isPlugged: () => isPlugged,
    refuse(detail) {
      refusal = detail;
    },
    stall: (isStalled) => daemon.lane.hold(isStalled),
    isOpen: () => life !== null,
  };
  return pair;
}

function characterTimeOf(options: PairOptions): Millis {
  return options.baud === undefined ? 0 : 10_000 / options.baud;
}

/** Noise and collisions, byte by byte. */
function spoiler(options: PairOptions, parties: Set<Party>) {
  const random = seededRandom(options.noise?.seed ?? 0);
  const share = options.noise?.share ?? 0;
  const characterTime = characterTimeOf(options);
  return (speaker: Party, bytes: Uint8Array, air: Transmission): Uint8Array =>
    bytes.map((byte, index) => {
      const from = air.from + index * characterTime;
      const isHit =
        options.isShared === true &&
        [...parties].some((other) => other !== speaker && other.lane.spoke({ from, to: from + characterTime }));
      const noise = share > 0 && random() < share ? 1 << Math.floor(random() * 8) : 0;
      return byte ^ (isHit ? COLLISION : 0) ^ noise;
    });
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

import { expect } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import type { Clock } from '../clock.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from './driver.ts';
import type { DeviceHealth } from './kinds.ts';
import type { Log } from './log.ts';
import { superviseDevice } from './supervisor.ts';
import type { FarEnd } from './wire/far-end.ts';
import { type OpenPorts, openPorts } from './wire/open-ports.ts';
import { type WirePair, wirePair } from './wire/pair.ts';
import type { CloseReason, Wire, WireListener } from './wire/wire.ts';

/** A display that asks `?` at the start, takes `!` as its answer, and echoes what it hears. */
export function echo(
  context: DriverContext,
  ill: { begin?: boolean; bytes?: boolean; end?: boolean; timer?: boolean } = {},
) {
  const seen = { ends: [] as CloseReason[], bytes: 0, closes: 0, wire: null as Wire | null };
  let report: LinkReport | null = null;
  const device: WireDevice<'display'> = {
    port: { show() {} },
    begin(wire, to): Link {
      if (ill.begin) JSON.parse('{begin');
      report = to;
      seen.wire = wire;
      void wire.write(Uint8Array.of(63));
      if (ill.timer) context.clock.after(100, () => JSON.parse('{timer'));
      return {
        onBytes(bytes) {
          if (ill.bytes) JSON.parse('{bytes');
          seen.bytes += bytes.length;
          if (bytes.includes(33)) to.identified('echo');
        },
        end(reason) {
          seen.ends.push(reason);
          if (ill.end) JSON.parse('{end');
        },
      };
    },
    async close() {
      seen.closes += 1;
    },
  };
  return { device, seen, lost: (reason: string) => report?.lost(reason) };
}

/** A line of the log. */
export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: object;
}

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

/** A supervised display on an in-memory wire, in virtual time. */
export interface Stand {
  readonly clock: FakeClock;
  readonly pair: WirePair;
  readonly healths: DeviceHealth[];
  readonly lines: Line[];
  readonly ports: OpenPorts;
  readonly supervised: Awaited<ReturnType<typeof superviseDevice<'display'>>>;
  readonly driver: ReturnType<typeof echo>;
  readonly context: DriverContext;
  answers: boolean;
  close(): Promise<void>;
}

/** Builds a {@link Stand}; `ill`: where the driver throws. */
export async function supervisorStand(ill: Parameters<typeof echo>[1] = {}, seed = 1): Promise<Stand> {
  const clock = fakeClock();
  const pair = wirePair({ clock, name: 'pair:display' });
  const healths: DeviceHealth[] = [];
  const { log, lines } = keptLog();
  const ports = openPorts(clock);
  const made = { answers: true };
  const far = pair.attach();
  far.onBytes((bytes) => {
    if (made.answers && bytes.includes(63)) far.send(Uint8Array.of(33));
  });
  let driver: ReturnType<typeof echo> | null = null;
  let context: DriverContext | null = null;
  const supervised = await superviseDevice<'display'>({
    device: 'display-3',
    wires: pair.factory,
    clock,
    log,
    seed,
    ports,
    onHealth: (health) => void healths.push(health),
    async open(given) {
      context = given;
      driver = echo(given, ill);
      return driver.device;
    },
  });
  if (!driver || !context) return expect.unreachable();
  const close = async (): Promise<void> => {
    const closed = supervised.close();
    await clock.advance(10_000);
    await closed;
  };
  return Object.assign(made, { close, clock, pair, healths, lines, ports, supervised, driver, context });
}

/** What a listener heard, and waiting for it. */
export interface Heard extends WireListener {
  readonly bytes: number[];
  readonly closed: CloseReason[];
  /** Everything in order: `bytes`, `closed`. */
  readonly order: string[];
  /** Resolves when the condition holds; looked at after each callback. */
  until(condition: () => boolean): Promise<void>;
}

/** A listener that keeps what it hears. */
export function heard(): Heard {
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of [...waiting]) check();
  };
  const made: Heard = {
    bytes: [],
    closed: [],
    order: [],
    onBytes(bytes) {
      made.bytes.push(...bytes);
      made.order.push('bytes');
      look();
    },
    onClosed(reason) {
      made.closed.push(reason);
      made.order.push('closed');
      look();
    },
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
  return made;
}

/** Types of the test bus's frames: asked for keys, told to show; keys, shown. */
export const [POLL, SHOW, KEYS, SHOWN] = [0x50, 0x44, 0x52, 0x41] as const;
/** Bytes of a frame without its filler. */
export const FRAME = 4;

/** A frame of the test bus: type, address, value, sum; filler before it makes it as long as real ones are. */
export function frame(type: number, address: number, value: number, filler: number): Uint8Array {
  return Uint8Array.from([...Array<number>(filler).fill(0xff), type, address, value, type ^ address ^ value]);
}

/** The other end: a pad that is pressed and shows numbers, and the ways in which it can be ill. */
export class TestPad {
  mood: 'well' | 'mute' | 'late' | 'wrong-address' | 'bad-sum' | 'short' | 'endless' = 'well';
  lateBy = 60;
  readonly shown: { readonly value: number; readonly at: number }[] = [];
  #pressed: number[] = [];
  #window: number[] = [];
  #babbling = false;
  readonly #number: number;
  readonly #far: FarEnd;
  readonly #clock: Clock;
  readonly #filler: number;

  constructor(number: number, far: FarEnd, clock: Clock, filler = 0) {
    this.#number = number;
    this.#far = far;
    this.#clock = clock;
    this.#filler = filler;
    far.onBytes((bytes) => {
      for (const byte of bytes) this.#hear(byte);
    });
  }

  press(key: number): void {
    this.#pressed.push(key);
  }

  /** Sends without being asked: `size` bytes, every `every` ms, until told to stop. */
  babble(size: number, every: number): void {
    this.#babbling = true;
    const go = (): void => {
      if (!this.#babbling) return;
      this.#far.send(new Uint8Array(size).fill(0x55));
      this.#clock.after(every, go);
    };
    go();
  }

  hush(): void {
    this.#babbling = false;
  }

  #hear(byte: number): void {
    this.#window = [...this.#window.slice(1 - FRAME), byte];
    const [type, address, value, sum] = this.#window;
    if (type === undefined || value === undefined || address !== this.#number) return;
    if (sum !== (type ^ address ^ value)) return;
    if (type === SHOW) {
      this.shown.push({ value, at: this.#clock.monotonic() });
      this.#answer(SHOWN, value);
    }
    if (type === POLL) this.#answer(KEYS, this.mood === 'mute' ? 0 : (this.#pressed.shift() ?? 0));
  }

  #answer(type: number, value: number): void {
    if (this.mood === 'mute') return;
    const address = this.mood === 'wrong-address' ? this.#number + 1 : this.#number;
    const bytes = frame(type, address, value, this.#filler);
    if (this.mood === 'bad-sum') bytes[bytes.length - 1] = 0xee;
    const said = this.mood === 'short' ? bytes.slice(0, 2) : this.mood === 'endless' ? new Uint8Array(3_000) : bytes;
    this.#clock.after(this.mood === 'late' ? this.lateBy : 2, () => this.#far.send(said));
  }
}

import type { FakeClock } from '../../clock.fake.ts';
import { fakeClock } from '../../clock.fake.ts';
import type { BusDevice, DriverContext, Exchange, ExchangeEnd, UnitVerdict } from '../driver.ts';
import type { DeviceHealth } from '../kinds.ts';
import { FRAME, frame, KEYS, keptLog, type Line, POLL, SHOW, SHOWN, TestPad } from '../spec.ts';
import { superviseBus } from './bus.ts';
import type { Polling } from './bus-polling.ts';
import { type PairOptions, type WirePair, wirePair } from './pair.ts';
import { seedOf } from './seeded.ts';
import type { LineSettings } from './wire.ts';

/** The line of the test bus. */
export const LINE: LineSettings = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

/** The driver of a test unit: polled for keys unless it is a display, shows numbers, knows what it heard when. */
export class TestUnit implements BusDevice<'display'> {
  readonly port = { show: () => {} };
  readonly address: string;
  readonly isPolled: boolean;
  readonly presses: { readonly key: number; readonly at: number }[] = [];
  readonly ends: ExchangeEnd['kind'][] = [];
  /** When each exchange was begun. */
  readonly slots: number[] = [];
  resets = 0;
  closes = 0;
  /** What a broken driver throws in. */
  throwsIn: 'isUrgent' | 'next' | 'ended' | 'reset' | 'isWhole' | null = null;
  /** Presses acted upon: a number shown at once, as a daemon would. */
  answers = false;
  /** Presses handed on to somebody who answers in a moment. */
  isAwaited = false;
  timeoutMs = 40;
  pauseMs = 0;
  #wake: () => void = () => {};
  #toShow: number | null = null;
  #showing: number | null = null;
  readonly #number: number;
  readonly context: DriverContext;
  readonly #filler: number;

  constructor(number: number, context: DriverContext, isPolled: boolean, filler = 0) {
    this.#number = number;
    this.context = context;
    this.#filler = filler;
    this.address = String(number).padStart(2, '0');
    this.isPolled = isPolled;
  }

  show(value: number): void {
    this.#toShow = value;
    this.#wake();
  }

  isUrgent(): boolean {
    this.#break('isUrgent');
    return this.#toShow !== null;
  }

  next(): Exchange | null {
    this.#break('next');
    this.#showing = this.#toShow;
    if (this.#showing === null && !this.isPolled) return null;
    this.slots.push(this.context.clock.monotonic());
    const reply = {
      timeoutMs: this.timeoutMs,
      isWhole: (bytes: Uint8Array) => {
        this.#break('isWhole');
        return bytes.length >= FRAME + this.#filler && bytes[this.#filler] !== 0;
      },
    };
    return this.#showing === null
      ? { bytes: frame(POLL, this.#number, 0, this.#filler), reply, pauseMs: this.pauseMs }
      : {
          bytes: frame(SHOW, this.#number, this.#showing, this.#filler),
          reply: this.isPolled ? reply : null,
          pauseMs: this.pauseMs,
        };
  }

  ended(end: ExchangeEnd): UnitVerdict {
    this.ends.push(end.kind);
    this.#break('ended');
    if (end.kind === 'sent') {
      this.#shown();
      return { kind: 'unsure' };
    }
    if (end.kind !== 'answered') return { kind: 'ill', reason: end.kind };
    const [type, address, value, sum] = end.bytes.slice(this.#filler);
    if (address !== this.#number || ((type ?? 0) ^ address ^ (value ?? 0)) !== sum) {
      return { kind: 'ill', reason: 'an answer that is not its own' };
    }
    if (type === SHOWN) this.#shown();
    if (type !== KEYS || !value) return { kind: 'well', isActive: false };
    this.presses.push({ key: value, at: this.context.clock.monotonic() });
    if (this.answers) this.#toShow = value;
    return { kind: 'well', isActive: true, isAwaited: this.isAwaited };
  }

  reset(): void {
    this.resets += 1;
    this.#break('reset');
  }

  onWake(wake: () => void): void {
    this.#wake = wake;
  }

  async close(): Promise<void> {
    this.closes += 1;
  }

  #shown(): void {
    if (this.#toShow === this.#showing) this.#toShow = null;
  }

  #break(where: NonNullable<TestUnit['throwsIn']>): void {
    if (this.throwsIn === where) JSON.parse('{');
  }
}

export interface BusStandOptions extends Partial<Omit<PairOptions, 'clock' | 'name'>> {
  readonly pads: number;
  /** Displays that never answer, with addresses after the pads'. */
  readonly displays?: number;
  readonly polling?: Partial<Polling>;
  readonly filler?: number;
  readonly seed?: number;
}

/** A bus of pads (1 …) and displays on one in-memory medium, in virtual time. */
export interface BusStand {
  readonly clock: FakeClock;
  readonly pair: WirePair;
  readonly units: readonly TestUnit[];
  readonly pads: readonly TestPad[];
  readonly healths: DeviceHealth[];
  readonly lines: readonly Line[];
  readonly bus: Awaited<ReturnType<typeof superviseBus>>;
  health(device: string): DeviceHealth | undefined;
  close(): Promise<void>;
}

/** Builds a {@link BusStand}. */
export async function busStand(options: BusStandOptions): Promise<BusStand> {
  const clock = fakeClock();
  const baud = options.baud ?? LINE.baud;
  const pair = wirePair({ isShared: true, ...options, baud, clock, name: 'pair:bus' });
  const healths: DeviceHealth[] = [];
  const { log, lines } = keptLog();
  const units: TestUnit[] = [];
  const count = options.pads + (options.displays ?? 0);
  const pads = Array.from({ length: count }, (_, index) => {
    const pad = new TestPad(index + 1, pair.attach(), clock, options.filler);
    if (index >= options.pads) pad.mood = 'mute';
    return pad;
  });
  const bus = await superviseBus({
    bus: 'bus-1',
    wires: pair.factory,
    line: { ...LINE, baud },
    clock,
    log,
    seed: options.seed ?? seedOf('bus-1'),
    onHealth: (health) => void healths.push(health),
    ...(options.polling ? { polling: options.polling } : {}),
    units: pads.map((_, index) => ({
      device: `${index < options.pads ? 'keypad' : 'display'}-${index + 1}`,
      async open(context) {
        const unit = new TestUnit(index + 1, context, index < options.pads, options.filler);
        units[index] = unit;
        return unit;
      },
    })),
  });
  return {
    clock,
    pair,
    units,
    pads,
    healths,
    lines,
    bus,
    health: (device) => bus.health().find((health) => health.device === device),
    async close() {
      const closed = bus.close();
      await clock.advance(5_000);
      await closed;
    },
  };
}

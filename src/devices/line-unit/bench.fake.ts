import type { FakeClock } from '../../clock.fake.ts';
import { type Millis, ms, type Timer } from '../../clock.ts';
import type {
  BusDevice,
  DriverContext,
  Emulator,
  EmulatorContext,
  Exchange,
  ExchangeEnd,
  Link,
  LinkReport,
  UnitVerdict,
  WireDevice,
} from '../driver.ts';
import type { ConditionCode, DeviceKind } from '../kinds.ts';
import { silentLog } from '../log.ts';
import type { CloseReason, Wire } from '../wire/wire.ts';

/** What noise does to one transmission: pieces that arrive one after the other. */
export type Noise = (bytes: Uint8Array) => readonly Uint8Array[];
export const noNoise: Noise = (bytes) => [bytes];

/** A driver context whose conditions can be read. */
export function listeningContext(clock: FakeClock): DriverContext & { readonly raised: Set<ConditionCode> } {
  const raised = new Set<ConditionCode>();
  return {
    device: 'bench',
    clock,
    log: silentLog,
    raised,
    condition(code, isRaised) {
      if (isRaised) raised.add(code);
      else raised.delete(code);
    },
  };
}

export interface BenchBus<K extends DeviceKind> {
  /** How slots ended, newest last; the last hundred. */
  readonly ends: { readonly end: ExchangeEnd; readonly verdict: UnitVerdict }[];
  noise: Noise;
  /** Opens the wire again after a cut. */
  reopen(): void;
  cut(): void;
  /** Another daemon takes the bus over: the units stay as they are. */
  handOver(to: BusDevice<K>): void;
}

/** Pause between two slots that nobody is in a hurry for. */
const POLL_EVERY: Millis = ms(25);

/**
 * A bus with one driver and any number of units, on the fake clock: gives slots, collects answers, loses and adds what
 * `noise` says. The smallest thing that keeps to the contract of {@link BusDevice}.
 */
export function benchBus<K extends DeviceKind>(
  clock: FakeClock,
  device: BusDevice<K>,
  units: (context: EmulatorContext) => readonly Emulator[],
  onChange: () => void = () => {},
): BenchBus<K> {
  const bench = new Bench(clock, device);
  bench.emulators = units({ clock, onChange, send: (bytes) => bench.hear(bytes) });
  bench.reopen();
  return bench;
}

class Bench<K extends DeviceKind> implements BenchBus<K> {
  readonly ends: BenchBus<K>['ends'] = [];
  noise: Noise = noNoise;
  emulators: readonly Emulator[] = [];
  readonly #clock: FakeClock;
  #device: BusDevice<K>;
  #heard: number[] = [];
  #exchange: Exchange | null = null;
  #timer: Timer | null = null;
  #isCut = false;

  constructor(clock: FakeClock, device: BusDevice<K>) {
    this.#clock = clock;
    this.#device = device;
  }

  reopen(): void {
    this.#isCut = false;
    this.#device.onWake(() => {
      if (!this.#exchange && !this.#isCut) this.#later(0);
    });
    this.#device.reset();
    this.#later(0);
  }

  cut(): void {
    this.#isCut = true;
    this.#timer?.cancel();
    if (this.#exchange) this.#device.ended({ kind: 'cut' });
    this.#exchange = null;
  }

  handOver(to: BusDevice<K>): void {
    this.cut();
    this.#device = to;
    this.reopen();
  }

  hear(bytes: Uint8Array): void {
    const reply = this.#exchange?.reply;
    if (this.#isCut || !reply) return;
    this.#heard.push(...this.#carried(bytes));
    if (reply.isWhole(Uint8Array.from(this.#heard))) this.#finish('answered');
  }

  #slot(): void {
    const exchange = this.#device.next();
    if (!exchange) {
      this.#later(POLL_EVERY);
      return;
    }
    this.#exchange = exchange;
    this.#heard = [];
    const sent = this.#carried(exchange.bytes);
    for (const unit of this.emulators) unit.receive(sent);
    const { reply } = exchange;
    if (!reply) this.#finish('sent');
    else {
      const giveUp = (): void => this.#finish(this.#heard.length === 0 ? 'silent' : 'garbled');
      this.#timer = this.#clock.after(reply.timeoutMs, giveUp);
    }
  }

  #finish(kind: 'sent' | 'silent' | 'answered' | 'garbled'): void {
    const bytes = Uint8Array.from(this.#heard);
    const end: ExchangeEnd = kind === 'answered' || kind === 'garbled' ? { kind, bytes } : { kind };
    const pause = this.#exchange?.pauseMs ?? 0;
    this.ends.push({ end, verdict: this.#device.ended(end) });
    if (this.ends.length > 100) this.ends.shift();
    this.#exchange = null;
    this.#later(pause + (this.#device.isUrgent() ? 1 : POLL_EVERY));
  }

  #later(delay: Millis): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(delay, () => this.#slot());
  }

  #carried(bytes: Uint8Array): Uint8Array {
    return Uint8Array.from(this.noise(bytes).flatMap((piece) => [...piece]));
  }
}

export interface BenchWire {
  /** What the device reported, newest last. */
  readonly reports: string[];
  noise: Noise;
  /** The cable is pulled: what is under way is lost. */
  pull(): void;
  plug(): void;
  /** Another daemon takes the wire over: the unit stays as it is. */
  handOver(to: WireDevice<'panel'>): void;
}

/** Pause before a lost device is tried again. */
const BACK_OFF: Millis = ms(500);

/** A wire with a panel and the least that a supervisor does: begins again after a loss. */
export function benchWire(
  clock: FakeClock,
  first: WireDevice<'panel'>,
  make: (context: EmulatorContext) => Emulator,
): BenchWire {
  let device = first;
  let life: { readonly link: Link } | null = null;
  let isPlugged = false;
  const bench: BenchWire = {
    reports: [],
    noise: noNoise,
    pull() {
      isPlugged = false;
      end({ kind: 'pulled', detail: 'bench' });
    },
    plug() {
      isPlugged = true;
      begin();
    },
    handOver(to) {
      end({ kind: 'ours' });
      device = to;
      begin();
    },
  };
  const unit = make({
    clock,
    onChange() {},
    send(bytes) {
      if (isPlugged) for (const piece of bench.noise(bytes)) life?.link.onBytes(piece);
    },
  });
  const end = (reason: CloseReason): void => {
    const ended = life;
    life = null;
    ended?.link.end(reason);
  };
  const begin = (): void => {
    const wire: Wire = {
      name: 'pair:bench',
      async write(bytes) {
        if (!isPlugged) return { kind: 'closed', reason: { kind: 'pulled', detail: 'bench' } };
        for (const piece of bench.noise(bytes)) unit.receive(piece);
        return { kind: 'written' };
      },
      async close() {},
    };
    const report: LinkReport = {
      identified: (detail) => void bench.reports.push(`identified ${detail}`),
      lost(reason) {
        bench.reports.push(`lost ${reason}`);
        end({ kind: 'ours' });
        clock.after(BACK_OFF, () => isPlugged && !life && begin());
      },
    };
    life = { link: device.begin(wire, report) };
  };
  bench.plug();
  return bench;
}

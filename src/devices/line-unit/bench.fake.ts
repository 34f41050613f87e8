import type { FakeClock } from '../../clock.fake.ts';
import { type Millis, ms, type Timer } from '../../clock.ts';
import type {
  BusDevice,
  DriverContext,
  Emulator,
  EmulatorContext,
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
  first: BusDevice<K>,
  units: (context: EmulatorContext) => readonly Emulator[],
  onChange: () => void = () => {},
): BenchBus<K> {
  let device = first;
  let heard: number[] = [];
  let onHeard = (): void => {};
  let timer: Timer | null = null;
  let isBusy = false;
  let isCut = false;
  const carry = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bench.noise(bytes).flatMap((piece) => [...piece]));
  const emulators = units({
    clock,
    onChange,
    send(bytes) {
      if (isCut) return;
      heard.push(...carry(bytes));
      onHeard();
    },
  });
  const bench: BenchBus<K> = {
    ends: [],
    noise: noNoise,
    reopen() {
      isCut = false;
      isBusy = false;
      device.reset();
      later(0);
    },
    cut() {
      isCut = true;
      timer?.cancel();
      if (isBusy) device.ended({ kind: 'cut' });
      isBusy = false;
    },
    handOver(to) {
      bench.cut();
      device = to;
      device.onWake(wake);
      bench.reopen();
    },
  };
  const later = (delay: Millis): void => {
    timer?.cancel();
    timer = clock.after(delay, slot);
  };
  const finish = (end: ExchangeEnd, pause: Millis): void => {
    timer?.cancel();
    onHeard = () => {};
    isBusy = false;
    bench.ends.push({ end, verdict: device.ended(end) });
    if (bench.ends.length > 100) bench.ends.shift();
    later(pause + (device.isUrgent() ? 1 : POLL_EVERY));
  };
  const slot = (): void => {
    const exchange = device.next();
    if (!exchange) {
      later(POLL_EVERY);
      return;
    }
    const { reply } = exchange;
    isBusy = true;
    heard = [];
    const sent = carry(exchange.bytes);
    for (const unit of emulators) unit.receive(sent);
    if (!reply) {
      finish({ kind: 'sent' }, exchange.pauseMs);
      return;
    }
    onHeard = () => {
      const bytes = Uint8Array.from(heard);
      if (reply.isWhole(bytes)) finish({ kind: 'answered', bytes }, exchange.pauseMs);
    };
    timer = clock.after(reply.timeoutMs, () => {
      const bytes = Uint8Array.from(heard);
      finish(bytes.length === 0 ? { kind: 'silent' } : { kind: 'garbled', bytes }, exchange.pauseMs);
    });
  };
  const wake = (): void => {
    if (!isBusy && !isCut) later(0);
  };
  device.onWake(wake);
  bench.reopen();
  return bench;
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

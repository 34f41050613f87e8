/** A driver and an emulator on one wire with wire time, on a clock that is moved by hand. Tests only. */
import { setImmediate as turn } from 'node:timers/promises';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import type { Emulator, Link, WireDevice } from '../../src/devices/driver.ts';
import type { ConditionCode, PrintEnd, TicketBlock, TicketDocument } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import type { CloseReason, Wire, WriteEnd } from '../../src/devices/wire/wire.ts';
import { openPrinter } from './driver.ts';
import { emulatePrinter } from './emulator.ts';
import './layout.ts';
import type { PrinterView } from './emulator-body.ts';
import { type PrinterSettings, printerSettings } from './settings.ts';
import { partText, type Slip } from './slip.ts';

export interface Bench {
  readonly clock: FakeClock;
  readonly device: WireDevice<'printer'>;
  readonly emulator: Emulator;
  /** Conditions that stand, and every change of them in order. */
  readonly conditions: Set<ConditionCode>;
  readonly changes: string[];
  /** Every change of readiness, `ready` or the trouble. */
  readonly readinesses: string[];
  readonly identified: string[];
  readonly lost: string[];
  /** Bytes that reached the printer. */
  readonly heard: number[];
  connect(): void;
  pull(): void;
  /** Pulls the cable when so many more bytes have reached the printer. */
  pullAfter(bytes: number): void;
  view(): PrinterView;
  /** Noise on the way to the daemon. */
  noise(bytes: Uint8Array): void;
  /** Prints and moves time on until it ended; gives up after two minutes. */
  print(job: number, document: TicketDocument): Promise<PrintEnd | 'never'>;
  /** Begins a print, without moving time. */
  begin(job: number, document: TicketDocument): Promise<{ readonly end: () => PrintEnd | null }>;
  /** Connects and moves on until it is ready. */
  ready(): Promise<void>;
}

interface Life {
  readonly link: Link;
  isUp: boolean;
}

/** A bench; nothing is connected yet. */
export function bench(input: Partial<PrinterSettings> = {}): Bench {
  const settings = printerSettings.parse(input);
  const clock = fakeClock();
  const conditions = new Set<ConditionCode>();
  const changes: string[] = [];
  const lost: string[] = [];
  const identified: string[] = [];
  const heard: number[] = [];
  let life: Life | null = null;
  let fuse = Number.POSITIVE_INFINITY;
  let freeAt = 0;
  let freeBack = 0;
  const byteTime = 10_000 / settings.baud;

  const end = (reason: CloseReason): void => {
    const ended = life;
    life = null;
    if (!ended?.isUp) return;
    ended.isUp = false;
    ended.link.end(reason);
  };
  const pull = (): void => end({ kind: 'pulled', detail: 'test' });
  const arrive = (from: Life, bytes: Uint8Array): void => {
    if (!from.isUp) return;
    const passing = bytes.subarray(0, Math.min(bytes.length, fuse));
    fuse -= passing.length;
    heard.push(...passing);
    emulator.receive(passing);
    if (fuse <= 0) pull();
  };
  const write = (from: () => Life | null, bytes: Uint8Array): Promise<WriteEnd> => {
    const to = from();
    if (!to?.isUp) return Promise.resolve({ kind: 'closed', reason: { kind: 'ours' } });
    freeAt = Math.max(freeAt, clock.monotonic()) + bytes.length * byteTime;
    const copy = Uint8Array.from(bytes);
    clock.after(freeAt - clock.monotonic(), () => arrive(to, copy));
    return Promise.resolve({ kind: 'written' });
  };
  const emulator = emulatePrinter(settings, {
    clock,
    send(bytes) {
      const to = life;
      freeBack = Math.max(freeBack, clock.monotonic()) + bytes.length * byteTime;
      const copy = Uint8Array.from(bytes);
      clock.after(freeBack - clock.monotonic(), () => {
        if (to?.isUp) to.link.onBytes(copy);
      });
    },
    onChange() {},
  });
  const device = openPrinter(settings, {
    device: 'printer',
    clock,
    log: silentLog,
    condition(code, isRaised) {
      changes.push(`${isRaised ? '+' : '-'}${code}`);
      if (isRaised) conditions.add(code);
      else conditions.delete(code);
    },
  });
  const readinesses: string[] = [];
  device.port.onReadiness((readiness) => {
    readinesses.push(readiness.kind === 'ready' ? 'ready' : readiness.trouble);
  });
  const connect = (): void => {
    let mine: Life | null = null;
    const early: Uint8Array[] = [];
    const wire: Wire = {
      name: 'pair:printer',
      write(bytes) {
        if (mine) return write(() => mine, bytes);
        early.push(Uint8Array.from(bytes));
        return Promise.resolve({ kind: 'written' });
      },
      async close() {
        end({ kind: 'ours' });
      },
    };
    const link = device.begin(wire, {
      identified: (detail) => void identified.push(detail),
      lost(reason) {
        lost.push(reason);
        end({ kind: 'ours' });
      },
    });
    mine = { link, isUp: true };
    life = mine;
    for (const bytes of early) void write(() => mine, bytes);
  };
  const begin: Bench['begin'] = async (job, document) => {
    let ended: PrintEnd | null = null;
    void device.port.print(job, document).then((value) => {
      ended = value;
    });
    // The layout is imported at the first ticket.
    for (let count = 0; count < 20; count += 1) await turn();
    return { end: () => ended };
  };
  return {
    clock,
    device,
    emulator,
    conditions,
    changes,
    readinesses,
    identified,
    lost,
    heard,
    connect,
    pull,
    pullAfter(bytes) {
      fuse = bytes;
      if (fuse <= 0) pull();
    },
    view: () => emulator.view() as PrinterView,
    noise: (bytes) => life?.link.onBytes(bytes),
    begin,
    async print(job, document) {
      const { end: ended } = await begin(job, document);
      for (let waited = 0; waited < 120_000 && ended() === null; waited += 20) await clock.advance(20);
      return ended() ?? 'never';
    },
    async ready() {
      connect();
      for (let waited = 0; waited < 60_000 && device.port.readiness().kind !== 'ready'; waited += 20) {
        await clock.advance(20);
      }
    },
  };
}

/** A line of text at single size. */
export function line(text: string): TicketBlock {
  return { kind: 'text', text, align: 'left', size: 1, bold: false };
}

/** What a person reads on a slip, blank lines left out. */
export function textsOf(slip: Slip | undefined): string[] {
  return (slip?.parts ?? []).map(partText).filter((text) => text !== '');
}

/** A short ticket with everything on it that a ticket has. */
export function ticket(label: string): TicketDocument {
  return {
    blocks: [
      { kind: 'text', text: '个人开户', align: 'center', size: 2, bold: false },
      { kind: 'text', text: label, align: 'center', size: 4, bold: true },
      { kind: 'pair', left: '前面等候 Ahead', right: '3' },
      { kind: 'rule' },
      line('请准备 身份证 ID card'),
      { kind: 'qr', data: `lobbyd:1:hz001:2026-01-05:${label}:ABCDEF12` },
    ],
  };
}

/** What a person reads on the whole slip of {@link ticket}. */
export function wholeTicket(label: string): string[] {
  return [
    '个人开户',
    label,
    `前面等候 Ahead${' '.repeat(42 - 14 - 1)}3`,
    '----',
    '请准备 身份证 ID card',
    `[lobbyd:1:hz001:2026-01-05:${label}:ABCDEF12]`,
  ];
}

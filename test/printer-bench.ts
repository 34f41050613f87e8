/** A printer driver and its emulator on one wire with wire time, on a clock that is moved by hand. */
import { setImmediate as turn } from 'node:timers/promises';
import { openPrinter } from '../devices/printer-escpos/driver.ts';
import { emulatePrinter } from '../devices/printer-escpos/emulator.ts';
import type { PrinterView } from '../devices/printer-escpos/emulator-body.ts';
// Imported before the first ticket: a bench cannot wait for the disk.
import '../devices/printer-escpos/layout.ts';
import { type PrinterSettings, printerSettings } from '../devices/printer-escpos/settings.ts';
import { partText, type Slip } from '../devices/printer-escpos/slip.ts';
import { type FakeClock, fakeClock } from '../src/clock.fake.ts';
import type { Emulator, Link, WireDevice } from '../src/devices/driver.ts';
import type { ConditionCode, PrintEnd, TicketBlock, TicketDocument } from '../src/devices/kinds.ts';
import { silentLog } from '../src/devices/log.ts';
import type { CloseReason, Wire, WriteEnd } from '../src/devices/wire/wire.ts';

/** Turns of the event loop that the import of an imported module may take. */
const IMPORT_TURNS = 20;
/** How far time is moved on at once, ms. */
const STEP = 20;

/** One life of the cable. */
class Cable implements Wire {
  readonly name = 'pair:printer';
  link: Link | null = null;
  isUp = true;
  readonly #carry: (cable: Cable, bytes: Uint8Array) => void;
  readonly #early: Uint8Array[] = [];

  constructor(carry: (cable: Cable, bytes: Uint8Array) => void) {
    this.#carry = carry;
  }

  write(bytes: Uint8Array): Promise<WriteEnd> {
    if (!this.isUp) return Promise.resolve({ kind: 'closed', reason: { kind: 'ours' } });
    if (this.link) this.#carry(this, Uint8Array.from(bytes));
    else this.#early.push(Uint8Array.from(bytes));
    return Promise.resolve({ kind: 'written' });
  }

  attach(link: Link): void {
    this.link = link;
    for (const bytes of this.#early.splice(0)) this.#carry(this, bytes);
  }

  end(reason: CloseReason): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.link?.end(reason);
  }

  /** The process at this end is gone: nobody is told. */
  die(): void {
    this.isUp = false;
  }

  async close(): Promise<void> {
    this.end({ kind: 'ours' });
  }
}

export class PrinterBench {
  readonly clock: FakeClock = fakeClock();
  device: WireDevice<'printer'>;
  readonly emulator: Emulator;
  /** Conditions that stand. */
  readonly conditions = new Set<ConditionCode>();
  /** Every change of a condition, in order. */
  readonly changes: string[] = [];
  /** Every change of readiness: `ready`, or the trouble. */
  readonly readinesses: string[] = [];
  readonly identified: string[] = [];
  readonly lost: string[] = [];
  /** Bytes that reached the printer. */
  readonly heard: number[] = [];
  readonly #settings: PrinterSettings;
  readonly #byteTime: number;
  #cable: Cable | null = null;
  #fuse = Number.POSITIVE_INFINITY;
  #freeAt = 0;
  #freeBack = 0;

  constructor(input: Partial<PrinterSettings> = {}) {
    const settings = printerSettings.parse(input);
    const { clock } = this;
    this.#byteTime = 10_000 / settings.baud;
    this.emulator = emulatePrinter(settings, { clock, send: (bytes) => this.#carryBack(bytes), onChange() {} });
    this.#settings = settings;
    this.device = this.#open();
  }

  /** The daemon is killed; another one has the printer, not yet connected. */
  restart(): void {
    this.#cable?.die();
    this.#cable = null;
    this.device = this.#open();
  }

  #open(): WireDevice<'printer'> {
    const device = openPrinter(this.#settings, {
      device: 'printer',
      clock: this.clock,
      log: silentLog,
      condition: (code, isRaised) => this.#condition(code, isRaised),
    });
    device.port.onReadiness((readiness) => {
      this.readinesses.push(readiness.kind === 'ready' ? 'ready' : readiness.trouble);
    });
    return device;
  }

  connect(): void {
    const cable = new Cable((from, bytes) => this.#carry(from, bytes));
    this.#cable = cable;
    const link = this.device.begin(cable, {
      identified: (detail) => void this.identified.push(detail),
      lost: (reason) => {
        this.lost.push(reason);
        cable.end({ kind: 'ours' });
      },
    });
    cable.attach(link);
  }

  pull(): void {
    this.#cable?.end({ kind: 'pulled', detail: 'test' });
  }

  /** Pulls the cable when so many more bytes have reached the printer; infinity: not at all. */
  pullAfter(bytes: number): void {
    this.#fuse = bytes;
    if (bytes <= 0) this.pull();
  }

  /** Connects, and moves time on until it is ready. */
  async ready(): Promise<void> {
    this.connect();
    await this.#until(() => this.device.port.readiness().kind === 'ready', 60_000);
  }

  view(): PrinterView {
    return this.emulator.view() as PrinterView;
  }

  /** Noise on the way to the daemon. */
  noise(bytes: Uint8Array): void {
    this.#cable?.link?.onBytes(bytes);
  }

  /** Begins a print, without moving time. */
  async begin(job: number, document: TicketDocument): Promise<() => PrintEnd | null> {
    let ended: PrintEnd | null = null;
    void this.device.port.print(job, document).then((value) => {
      ended = value;
    });
    for (let count = 0; count < IMPORT_TURNS; count += 1) await turn();
    return () => ended;
  }

  /** Moves time on until a print has ended; gives up after two minutes. */
  async endOf(end: () => PrintEnd | null): Promise<PrintEnd | 'never'> {
    await this.#until(() => end() !== null, 120_000);
    return end() ?? 'never';
  }

  async print(job: number, document: TicketDocument): Promise<PrintEnd | 'never'> {
    return this.endOf(await this.begin(job, document));
  }

  async #until(isDone: () => boolean, limit: number): Promise<void> {
    for (let waited = 0; waited < limit && !isDone(); waited += STEP) await this.clock.advance(STEP);
  }

  #condition(code: ConditionCode, isRaised: boolean): void {
    this.changes.push(`${isRaised ? '+' : '-'}${code}`);
    if (isRaised) this.conditions.add(code);
    else this.conditions.delete(code);
  }

  #carry(cable: Cable, bytes: Uint8Array): void {
    const { clock } = this;
    this.#freeAt = Math.max(this.#freeAt, clock.monotonic()) + bytes.length * this.#byteTime;
    clock.after(this.#freeAt - clock.monotonic(), () => {
      if (!cable.isUp) return;
      const passing = bytes.subarray(0, Math.min(bytes.length, this.#fuse));
      this.#fuse -= passing.length;
      this.heard.push(...passing);
      this.emulator.receive(passing);
      if (this.#fuse <= 0) this.pull();
    });
  }

  #carryBack(bytes: Uint8Array): void {
    const { clock } = this;
    const cable = this.#cable;
    const copy = Uint8Array.from(bytes);
    this.#freeBack = Math.max(this.#freeBack, clock.monotonic()) + copy.length * this.#byteTime;
    clock.after(this.#freeBack - clock.monotonic(), () => {
      if (cable?.isUp) cable.link?.onBytes(copy);
    });
  }
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

import type { Timer } from '../../src/clock.ts';
import type { BusDevice, DriverContext, Exchange, ExchangeEnd, UnitVerdict } from '../../src/devices/driver.ts';
import type { CounterDisplay, DisplayFace } from '../../src/devices/kinds.ts';
import { configureMemory, PAUSE, packet, signText, writeString, writeText } from './protocol.ts';
import { due, type Face, type Input, next, nextAt, type Part, type Session, startSession } from './session.ts';
import type { DisplayAlphaSettings } from './settings.ts';

const UNSURE: UnitVerdict = { kind: 'unsure' };

/** A counter's sign on a bus: it is told and never answers. Interprets {@link next}. */
export class DisplayAlpha implements BusDevice<'display'> {
  readonly address: string;
  readonly isPolled = false;
  readonly port: CounterDisplay;
  readonly #settings: DisplayAlphaSettings;
  readonly #context: DriverContext;
  #session: Session;
  #timer: Timer | null = null;
  #wake: () => void = () => {};
  #isClosed = false;

  constructor(settings: DisplayAlphaSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
    this.#session = startSession(settings);
    this.address = signAddress(settings);
    this.port = { show: (face) => this.#show(face) };
  }

  isUrgent(): boolean {
    return due(this.#session, this.#now()) !== null;
  }

  onWake(wake: () => void): void {
    this.#wake = wake;
  }

  reset(): void {
    this.#feed({ kind: 'reset', at: this.#now() });
  }

  next(): Exchange | null {
    const part = due(this.#session, this.#now());
    const face = this.#session.face;
    if (!part || !face) return null;
    this.#feed({ kind: 'taken', at: this.#now() });
    return { bytes: packet(this.#settings.address, this.#command(part, face)), reply: null, pauseMs: PAUSE };
  }

  ended(end: ExchangeEnd): UnitVerdict {
    if (end.kind !== 'cut') this.#feed({ kind: 'sent', at: this.#now() });
    return UNSURE;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #command(part: Part, { text, mode }: Face): string {
    const { textFile, stringFile, colour } = this.#settings;
    switch (part) {
      case 'memory':
        return configureMemory(textFile, stringFile);
      case 'text':
        return writeText(textFile, stringFile, mode, colour);
      case 'string':
        return writeString(stringFile, text);
    }
  }

  #show({ text: wanted, isBlinking }: DisplayFace): void {
    const text = signText(wanted, this.#settings.width);
    if (!/^[\x20-\x7e]*$/.test(wanted)) {
      const { log, device } = this.#context;
      log.warn({ device, text: wanted }, 'the sign shows Latin letters and digits only; other characters became ?');
    }
    this.#feed({ kind: 'face', at: this.#now(), face: { text, mode: isBlinking ? 'flash' : 'hold' } });
  }

  #now(): number {
    return this.#context.clock.monotonic();
  }

  #feed(input: Input): void {
    this.#session = next(this.#session, input);
    this.#arm();
    if (this.isUrgent()) this.#wake();
  }

  #arm(): void {
    this.#timer?.cancel();
    const now = this.#now();
    const at = nextAt(this.#session);
    // What is due already waits for the bus, which asks by itself.
    if (at === null || this.#isClosed || due(this.#session, now) !== null) return;
    this.#timer = this.#context.clock.after(at - now, () => this.#feed({ kind: 'time', at: this.#now() }));
  }
}

/** The address as packets carry it and the sign shows it: two hex digits. */
export function signAddress({ address }: Pick<DisplayAlphaSettings, 'address'>): string {
  return address.toString(16).toUpperCase().padStart(2, '0');
}

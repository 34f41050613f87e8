import type { Millis, Timer } from '../../src/clock.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from '../../src/devices/driver.ts';
import type { PrintEnd, TicketDocument, TicketPrinter } from '../../src/devices/kinds.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { messageOf } from '../../src/errors.ts';
import { type Announcer, announcer } from './announcer.ts';
import { next } from './session.ts';
import { optionsOf } from './session-options.ts';
import { INITIAL_STATE, readinessOf, type SessionEffect, type SessionInput, type TimerName } from './session-state.ts';
import type { PrinterSettings } from './settings.ts';

/** Loaded with the first ticket. Kept: asking for it anew costs each ticket what finding a module costs. */
let layout: typeof import('./layout.ts') | null = null;

/** One printer over all the wires of its life. */
export function openPrinter(settings: PrinterSettings, context: DriverContext): WireDevice<'printer'> {
  return new PrinterDriver(settings, context);
}

class PrinterDriver implements WireDevice<'printer'>, TicketPrinter {
  readonly port: TicketPrinter = this;
  readonly #settings: PrinterSettings;
  readonly #context: DriverContext;
  readonly #timers = new Map<TimerName, Timer>();
  readonly #announcer: Announcer;
  #state = INITIAL_STATE;
  #life: { readonly wire: Wire; readonly report: LinkReport } | null = null;
  /** Who waits for the end of the print under way; at most one. */
  readonly #waiting: ((end: PrintEnd) => void)[] = [];
  /** Came up while another was being dealt with. */
  readonly #inputs: SessionInput[] = [];
  /** Laid out ahead; the newest only. */
  #laidOut: { readonly document: TicketDocument; readonly body: Promise<Uint8Array> } | null = null;
  #isStepping = false;
  #isClosed = false;

  constructor(settings: PrinterSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
    this.#announcer = announcer(context, INITIAL_STATE);
  }

  begin(wire: Wire, report: LinkReport): Link {
    const life = { wire, report };
    this.#life = life;
    this.#step({ kind: 'opened' });
    return {
      onBytes: (bytes) => {
        if (this.#life === life) this.#step({ kind: 'bytes', bytes });
      },
      end: () => {
        if (this.#life !== life) return;
        this.#life = null;
        this.#step({ kind: 'closed' });
      },
    };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#step({ kind: 'stop' });
    this.#isClosed = true;
    this.#life = null;
  }

  readiness(): ReturnType<TicketPrinter['readiness']> {
    return readinessOf(this.#state);
  }

  onReadiness(...[listener]: Parameters<TicketPrinter['onReadiness']>): ReturnType<TicketPrinter['onReadiness']> {
    return this.#announcer.onReadiness(listener);
  }

  expect(): void {
    this.#step({ kind: 'expect' });
  }

  prepare(document: TicketDocument): void {
    const body = this.#layOut(document);
    // Whoever prints it is told what is wrong with it.
    body.catch(() => {});
    this.#laidOut = { document, body };
  }

  async print(job: number, document: TicketDocument): Promise<PrintEnd> {
    const { device, log } = this.#context;
    let body: Uint8Array;
    try {
      const ahead = this.#laidOut?.document === document ? this.#laidOut.body : null;
      this.#laidOut = null;
      body = await (ahead ?? this.#layOut(document));
    } catch (caught) {
      log.error({ device, job }, `ticket cannot be laid out: ${messageOf(caught)}`);
      return { kind: 'failed', trouble: 'fault' };
    }
    if (this.#isClosed) return { kind: 'failed', trouble: 'gone' };
    if (this.#waiting.length > 0) {
      log.error({ device, job }, 'a print was asked for while another is under way');
      return { kind: 'failed', trouble: 'fault' };
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#step({ kind: 'print', job, body });
    });
  }

  bringOutLeftover(isVoid: boolean): void {
    this.#step({ kind: 'leftover', isVoid });
  }

  async #layOut(document: TicketDocument): Promise<Uint8Array> {
    layout ??= await import('./layout.ts');
    return layout.layoutTicket(document, this.#settings);
  }

  #step(input: SessionInput): void {
    if (this.#isClosed) return;
    this.#inputs.push(input);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let taken = this.#inputs.shift(); taken; taken = this.#inputs.shift()) {
        const { state, effects } = next(this.#state, taken, optionsOf(this.#settings));
        this.#state = state;
        for (const effect of effects) this.#run(effect);
      }
    } finally {
      this.#isStepping = false;
    }
    this.#announcer.announce(this.#state);
  }

  #run(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'send':
        void this.#send(effect.bytes);
        return;
      case 'timer':
        this.#setTimer(effect.timer, effect.after);
        return;
      case 'identified':
        this.#life?.report.identified(effect.detail);
        return;
      case 'lost':
        this.#life?.report.lost(effect.reason);
        return;
      case 'ended':
        this.#waiting.shift()?.(effect.end);
        return;
      case 'note':
        this.#context.log.info({ device: this.#context.device }, effect.message);
        return;
    }
  }

  #setTimer(timer: TimerName, after: Millis | null): void {
    this.#timers.get(timer)?.cancel();
    this.#timers.delete(timer);
    if (after === null) return;
    const due = (): void => this.#step({ kind: 'time', timer });
    this.#timers.set(timer, this.#context.clock.after(after, due));
  }

  async #send(bytes: Uint8Array): Promise<void> {
    const life = this.#life;
    const end = await life?.wire.write(bytes);
    if (end?.kind !== 'full' || this.#life !== life) return;
    this.#step({ kind: 'closed' });
    life?.report.lost('the wire takes no more bytes: is flow control set on one side only?');
  }
}

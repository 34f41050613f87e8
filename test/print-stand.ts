/** A branch and a printer for tests of the print spooler: the queue's print states, a journal, a printer that does as told. */
import type { Branch, Committed, Reply } from '../src/branch/port.ts';
import { type FakeClock, fakeClock } from '../src/clock.fake.ts';
import type { Millis } from '../src/clock.ts';
import type { PrintEnd, PrinterReadiness, TicketDocument, TicketPrinter } from '../src/devices/kinds.ts';
import { silentLog } from '../src/devices/log.ts';
import { LobbydError } from '../src/errors.ts';
import type { StoredRecord } from '../src/journal/store.ts';
import { type PrintSpooler, type PrintSpoolerParts, startPrintSpooler } from '../src/outputs/print-spooler.ts';
import { openTurns } from '../src/outputs/turns.ts';
import type { Actor, Command, CommandOf, Handover } from '../src/queue/commands.ts';
import type { EventOf, QueueEvent } from '../src/queue/events.ts';
import type { QueueState, Ticket } from '../src/queue/state.ts';

const KIOSK: Actor = { kind: 'kiosk', device: 'kiosk-1' };
/** Print states that each word of a printer may follow, as the queue has them. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  'print-started': ['pending', 'unknown'],
  'print-ended': ['pending', 'started', 'unknown'],
  'print-failed': ['pending', 'started', 'unknown'],
  'print-unknown': ['pending', 'started'],
};
const FAULT = new LobbydError({ code: 'journal/full', what: 'disk full', where: 'test', next: 'wait' });

export class PrintStand {
  readonly clock: FakeClock = fakeClock();
  readonly records: StoredRecord[] = [];
  /** `print-started A001`, `print-failed A001 paper-out` … as committed, by the spooler alone. */
  readonly said: string[] = [];
  readonly cursors: number[] = [];
  /** Jobs that reached the printer, by the text on the slip. */
  readonly printed: string[] = [];
  /** Slips that were printed when the printer was told to expect another. */
  readonly expected: number[] = [];
  /** What the printer was told that it will probably print. */
  readonly prepared: TicketDocument[] = [];
  /** What was printed. */
  readonly documents: TicketDocument[] = [];
  #held: Promise<void> | null = null;
  /** Their job numbers. */
  readonly jobs: number[] = [];
  readonly branch: Branch;
  readonly printer: TicketPrinter;
  /** Commands that the journal does not take from now on. */
  faults = 0;
  readonly #tickets = new Map<number, Ticket>();
  readonly #ended: Ticket[] = [];
  /** How often the printer was told to bring out what a dead daemon left in it. */
  /** What the spooler said of slips of an earlier daemon. */
  readonly leftovers: ('cut' | 'void')[] = [];
  readonly #foretold = new Set<(events: readonly QueueEvent[]) => void>();
  readonly #listeners = new Set<(batch: readonly Committed[]) => void>();
  readonly #readers = new Set<(readiness: PrinterReadiness) => void>();
  #readiness: PrinterReadiness = { kind: 'ready', isPaperLow: false };
  /** What the printer says of itself from the next print on. */
  troubleAtPrint: 'paper-out' | 'gone' | null = null;
  /** What the next prints come to; when it is empty they are printed. `hang` never ends. */
  readonly ends: (PrintEnd | 'hang')[] = [];

  constructor() {
    const stand = this;
    this.branch = {
      committed: { tickets: this.#tickets, ended: this.#ended } as unknown as QueueState,
      get committedSeq() {
        return stand.records.length;
      },
      now: () => this.clock.monotonic(),
      wallOf: () => null,
      submit: (command) => this.#submit(command),
      onCommitted: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      moveCursor: (name, seq) => {
        if (name === 'printer:printer-1') this.cursors.push(seq);
      },
    };
    this.printer = {
      readiness: () => this.#readiness,
      onReadiness: (listener) => {
        this.#readers.add(listener);
        return () => void this.#readers.delete(listener);
      },
      expect: () => void this.expected.push(this.printed.length),
      prepare: (document) => void this.prepared.push(document),
      print: (job, document) => this.#print(job, document),
      bringOutLeftover: (isVoid) => void this.leftovers.push(isVoid ? 'void' : 'cut'),
    };
  }

  spooler(parts: Partial<PrintSpoolerParts> = {}): PrintSpooler {
    return startPrintSpooler({
      branch: this.branch,
      clock: this.clock,
      log: silentLog,
      device: 'printer-1',
      printer: this.printer,
      turns: openTurns(this.clock),
      isMine: () => true,
      compose: (issued, isLate) => ({
        blocks: [{ kind: 'pair', left: issued.label, right: isLate ? 'late' : 'in time' }],
      }),
      isMyCopy: () => true,
      composeCopy: ({ label }, times) => ({ blocks: [{ kind: 'pair', left: label, right: `copy ${times}` }] }),
      composeTest: () => ({ blocks: [{ kind: 'pair', left: 'test', right: 'slip' }] }),
      cursor: 0,
      read: async (from, limit) => this.records.slice(from - 1, from - 1 + limit),
      eventOf: ({ body }) => body as QueueEvent | null,
      onDecided: (listener) => {
        this.#foretold.add(listener);
        return () => this.#foretold.delete(listener);
      },
      ...parts,
    });
  }

  /** Issues a ticket and gives its label. */
  issue(actor: Actor = KIOSK, handover: Handover = 'paper'): string {
    const id = this.#tickets.size + this.records.length + 1;
    const label = `A${String(id).padStart(3, '0')}`;
    const print = handover === 'paper' ? 'pending' : 'none';
    this.#tickets.set(id, { id, label, handover, print, status: 'waiting' } as Ticket);
    const issued = { type: 'issued', ticket: id, label, handover, actor, at: this.branch.now() } as EventOf<'issued'>;
    for (const listener of [...this.#foretold]) listener([issued]);
    this.#commit(issued);
    return label;
  }

  /** A ticket goes on, or ends, without the spooler. */
  change(label: string, change: Partial<Ticket> | 'ended'): void {
    for (const [id, ticket] of this.#tickets) {
      if (ticket.label !== label) continue;
      if (change === 'ended') {
        this.#tickets.delete(id);
        this.#ended.push(ticket);
      } else Object.assign(ticket, change);
    }
    this.#commit({ type: 'clock-set' } as QueueEvent);
  }

  /** Somebody asks for a copy of a slip. */
  reprint(label: string, kiosk?: string): void {
    const ticket = [...this.#tickets.values()].find((each) => each.label === label);
    if (!ticket) throw new RangeError(`no ticket ${label}`);
    const times = (ticket.copies?.asked ?? 0) + 1;
    const where = kiosk === undefined ? {} : { kiosk };
    ticket.copies = { asked: times, end: null, ...where };
    this.#commit({ type: 'reprint-asked', ticket: ticket.id, label, times, ...where } as QueueEvent);
  }

  ready(trouble: 'paper-out' | 'cover-open' | 'gone' | null): void {
    this.#readiness = trouble === null ? { kind: 'ready', isPaperLow: false } : { kind: 'not-ready', trouble };
    for (const reader of [...this.#readers]) reader(this.#readiness);
  }

  /** Lets what was begun go on for a while. */
  async after(delay: Millis = 0): Promise<void> {
    await this.clock.advance(delay);
    await this.clock.advance(0);
    await this.clock.advance(0);
  }

  #commit(event: QueueEvent): void {
    const record = { seq: this.records.length + 1, body: event } as unknown as StoredRecord;
    this.records.push(record);
    for (const listener of [...this.#listeners]) listener([{ record, event }]);
  }

  /** The disk takes nothing more until what this gives is called. */
  holdCommits(): () => void {
    let release = (): void => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.#held = null;
      release();
    };
  }

  async #submit(command: Command): Promise<Reply> {
    await (this.#held ?? Promise.resolve());
    if (this.faults > 0) {
      this.faults -= 1;
      return { kind: 'fault', fault: FAULT };
    }
    if (!('ticket' in command) || typeof command.ticket !== 'number') return { kind: 'fault', fault: FAULT };
    const ticket = this.#tickets.get(command.ticket) ?? this.#ended.find(({ id }) => id === command.ticket);
    if (command.type === 'reprint-ended' && ticket?.copies) return this.#endCopy(ticket, command);
    if (!ticket || !this.#tickets.has(ticket.id))
      return { kind: 'refused', refusal: { code: 'unknown-ticket', ticket: command.ticket } };
    const { label, print } = ticket;
    if (!FOLLOWS[command.type]?.includes(print)) {
      return { kind: 'refused', refusal: { code: 'wrong-print-state', label, print } };
    }
    this.said.push([command.type, label, 'reason' in command ? command.reason : ''].join(' ').trim());
    this.#evolve(ticket, command.type);
    this.#commit({ type: command.type, ticket: ticket.id, label } as QueueEvent);
    return { kind: 'done', label };
  }

  #endCopy(ticket: Ticket, { how, device }: CommandOf<'reprint-ended'>): Reply {
    const { id, label, copies } = ticket;
    if (copies?.end !== null) return { kind: 'refused', refusal: { code: 'no-copy', label } };
    const reason = how.end === 'printed' ? '' : ` ${how.reason}`;
    this.said.push(`copy ${copies.asked} of ${label} ${how.end}${reason}`);
    ticket.copies = { ...copies, end: how.end };
    this.#commit({ type: 'reprint-ended', ticket: id, label, times: copies.asked, device, ...how } as QueueEvent);
    return { kind: 'done', label };
  }

  #evolve(ticket: Ticket, type: Command['type']): void {
    if (type === 'print-started') ticket.print = 'started';
    if (type === 'print-ended') ticket.print = 'printed';
    if (type === 'print-unknown') ticket.print = 'unknown';
    if (type === 'print-failed') this.#tickets.delete(ticket.id);
  }

  async #print(job: number, document: TicketDocument): Promise<PrintEnd> {
    const [block] = document.blocks;
    this.printed.push(block?.kind === 'pair' ? `${block.left} ${block.right}` : '');
    this.jobs.push(job);
    this.documents.push(document);
    if (this.troubleAtPrint) this.ready(this.troubleAtPrint);
    const end = this.ends.shift() ?? { kind: 'printed' };
    return end === 'hang' ? new Promise(() => {}) : end;
  }
}

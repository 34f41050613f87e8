import type { Committed } from '../branch/port.ts';
import { type Millis, minutes } from '../clock.ts';
import type { TicketDocument, TicketPrinter } from '../devices/kinds.ts';
import { asFault, messageOf } from '../errors.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { Actor } from '../queue/commands.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import type { Ticket } from '../queue/state.ts';
import { bringCopyToPaper, endCopy, endWaitingCopies } from './print-spooler-copy.ts';
import {
  type CopyJob,
  type DeskParts,
  type PrintJob,
  SpoolerDesk,
  type TicketJob,
  ticketJob,
} from './print-spooler-desk.ts';
import { type Ahead, EarlyStart } from './print-spooler-early.ts';
import { leftBefore } from './print-spooler-left.ts';
import { TestSlips } from './print-spooler-roll.ts';
import { bringToPaper, LAST_JOB, type SlipParts, withdraw } from './print-spooler-slip.ts';

/** Tickets that may wait for one printer; one more is withdrawn at once: nobody holds it. */
export const SPOOLER_BOUND = 500;
/** How long a printer that failed a ticket has to become ready again for its copy. */
export const COPY_WITHIN: Millis = minutes(2);

export interface PrintSpoolerParts extends DeskParts {
  readonly printer: TicketPrinter;
  /** Whether this printer prints the tickets that `actor` issues; exactly one printer of a branch says yes. */
  isMine(actor: Actor): boolean;
  /** The same for copies of slips that are asked for at a kiosk; null: at none. */
  isMyCopy(kiosk: string | null): boolean;
  /** What stands on the ticket. `isLate`: it is printed so long after its issue that nobody should read how many wait. */
  compose(issued: EventOf<'issued'>, isLate: boolean): TicketDocument;
  /** What stands on a copy of its slip. `times`: which one, 1 is the first. */
  composeCopy(ticket: Ticket, times: number): TicketDocument;
  /** What stands on a test slip. */
  composeTest(): TicketDocument;
  /** Where the cursor {@link printCursor} stood at the start. */
  readonly cursor: number;
  /** The journal: committed records from `from` on. */
  read(from: number, limit: number): Promise<readonly StoredRecord[]>;
  /** The queue's event in a record; null for records of devices. */
  eventOf(record: StoredRecord): QueueEvent | null;
  /** The branch's: a free printer begins a ticket in the commit that issues it. */
  onDecided(listener: (events: readonly QueueEvent[]) => void): () => void;
  readonly copyWithin?: Millis;
}

/** The tickets of one printer, one after the other. */
export interface PrintSpooler {
  /** Tickets and copies that wait, the one in hand included. */
  waiting(): number;
  /** Has a test slip printed before whatever waits, once the printer is ready. */
  test(): void;
  /** The one in hand is unknown, no more are printed; before the branch closes. Idempotent. `isGone`: the printer too, and its waiting copies have failed. */
  stop(isGone?: boolean): Promise<void>;
}

/** Name of a printer's cursor: up to there no ticket waits for its slip, and nothing of one is left in the printer. */
export function printCursor(device: string): string {
  return `printer:${device}`;
}

/**
 * Which printer prints whose tickets: a kiosk's own, and for everybody else the default one; null when there is none.
 *
 * @param kiosks id of a panel → id of its printer
 */
export function printerFor(actor: Actor, kiosks: ReadonlyMap<string, string>, fallback: string | null): string | null {
  return (actor.kind === 'kiosk' ? kiosks.get(actor.device) : undefined) ?? fallback;
}

/**
 * Brings issued tickets to paper, in order, each once: `print-started` is on disk before the first byte, and how it
 * ended is on disk before the next ticket. A ticket that failed is tried once more when the printer is ready again in
 * time, then withdrawn; one of which nobody knows stays live. At the start, a ticket that was being printed when the
 * daemon ended is unknown, and those that wait are printed. Copies of lost slips come in their turn, and after a new roll a
 * test slip before all others.
 */
export function startPrintSpooler(parts: PrintSpoolerParts): PrintSpooler {
  return new Spooler(parts);
}

class Spooler implements PrintSpooler {
  readonly #parts: PrintSpoolerParts;
  readonly #desk: SpoolerDesk;
  readonly #slips: SlipParts;
  readonly #jobs: PrintJob[] = [];
  /** Committed while the journal is still being read. */
  #later: PrintJob[] | null = [];
  readonly #unsubscribe: readonly (() => void)[];
  readonly #running: Promise<void>;
  /** Where the cursor goes once the printer is ready. */
  #dealtWith: number | null = null;
  readonly #early = new EarlyStart();
  readonly #tests: TestSlips;
  #seen: number;
  #job: number;

  constructor(parts: PrintSpoolerParts) {
    this.#parts = parts;
    this.#desk = new SpoolerDesk(parts);
    this.#tests = new TestSlips(parts);
    this.#slips = {
      ...parts,
      desk: this.#desk,
      nextJob: () => this.#nextJob(),
      copyWithin: parts.copyWithin ?? COPY_WITHIN,
      tests: this.#tests,
    };
    this.#seen = parts.branch.committedSeq;
    // Not the numbers of the process before: a late answer of the printer must not fit a new job.
    this.#job = this.#seen % LAST_JOB;
    this.#unsubscribe = [
      parts.onDecided((events) => this.#decided(events)),
      parts.branch.onCommitted((batch) => this.#committed(batch)),
      parts.printer.onReadiness((readiness) => {
        this.#tests.hear(readiness);
        this.#tellCursor();
        this.#desk.poke();
      }),
    ];
    this.#running = this.#run(this.#seen);
  }

  waiting(): number {
    return this.#jobs.length + (this.#later?.length ?? 0);
  }

  test(): void {
    this.#tests.ask();
    this.#desk.poke();
  }

  async stop(isGone = false): Promise<void> {
    this.#desk.isStopped = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#desk.poke();
    await this.#running;
    if (isGone) await endWaitingCopies(this.#desk, this.#jobs.splice(0));
  }

  #nextJob(): number {
    this.#job = (this.#job % LAST_JOB) + 1;
    return this.#job;
  }

  #committed(batch: readonly Committed[]): void {
    for (const { record, event } of batch) {
      this.#seen = record.seq;
      if (event.type === 'issued') this.#take(ticketJob(record.seq, event));
      if (event.type === 'reprint-asked') this.#takeCopy(record.seq, event);
    }
    if (this.#later === null && this.waiting() === 0) this.#moveCursor(this.#seen);
    this.#desk.poke();
  }

  /** One at a time, and only where nothing waits before it: a ticket that has begun must not stand behind others. */
  #decided(events: readonly QueueEvent[]): void {
    const isFree = this.#later === null && this.waiting() === 0 && !this.#early.isUnderWay;
    if (!isFree || this.#tests.isBusy || this.#parts.printer.readiness().kind !== 'ready') return;
    const issued = events.find((event) => event.type === 'issued');
    if (issued && this.#isMine(issued)) this.#early.begin(this.#desk, issued, this.#ahead(issued));
  }

  #ahead(issued: EventOf<'issued'>): Ahead {
    const { printer, compose } = this.#parts;
    return {
      expect: () => printer.expect(),
      prepare() {
        const document = compose(issued, false);
        printer.prepare(document);
        return document;
      },
    };
  }

  #take(job: TicketJob): void {
    if (!this.#isMine(job.issued)) return;
    if (this.waiting() >= SPOOLER_BOUND) void withdraw(this.#desk, job, 'gone');
    else (this.#later ?? this.#jobs).push({ ...job, begun: this.#early.of(job.ticket) });
  }

  #takeCopy(seq: number, { ticket, label, times, kiosk }: EventOf<'reprint-asked'>): void {
    if (!this.#parts.isMyCopy(kiosk ?? null)) return;
    const job: CopyJob = { kind: 'copy', seq, ticket, label, times, isOfBefore: false };
    if (this.waiting() >= SPOOLER_BOUND) void endCopy(this.#desk, job, { end: 'failed', reason: 'gone' });
    else (this.#later ?? this.#jobs).push(job);
  }

  #isMine(issued: EventOf<'issued'>): boolean {
    return issued.handover === 'paper' && this.#parts.isMine(issued.actor);
  }

  async #run(end: number): Promise<void> {
    await this.#recover(end);
    while (!this.#desk.isStopped) {
      const [job] = this.#jobs;
      if (job) await this.#handle(job);
      else if (this.#tests.isDueNow) await this.#tests.print(this.#slips);
      else await this.#desk.change(null);
    }
  }

  async #handle(job: PrintJob): Promise<void> {
    try {
      if (job.kind === 'ticket') await bringToPaper(this.#slips, job);
      else await bringCopyToPaper(this.#slips, job);
    } catch (caught) {
      this.#broken(caught, job);
      if (job.kind === 'copy') await endCopy(this.#desk, job, { end: 'failed', reason: 'fault' });
    }
    // A stopped spooler has not dealt with what it did not print: the next start does.
    if (this.#desk.isStopped) return;
    this.#jobs.shift();
    this.#moveCursor(this.#jobs.length === 0 ? this.#seen : job.seq);
  }

  #moveCursor(seq: number): void {
    this.#dealtWith = seq;
    this.#tellCursor();
  }

  /** Only a printer that is ready has brought out what is left of slips before: till then the next daemon must know of them. */
  #tellCursor(): void {
    const { branch, printer, device } = this.#parts;
    if (this.#dealtWith === null || printer.readiness().kind !== 'ready') return;
    branch.moveCursor(printCursor(device), this.#dealtWith);
    this.#dealtWith = null;
  }

  async #recover(end: number): Promise<void> {
    const { jobs, left } = await leftBefore(this.#parts, this.#desk, (issued) => this.#isMine(issued), end);
    if (left !== 'nothing') this.#parts.printer.bringOutLeftover(left === 'void');
    this.#jobs.push(...jobs, ...(this.#later ?? []));
    this.#later = null;
  }

  #broken(caught: unknown, job: PrintJob): void {
    const fault = asFault(caught, {
      code: 'branch/spooler',
      what: messageOf(caught),
      where: `${this.#desk.device}, ticket ${job.label}`,
      next: 'the ticket stays live without paper; report this with the log',
    });
    this.#desk.log.error({ ...this.#desk.where(job), code: fault.code }, fault.message);
  }
}

import type { Branch } from '../branch/port.ts';
import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import type { TicketDocument } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { CommandOf } from '../queue/commands.ts';
import type { EventOf } from '../queue/events.ts';
import type { TicketId, TicketLabel } from '../queue/rules.ts';
import type { Ticket } from '../queue/state.ts';
import type { Turns } from './turns.ts';

/** Pause before something that the journal could not do is tried again. */
const RETRY: Millis = seconds(1);

interface Job {
  /** Of the event that asked for it. */
  readonly seq: number;
  readonly ticket: TicketId;
  readonly label: TicketLabel;
}

/** An issued ticket that waits for its slip. */
export interface TicketJob extends Job {
  readonly kind: 'ticket';
  readonly issued: EventOf<'issued'>;
  /** Its `print-started` was asked for together with the ticket. Null: it was not. */
  readonly begun: Begun | null;
}

/** A copy of a slip that was lost. */
export interface CopyJob extends Job {
  readonly kind: 'copy';
  /** Which copy: 1 is the first. */
  readonly times: number;
  /** A daemon before this one had it in hand. */
  readonly isOfBefore: boolean;
}

/** Something that a printer is to print. */
export type PrintJob = TicketJob | CopyJob;

/** The job of a ticket that was issued. */
export function ticketJob(seq: number, issued: EventOf<'issued'>): TicketJob {
  return { kind: 'ticket', seq, ticket: issued.ticket, label: issued.label, issued, begun: null };
}

/** A ticket that was begun while it was being issued. */
export interface Begun {
  /** Resolves when its `print-started` is decided for good. */
  readonly end: Promise<unknown>;
  /** What the printer has been told to prepare; null: not yet. */
  readonly document: TicketDocument | null;
}

type PrintCommand = 'print-started' | 'print-ended' | 'print-failed' | 'print-unknown' | 'reprint-ended';
/** What the spooler says of a ticket. */
export type PrintWish = { [T in PrintCommand]: Omit<CommandOf<T>, 'id' | 'actor' | 'device'> }[PrintCommand];

/** What every part of a spooler has. */
export interface DeskParts {
  readonly branch: Branch;
  readonly clock: Clock;
  readonly log: Log;
  /** Id of the printer in the configuration. */
  readonly device: string;
  /** Shared by the printers of a branch: slips are laid out one a turn. */
  readonly turns: Turns;
}

/** What one printer's spooler shares: the branch, waiting for whatever happens next, and the end of it all. */
export class SpoolerDesk {
  readonly branch: Branch;
  readonly clock: Clock;
  readonly log: Log;
  readonly device: string;
  readonly turns: Turns;
  isStopped = false;
  readonly #pokes = new Set<() => void>();

  constructor(parts: DeskParts) {
    this.branch = parts.branch;
    this.clock = parts.clock;
    this.log = parts.log;
    this.device = parts.device;
    this.turns = parts.turns;
  }

  /** The live ticket of a job, as far as it is on disk. */
  ticket(job: PrintJob): Ticket | undefined {
    return this.branch.committed.tickets.get(job.ticket);
  }

  /** Something happened: whoever waits looks again. */
  poke(): void {
    for (const poke of [...this.#pokes]) poke();
  }

  /** Resolves at the next poke, or after `limit`. */
  change(limit: Millis | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = limit === null ? null : this.clock.after(limit, () => poke());
      const poke = (): void => {
        timer?.cancel();
        this.#pokes.delete(poke);
        resolve();
      };
      this.#pokes.add(poke);
    });
  }

  async pause(): Promise<void> {
    if (!this.isStopped) await sleep(this.clock, RETRY);
  }

  /** Journals a command; tries again while the journal cannot take it. A refusal changes nothing and is logged. */
  async submit(wish: PrintWish, job: PrintJob): Promise<void> {
    const { branch, device, log } = this;
    for (;;) {
      const reply = await branch.submit({ ...wish, device, id: null, actor: { kind: 'printer', device } });
      if (reply.kind === 'refused') {
        log.info({ ...this.where(job), code: reply.refusal.code }, `${wish.type} was refused`);
      }
      if (reply.kind !== 'fault') return;
      log.warn({ ...this.where(job), code: reply.fault.code }, `${wish.type} is not on disk`);
      if (this.isStopped) return;
      await this.pause();
    }
  }

  /** Fields for a log line. */
  where({ label }: PrintJob): object {
    return { device: this.device, ticket: label };
  }
}

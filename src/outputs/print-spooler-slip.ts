import { type Millis, seconds } from '../clock.ts';
import type { PrintEnd, PrintTrouble, TicketDocument, TicketPrinter } from '../devices/kinds.ts';
import type { UnknownPrint } from '../queue/commands.ts';
import type { EventOf } from '../queue/events.ts';
import type { Ticket } from '../queue/state.ts';
import type { SpoolerDesk, TicketJob } from './print-spooler-desk.ts';
import type { TestSlips } from './print-spooler-roll.ts';

/** After so long the number of people ahead is no longer true. */
const LATE: Millis = seconds(30);
/** The printer counts jobs from 1 to this. */
export const LAST_JOB = 9_999;

export interface SlipParts {
  readonly desk: SpoolerDesk;
  readonly printer: TicketPrinter;
  compose(issued: EventOf<'issued'>, isLate: boolean): TicketDocument;
  /** `times`: which copy. */
  composeCopy(ticket: Ticket, times: number): TicketDocument;
  /** Number of the next try, 1 to {@link LAST_JOB}, another one each time. */
  nextJob(): number;
  /** How long a printer that failed the ticket has to become ready again for the copy, and one that is to print a copy at all. */
  readonly copyWithin: Millis;
  /** What comes before the next slip. */
  readonly tests: TestSlips;
}

/** `stopped`: the daemon ends while the printer is at it. */
export type SlipEnd = PrintEnd | { readonly kind: 'stopped' };

/**
 * Brings one ticket to paper and journals how it went; resolves when that is on disk, when nobody wants the slip any
 * more, or when the spooler was stopped.
 */
export async function bringToPaper(parts: SlipParts, job: TicketJob): Promise<void> {
  const { desk } = parts;
  const { ticket } = job;
  if (job.begun) await job.begun.end;
  else if (desk.ticket(job)?.print === 'started') {
    await endUnknown(parts, job, 'restart');
    return;
  }
  if (!(await isReadyFor(parts, job, null))) return;
  // A free printer's `print-started` went to the disk together with the ticket.
  if (desk.ticket(job)?.print !== 'started') await desk.submit({ type: 'print-started', ticket }, job);
  if (desk.ticket(job)?.print !== 'started') return;
  const first = await tryOnce(parts, job);
  if (first.kind !== 'failed') {
    await journalEnd(parts, job, first);
    return;
  }
  desk.log.warn({ ...desk.where(job), trouble: first.trouble }, 'ticket was not printed; one copy is tried');
  const isReady = await isReadyFor(parts, job, parts.copyWithin);
  await journalEnd(parts, job, isReady ? await tryOnce(parts, job) : first);
}

/** Tells the queue that nobody holds the ticket. */
export async function withdraw(desk: SpoolerDesk, job: TicketJob, reason: PrintTrouble): Promise<void> {
  desk.log.error({ ...desk.where(job), reason }, 'ticket was not printed: it is withdrawn');
  await desk.submit({ type: 'print-failed', ticket: job.ticket, reason }, job);
}

/** A slip helps whoever waits for the number or was just called; nobody who is served or has gone. */
function isWanted(desk: SpoolerDesk, job: TicketJob): boolean {
  const ticket = desk.ticket(job);
  if (!ticket || ticket.status === 'serving') return false;
  return ticket.print === 'pending' || ticket.print === 'started';
}

function isReadyFor(parts: SlipParts, job: TicketJob, limit: Millis | null): Promise<boolean> {
  return readyFor(parts, () => isWanted(parts.desk, job), limit);
}

/**
 * Waits until the printer would print, and a test slip that is due is out; false when the slip is no longer wanted, the time
 * is over or all ends.
 *
 * @param limit null: for ever
 */
export async function readyFor(parts: SlipParts, isWantedNow: () => boolean, limit: Millis | null): Promise<boolean> {
  const { desk, printer, tests } = parts;
  const until = limit === null ? null : desk.clock.monotonic() + limit;
  while (!desk.isStopped && isWantedNow()) {
    if (tests.isDueNow) {
      await tests.print(parts);
      continue;
    }
    if (printer.readiness().kind === 'ready') return true;
    const left = until === null ? null : until - desk.clock.monotonic();
    if (left !== null && left <= 0) return false;
    await desk.change(left);
  }
  return false;
}

function tryOnce(parts: SlipParts, job: TicketJob): Promise<SlipEnd> {
  const { desk } = parts;
  return printOnce(parts, () => {
    const isLate = desk.branch.now() - job.issued.at > LATE;
    const prepared = isLate ? null : job.begun?.document;
    return prepared ?? parts.compose(job.issued, isLate);
  });
}

/** Has the printer print a document, once; resolves with its end, or when all ends. */
export async function printOnce(
  { desk, printer, nextJob }: Pick<SlipParts, 'desk' | 'printer' | 'nextJob'>,
  compose: () => TicketDocument,
): Promise<SlipEnd> {
  if (desk.isStopped) return { kind: 'stopped' };
  const ended: { end: PrintEnd | null } = { end: null };
  void printer.print(nextJob(), compose()).then((end) => {
    ended.end = end;
    desk.poke();
  });
  while (!desk.isStopped && ended.end === null) await desk.change(null);
  return ended.end ?? { kind: 'stopped' };
}

async function journalEnd(parts: SlipParts, job: TicketJob, end: SlipEnd): Promise<void> {
  switch (end.kind) {
    case 'printed':
      await parts.desk.submit({ type: 'print-ended', ticket: job.ticket }, job);
      return;
    case 'failed':
      await withdraw(parts.desk, job, end.trouble);
      return;
    case 'unknown':
      await endUnknown(parts, job, isGone(parts.printer) ? 'connection-lost' : 'no-answer');
      return;
    case 'stopped':
      await endUnknown(parts, job, 'restart');
      return;
  }
}

async function endUnknown({ desk }: SlipParts, job: TicketJob, reason: UnknownPrint): Promise<void> {
  desk.log.warn({ ...desk.where(job), reason }, 'nobody knows whether the ticket was printed: it stays live');
  await desk.submit({ type: 'print-unknown', ticket: job.ticket, reason }, job);
}

/** Whether a printer does not answer at all. */
export function isGone(printer: TicketPrinter): boolean {
  const readiness = printer.readiness();
  return readiness.kind === 'not-ready' && readiness.trouble === 'gone';
}

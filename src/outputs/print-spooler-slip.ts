import { type Millis, seconds } from '../clock.ts';
import type { PrintEnd, PrintTrouble, TicketDocument, TicketPrinter } from '../devices/kinds.ts';
import type { UnknownPrint } from '../queue/commands.ts';
import type { EventOf } from '../queue/events.ts';
import type { PrintJob, SpoolerDesk } from './print-spooler-desk.ts';

/** After so long the number of people ahead is no longer true. */
const LATE: Millis = seconds(30);
/** The printer counts jobs from 1 to this. */
export const LAST_JOB = 9_999;

export interface SlipParts {
  readonly desk: SpoolerDesk;
  readonly printer: TicketPrinter;
  compose(issued: EventOf<'issued'>, isLate: boolean): TicketDocument;
  /** Number of the next try, 1 to {@link LAST_JOB}, another one each time. */
  nextJob(): number;
  /** How long a printer that failed the ticket has to become ready again for the copy. */
  readonly copyWithin: Millis;
}

/** `stopped`: the daemon ends while the printer is at it. */
type SlipEnd = PrintEnd | { readonly kind: 'stopped' };

/**
 * Brings one ticket to paper and journals how it went; resolves when that is on disk, when nobody wants the slip any
 * more, or when the spooler was stopped.
 */
export async function bringToPaper(parts: SlipParts, job: PrintJob): Promise<void> {
  const { desk } = parts;
  const { ticket } = job.issued;
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
export async function withdraw(desk: SpoolerDesk, job: PrintJob, reason: PrintTrouble): Promise<void> {
  desk.log.error({ ...desk.where(job), reason }, 'ticket was not printed: it is withdrawn');
  await desk.submit({ type: 'print-failed', ticket: job.issued.ticket, reason }, job);
}

/** A slip helps whoever waits for the number or was just called; nobody who is served or has gone. */
function isWanted(desk: SpoolerDesk, job: PrintJob): boolean {
  const ticket = desk.ticket(job);
  if (!ticket || ticket.status === 'serving') return false;
  return ticket.print === 'pending' || ticket.print === 'started';
}

/** Waits until the printer would print; false when the slip is no longer wanted, the time is over or all ends. */
async function isReadyFor(parts: SlipParts, job: PrintJob, limit: Millis | null): Promise<boolean> {
  const { desk, printer } = parts;
  const until = limit === null ? null : desk.clock.monotonic() + limit;
  while (!desk.isStopped && isWanted(desk, job)) {
    if (printer.readiness().kind === 'ready') return true;
    const left = until === null ? null : until - desk.clock.monotonic();
    if (left !== null && left <= 0) return false;
    await desk.change(left);
  }
  return false;
}

async function tryOnce(parts: SlipParts, job: PrintJob): Promise<SlipEnd> {
  const { desk, printer } = parts;
  if (desk.isStopped) return { kind: 'stopped' };
  const isLate = desk.branch.now() - job.issued.at > LATE;
  const prepared = isLate ? null : job.begun?.document;
  const document = prepared ?? parts.compose(job.issued, isLate);
  const ended: { end: PrintEnd | null } = { end: null };
  void printer.print(parts.nextJob(), document).then((end) => {
    ended.end = end;
    desk.poke();
  });
  while (!desk.isStopped && ended.end === null) await desk.change(null);
  return ended.end ?? { kind: 'stopped' };
}

async function journalEnd(parts: SlipParts, job: PrintJob, end: SlipEnd): Promise<void> {
  switch (end.kind) {
    case 'printed':
      await parts.desk.submit({ type: 'print-ended', ticket: job.issued.ticket }, job);
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

async function endUnknown({ desk }: SlipParts, job: PrintJob, reason: UnknownPrint): Promise<void> {
  desk.log.warn({ ...desk.where(job), reason }, 'nobody knows whether the ticket was printed: it stays live');
  await desk.submit({ type: 'print-unknown', ticket: job.issued.ticket, reason }, job);
}

function isGone(printer: TicketPrinter): boolean {
  const readiness = printer.readiness();
  return readiness.kind === 'not-ready' && readiness.trouble === 'gone';
}

import type { CopyEnd } from '../queue/commands-print.ts';
import { isCopyInHand } from '../queue/copies.ts';
import type { Ticket } from '../queue/state.ts';
import type { CopyJob, PrintJob, SpoolerDesk } from './print-spooler-desk.ts';
import { isGone, printOnce, readyFor, type SlipEnd, type SlipParts } from './print-spooler-slip.ts';

/**
 * Brings one copy of a slip to paper and journals how it went, tried once: whoever has asked for it stands there and may ask
 * again. One that a daemon before this one had in hand is unknown, and not printed again.
 */
export async function bringCopyToPaper(parts: SlipParts, job: CopyJob): Promise<void> {
  const { desk, printer } = parts;
  if (job.isOfBefore) return await endCopy(desk, job, { end: 'unknown', reason: 'restart' });
  const ticketNow = (): Ticket | undefined => desk.ticket(job);
  const isReady = await readyFor(parts, () => ticketNow() !== undefined, parts.copyWithin);
  // The next start finds it in hand.
  if (desk.isStopped) return;
  const ticket = ticketNow();
  if (!ticket) return await endCopy(desk, job, { end: 'failed', reason: 'over' });
  if (!isReady) {
    const readiness = printer.readiness();
    const reason = readiness.kind === 'not-ready' ? readiness.trouble : 'fault';
    return await endCopy(desk, job, { end: 'failed', reason });
  }
  const end = await printOnce(parts, () => parts.composeCopy(ticket, job.times));
  await endCopy(desk, job, copyEnd(end, isGone(printer)));
}

/** The printer is gone from the configuration: no copy that waits for it will come, and another may be asked for elsewhere. */
export async function endWaitingCopies(desk: SpoolerDesk, jobs: readonly PrintJob[]): Promise<void> {
  const { tickets, ended } = desk.branch.committed;
  for (const job of jobs) {
    const ticket = tickets.get(job.ticket) ?? ended.find(({ id }) => id === job.ticket);
    if (job.kind !== 'copy' || !ticket?.copies || !isCopyInHand(ticket.copies)) continue;
    await endCopy(desk, job, { end: 'failed', reason: 'gone' });
  }
}

/** Tells the queue how a copy ended. */
export async function endCopy(desk: SpoolerDesk, job: CopyJob, how: CopyEnd): Promise<void> {
  const told = { ...desk.where(job), copy: job.times };
  if (how.end !== 'printed') desk.log.warn({ ...told, reason: how.reason }, `the copy of a slip is ${how.end}`);
  await desk.submit({ type: 'reprint-ended', ticket: job.ticket, how }, job);
}

function copyEnd(end: SlipEnd, isPrinterGone: boolean): CopyEnd {
  switch (end.kind) {
    case 'printed':
      return { end: 'printed' };
    case 'failed':
      return { end: 'failed', reason: end.trouble };
    case 'unknown':
      return { end: 'unknown', reason: isPrinterGone ? 'connection-lost' : 'no-answer' };
    case 'stopped':
      return { end: 'unknown', reason: 'restart' };
  }
}

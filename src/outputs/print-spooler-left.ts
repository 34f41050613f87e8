import { messageOf } from '../errors.ts';
import type { StoredRecord } from '../journal/store.ts';
import { type Copies, isCopyInHand } from '../queue/copies.ts';
import type { EventOf } from '../queue/events.ts';
import type { PrintState, Ticket } from '../queue/state.ts';
import type { PrintSpoolerParts } from './print-spooler.ts';
import { type CopyJob, type PrintJob, type SpoolerDesk, type TicketJob, ticketJob } from './print-spooler-desk.ts';

/** Records read at once at the start. */
const PAGE = 500;

/** What a daemon before this one has left to its printer. */
export interface LeftBefore {
  readonly jobs: readonly PrintJob[];
  /** What is left of slips in the printer: some that a customer may hold, or only some of tickets that were withdrawn. */
  readonly left: 'nothing' | 'cut' | 'void';
}

/**
 * Finds what a printer has to do with slips of before: reads what was issued after the cursor, unless no ticket waits for
 * paper or was in hand at all. Copies that were in hand come first: nobody knows what became of them.
 *
 * @param end the newest record of the daemon before
 */
export async function leftBefore(
  parts: PrintSpoolerParts,
  desk: SpoolerDesk,
  isMine: (issued: EventOf<'issued'>) => boolean,
  end: number,
): Promise<LeftBefore> {
  const { committed } = parts.branch;
  const tickets = [...committed.tickets.values(), ...committed.ended];
  const jobs: PrintJob[] = [...copiesInHand(parts, tickets)];
  const left: PrintState[] = jobs.map(() => 'started');
  const isNeeded = tickets.some(({ print, copies }) => isPrinting(print) || isLeft(print) || isLeftOfCopy(copies));
  for (let from = parts.cursor + 1; isNeeded && from <= end && !desk.isStopped; ) {
    const records = await page(parts, desk, from);
    for (const record of records) {
      const event = record.seq <= end ? parts.eventOf(record) : null;
      if (event?.type === 'issued' && isMine(event)) {
        const job = ticketJob(record.seq, event);
        if (isPrinting(desk.ticket(job)?.print)) jobs.push(job);
        left.push(...printOf(parts, job).filter(isLeft));
      }
      if (event?.type === 'reprint-ended' && event.device === desk.device && event.end !== 'printed')
        left.push('unknown');
    }
    from = (records.at(-1)?.seq ?? end) + 1;
  }
  if (left.length === 0) return { jobs, left: 'nothing' };
  return { jobs, left: left.every((print) => print === 'failed') ? 'void' : 'cut' };
}

/** The oldest ticket first; the cursor stays where it was until the rest is dealt with. */
function copiesInHand({ isMyCopy, cursor }: PrintSpoolerParts, tickets: readonly Ticket[]): readonly CopyJob[] {
  return tickets.flatMap(({ id: ticket, label, copies }) => {
    if (!copies || !isCopyInHand(copies) || !isMyCopy(copies.kiosk ?? null)) return [];
    return [{ kind: 'copy', seq: cursor, ticket, label, times: copies.asked, isOfBefore: true } as const];
  });
}

function printOf({ branch }: PrintSpoolerParts, { ticket: id }: TicketJob): readonly PrintState[] {
  const { tickets, ended } = branch.committed;
  const ticket = tickets.get(id) ?? ended.find((each) => each.id === id);
  return ticket ? [ticket.print] : [];
}

async function page({ read }: PrintSpoolerParts, desk: SpoolerDesk, from: number): Promise<readonly StoredRecord[]> {
  while (!desk.isStopped) {
    try {
      return await read(from, PAGE);
    } catch (caught) {
      desk.log.error({ device: desk.device }, `tickets to print cannot be read: ${messageOf(caught)}`);
      await desk.pause();
    }
  }
  return [];
}

function isPrinting(print: PrintState | undefined): boolean {
  return print === 'pending' || print === 'started';
}

/** Something of its slip may still be in the printer. */
function isLeft(print: PrintState): boolean {
  return print === 'started' || print === 'unknown' || print === 'failed';
}

/** Something of its newest copy may still be in the printer. */
function isLeftOfCopy(copies: Copies | undefined): boolean {
  return copies !== undefined && copies.end !== 'printed';
}

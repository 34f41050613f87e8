import type { TicketDocument } from '../devices/kinds.ts';
import type { EventOf } from '../queue/events.ts';
import type { Begun, SpoolerDesk } from './print-spooler-desk.ts';

interface UnderWay {
  readonly ticket: number;
  readonly end: Promise<unknown>;
  document: TicketDocument | null;
}

/** What may be done for a ticket before it is on disk. */
export interface Ahead {
  /** The printer is asked how it is. */
  expect(): void;
  /** The slip is laid out. */
  prepare(): TicketDocument;
}

/**
 * Begins a ticket for a free printer in the commit that issues it: `print-started` is on disk before the first byte, and the
 * customer waits for one sync of the disk instead of three (the ticket, its mark in the head file, the beginning). While the
 * disk is at it, the slip is laid out and the printer asked how it is (decision 050).
 */
export class EarlyStart {
  #begun: UnderWay | null = null;

  /** One is under way: not on disk yet, and not refused. */
  get isUnderWay(): boolean {
    return this.#begun !== null;
  }

  /**
   * Call it while the ticket is being decided. What the branch does not take begins later, as any other ticket.
   *
   * The question leaves at once: many presses share one commit, and no printer waits for the others' turn. The slip, which takes
   * longer, waits for the turn after the next, when the disk is at work and every press of the moment has been heard, and for
   * the slips of other printers, one a turn: a press that comes meanwhile waits for one of them, not for all.
   */
  begin({ branch, clock, device, turns }: SpoolerDesk, issued: EventOf<'issued'>, { expect, prepare }: Ahead): void {
    const { ticket } = issued;
    const end = branch.submit({ type: 'print-started', ticket, device, id: null, actor: { kind: 'printer', device } });
    const begun: UnderWay = { ticket, end, document: null };
    this.#begun = begun;
    void end.then(() => {
      this.#begun = null;
    });
    expect();
    clock.after(0, () => {
      turns.later(() => {
        if (this.#begun === begun) begun.document = prepare();
      });
    });
  }

  /** The beginning of a ticket that was just committed; null: it has not begun. */
  of(ticket: number): Begun | null {
    return this.#begun?.ticket === ticket ? this.#begun : null;
  }
}

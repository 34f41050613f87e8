import type { SpoolerDesk } from './print-spooler-desk.ts';

/**
 * Begins a ticket for a free printer in the commit that issues it: `print-started` is on disk before the first byte, and the
 * customer waits for one sync of the disk instead of three (the ticket, its mark in the head file, the beginning).
 */
export class EarlyStart {
  #begun: { readonly ticket: number; readonly end: Promise<unknown> } | null = null;

  /** One is under way: not on disk yet, and not refused. */
  get isUnderWay(): boolean {
    return this.#begun !== null;
  }

  /** Call it while the ticket is being decided. What the branch does not take begins later, as any other ticket. */
  begin({ branch, device }: SpoolerDesk, ticket: number): void {
    const end = branch.submit({ type: 'print-started', ticket, device, id: null, actor: { kind: 'printer', device } });
    this.#begun = { ticket, end };
    void end.then(() => {
      this.#begun = null;
    });
  }

  /** Resolves when the beginning of a ticket that was just committed is decided for good; null: it has not begun. */
  of(ticket: number): Promise<unknown> | null {
    return this.#begun?.ticket === ticket ? this.#begun.end : null;
  }
}

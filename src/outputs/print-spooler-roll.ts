import type { PrinterReadiness, TicketDocument, TicketPrinter } from '../devices/kinds.ts';
import { messageOf } from '../errors.ts';
import { printOnce, type SlipParts } from './print-spooler-slip.ts';

interface TestSlipParts {
  readonly printer: Pick<TicketPrinter, 'readiness'>;
  /** What stands on a test slip. */
  composeTest(): TicketDocument;
}

/**
 * The test slips of one printer: after its paper was out, and when somebody asks. One comes before whatever else waits, so
 * that whoever has put in the roll sees what customers get. How it ends is a matter of the log: no ticket hangs on it.
 */
export class TestSlips {
  readonly #parts: TestSlipParts;
  #isDue = false;
  #isPrinting = false;

  constructor(parts: TestSlipParts) {
    this.#parts = parts;
    this.hear(parts.printer.readiness());
  }

  /** One is to come, and the printer is ready. */
  get isDueNow(): boolean {
    return this.#isDue && this.#parts.printer.readiness().kind === 'ready';
  }

  /** One is to come, or in hand. */
  get isBusy(): boolean {
    return this.#isDue || this.#isPrinting;
  }

  /** Somebody asks for one; several wishes are one slip. */
  ask(): void {
    this.#isDue = true;
  }

  /** What the printer says of itself. Whoever has taken the paper out puts another roll in. */
  hear(readiness: PrinterReadiness): void {
    if (readiness.kind === 'not-ready' && readiness.trouble === 'paper-out') this.#isDue = true;
  }

  /** Prints the one that is due; tried once, whatever comes of it. Never rejects. */
  async print(parts: Pick<SlipParts, 'desk' | 'printer' | 'nextJob'>): Promise<void> {
    this.#isDue = false;
    this.#isPrinting = true;
    const { log, device } = parts.desk;
    try {
      const end = await printOnce(parts, () => this.#parts.composeTest());
      if (end.kind === 'printed') log.info({ device }, 'the test slip is printed');
      else if (end.kind === 'failed') log.warn({ device, trouble: end.trouble }, 'the test slip was not printed');
      else if (end.kind === 'unknown') log.warn({ device }, 'nobody knows whether the test slip was printed');
    } catch (caught) {
      log.error({ device }, `the test slip cannot be laid out: ${messageOf(caught)}`);
    }
    this.#isPrinting = false;
  }
}

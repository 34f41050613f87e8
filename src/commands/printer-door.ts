import type { FailedPrint } from '../queue/commands.ts';
import type { CommandProblem } from './schema.ts';

/** What is asked of printers beside the queue. */
export interface PrinterDoor {
  /** Whether a copy of a slip would be printed: at a kiosk, or where null, anywhere in the branch. */
  hasPrinter(kiosk: string | null): boolean;
  /** Has a printer print a test slip. `taken`: it comes in its turn. A trouble: it would not come now, and nothing is done. */
  test(printer: string): 'taken' | 'unknown' | FailedPrint;
}

/** Why no copy can be printed at a kiosk, or where null, anywhere; null: it can. */
export function whyNoCopy(door: PrinterDoor | undefined, kiosk: string | null): CommandProblem | null {
  if (!door || door.hasPrinter(kiosk)) return null;
  const expected = 'a kiosk of the branch file that has a printer, or none';
  const what = kiosk === null ? 'the branch has no printer' : `the branch has no kiosk ${kiosk} with a printer`;
  return { code: 'command/no-printer', what, expected };
}

const TROUBLES: Readonly<Record<FailedPrint, string>> = {
  'paper-out': 'is out of paper',
  'cover-open': 'is open',
  fault: 'has a fault',
  gone: 'does not answer',
};

/** Why a printer prints no test slip; null: it does. */
export function whyNoTest(door: PrinterDoor | undefined, printer: string): CommandProblem | null {
  const end = door?.test(printer) ?? 'unknown';
  if (end === 'taken') return null;
  if (end === 'unknown') {
    const expected = 'the id of a printer of the branch file';
    return { code: 'command/unknown-printer', what: `the branch has no printer ${printer}`, expected };
  }
  const expected = 'the same command when it is ready';
  return { code: 'command/printer-not-ready', what: `${printer} ${TROUBLES[end]}`, expected };
}

import type { Actor, FailedPrint } from '../queue/commands.ts';
import type { CommandProblem } from './schema.ts';

/** What is asked of printers beside the queue. */
export interface PrinterDoor {
  /** Whether a copy of a slip would be printed: at a kiosk, or where null, anywhere in the branch. */
  hasPrinter(kiosk: string | null): boolean;
  /**
   * Has a printer print a test slip, once it is on record who asked. `taken`: it comes in its turn. `not-written`: the journal
   * cannot be written; a trouble: it would not come now. Then nothing is done.
   */
  test(printer: string, actor: Actor): Promise<'taken' | 'unknown' | 'not-written' | FailedPrint>;
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
export async function whyNoTest(
  door: PrinterDoor | undefined,
  printer: string,
  actor: Actor,
): Promise<CommandProblem | null> {
  const end = (await door?.test(printer, actor)) ?? 'unknown';
  if (end === 'taken') return null;
  if (end === 'not-written') {
    const what = 'the journal cannot be written now: no test slip is printed';
    return { code: 'journal/not-written', what, expected: 'the same command in a moment' };
  }
  if (end === 'unknown') {
    const expected = 'the id of a printer of the branch file';
    return { code: 'command/unknown-printer', what: `the branch has no printer ${printer}`, expected };
  }
  const expected = 'the same command when it is ready';
  return { code: 'command/printer-not-ready', what: `${printer} ${TROUBLES[end]}`, expected };
}

import type { Printer } from '../process.ts';

const BAR = 40;
/** Back to the line of the bar, which is emptied. */
const AGAIN = '\x1b[1A\x1b[2K';

/** How far a long run is. */
export interface ProgressBar {
  tell(done: number, of: number): void;
  clear(): void;
}

/**
 * How far it is, on one line of a terminal that is written over.
 *
 * @param what is counted: `days`
 */
export function progressBar(printer: Printer, what: string): ProgressBar {
  let shown = -1;
  return {
    tell(done, of) {
      const part = Math.min(BAR, Math.floor((BAR * done) / of));
      // What is left may turn out to be more: the bar does not go back.
      if (part <= shown) return;
      const bar = `${'█'.repeat(part)}${'░'.repeat(BAR - part)} ${done} of ${of} ${what}`;
      printer.out(shown < 0 ? bar : `${AGAIN}${bar}`);
      shown = part;
    },
    clear() {
      // What is written ends with a line feed: the next line stands where the bar was.
      if (shown >= 0) printer.out(`${AGAIN}\x1b[1A`);
    },
  };
}

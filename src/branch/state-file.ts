import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';
import type { Snapshot } from '../queue/state.ts';
import type { KeptState, StateShelf } from './kept-state.ts';

/** Beside the journal: a line that says what follows, and the state as JSON. */
const NAME = 'journal.state';

const HEADING = z.strictObject({
  /** Sum of the program: another one may make another state of the same events. */
  program: z.string(),
  seq: z.int().positive(),
  hash: z.string(),
  /** SHA-256 of the state's text. */
  sum: z.string(),
});
type Heading = z.infer<typeof HEADING>;

/**
 * The file of the newest state in the directory of a journal.
 *
 * @param program sum of this program's text; null when it is not known: nothing is kept then, and nothing is taken
 */
export function stateFile(directory: string, program: string | null, log: Log): StateShelf {
  const path = join(directory, NAME);
  const complain = (reason: string): null => {
    log.warn(
      { code: 'branch/state-file', path },
      `${path}: ${reason}. Next: nothing has to be done, the day is replayed`,
    );
    return null;
  };
  return {
    take() {
      if (program === null) return null;
      try {
        return stateIn(readFileSync(path, 'utf8'), program, complain);
      } catch (caught) {
        if (caught instanceof Error && 'code' in caught && caught.code === 'ENOENT') return null;
        return complain(messageOf(caught));
      }
    },
    async keep({ head, state }) {
      if (program === null) return;
      const text = JSON.stringify(state);
      const heading: Heading = { program, ...head, sum: sumOf(text) };
      const aside = `${path}.new`;
      try {
        await writeFile(aside, `${JSON.stringify(heading)}\n${text}`, { mode: 0o640 });
        // Not synced: what a power cut leaves of it does not fit its sum, and the day is replayed.
        await rename(aside, path);
      } catch (caught) {
        // Half a file would stand in the way on a full disk.
        await rm(aside, { force: true }).catch(() => {});
        complain(`the state cannot be kept for the next start: ${messageOf(caught)}`);
      }
    },
  };
}

function stateIn(content: string, program: string, complain: (reason: string) => null): KeptState | null {
  const end = content.indexOf('\n');
  const heading = headingIn(content.slice(0, Math.max(0, end)));
  const text = content.slice(end + 1);
  if (!heading || heading.sum !== sumOf(text)) return complain('the state of the last run is damaged');
  if (heading.program !== program) return null;
  // The sum is the program's own word for it.
  return { head: { seq: heading.seq, hash: heading.hash }, state: JSON.parse(text) as Snapshot };
}

function headingIn(line: string): Heading | null {
  try {
    return HEADING.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

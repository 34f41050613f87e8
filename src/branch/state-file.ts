import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';
import { journalFiles, LAST_ROOM } from '../journal/files.ts';
import type { Snapshot } from '../queue/state.ts';
import type { KeptState, StateShelf } from './kept-state.ts';

/** A line that says what follows, and the state as JSON. */
const HEADING = z.object({
  /** Sum of the program: another one may make another state of the same events, and may say it otherwise but for this. */
  program: z.string(),
  seq: z.int().positive(),
  hash: z.string(),
  /** SHA-256 of the state's text. */
  sum: z.string(),
});
type Heading = z.infer<typeof HEADING>;
const MAKER = HEADING.pick({ program: true });

export interface StateFileParts {
  /** Sum of this program's text; null when it is not known: nothing is kept then, and nothing is taken. */
  readonly program: string | null;
  readonly log: Log;
  /** Bytes that are free on the disk of the journal; null when that cannot be told. */
  free(): Promise<number | null>;
}

/** The file of the newest state in the directory of a journal. */
export function stateFile(directory: string, { program, log, free }: StateFileParts): StateShelf {
  const path = journalFiles(directory).state;
  const complain = (reason: string, next: string): null => {
    log.warn({ code: 'branch/state-file', path }, `${path}: ${reason}. Next: ${next}`);
    return null;
  };
  const notKept = (why: string): null =>
    complain(
      `the state cannot be kept for the next start, which replays the day: ${why}`,
      `look at the space of the disk and at the rights of ${directory}`,
    );
  return {
    take() {
      if (program === null) return null;
      try {
        // A pipe, a folder: nothing that could be read to its end.
        if (!statSync(path).isFile()) return complain('this is no file', `sudo rm -r ${path}: nothing is lost by it`);
        const taken = stateIn(readFileSync(path, 'utf8'), program);
        if (taken !== 'damaged') return taken;
        return complain('the state of the last run is damaged', 'nothing has to be done, the day is replayed');
      } catch (caught) {
        if (caught instanceof Error && 'code' in caught && caught.code === 'ENOENT') return null;
        return complain(
          messageOf(caught),
          'nothing, if it does not come again: the day is replayed, and it is made anew',
        );
      }
    },
    async keep({ head, state }) {
      if (program === null) return;
      const left = await free();
      if (left !== null && left < LAST_ROOM) return void notKept("the last room of the disk is the journal's");
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
        notKept(messageOf(caught));
      }
    },
  };
}

/** Null: another program's. */
function stateIn(content: string, program: string): KeptState | null | 'damaged' {
  const end = content.indexOf('\n');
  const line = lineIn(content.slice(0, Math.max(0, end)));
  const maker = MAKER.safeParse(line);
  if (maker.success && maker.data.program !== program) return null;
  const heading = HEADING.safeParse(line);
  const text = content.slice(end + 1);
  if (!heading.success || heading.data.sum !== sumOf(text)) return 'damaged';
  const { seq, hash } = heading.data;
  // The sum is the program's own word for it.
  return { head: { seq, hash }, state: JSON.parse(text) as Snapshot };
}

function lineIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

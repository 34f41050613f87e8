import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { JournalFiles } from './files.ts';

/**
 * Remembers -wal and -shm before the first look at a journal. Even a reader makes SQLite rebuild the index of its -wal
 * (-shm), and makes both files where there are none; neither holds anything that is not in the other two.
 *
 * @returns puts both back as they were, for a start that is refused: call it with the journal's lock held and the database closed
 */
export function rememberSideFiles(files: JournalFiles): () => void {
  const hadWal = existsSync(files.wal);
  const shm = existsSync(files.shm) ? readFileSync(files.shm) : null;
  return () => {
    if (!hadWal && existsSync(files.wal) && statSync(files.wal).size === 0) rmSync(files.wal);
    if (!existsSync(files.shm)) return;
    if (!shm) rmSync(files.shm);
    else if (!readFileSync(files.shm).equals(shm)) writeFileSync(files.shm, shm);
  };
}

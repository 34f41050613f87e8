import { type FSWatcher, watch } from 'node:fs';
import { asFault, type LobbydError, messageOf } from '../errors.ts';
import { journalFiles } from './files.ts';
import type { JournalReader } from './reader.ts';
import type { StoredRecord } from './store.ts';

/** Records read at once. */
const PAGE = 500;

/** The last `count` records, oldest first. */
export function lastRecords(reader: JournalReader, count: number): readonly StoredRecord[] {
  return reader.read(Math.max(1, reader.last() - count + 1), count);
}

/**
 * Hands over records as they are committed. Wakes when the kernel says that the head file, which every commit ends with, was
 * written; never looks without a reason.
 *
 * @param from first record wanted
 * @param onRecords called in order, never twice with the same record
 * @param onFault called once when it cannot go on
 * @returns stops following; idempotent
 */
export function follow(
  directory: string,
  reader: JournalReader,
  from: number,
  onRecords: (records: readonly StoredRecord[]) => void,
  onFault: (fault: LobbydError) => void,
): () => void {
  let next = from;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    watcher?.close();
  };
  const fail = (caught: unknown): void => {
    if (isOver) return;
    stop();
    onFault(notFollowed(directory, caught));
  };
  const drain = (): void => {
    if (isOver) return;
    try {
      for (let page = reader.read(next, PAGE); page.length > 0; page = reader.read(next, PAGE)) {
        next += page.length;
        onRecords(page);
      }
    } catch (caught) {
      fail(caught);
    }
  };
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(journalFiles(directory).head, drain);
    watcher.on('error', fail);
  } catch (caught) {
    fail(caught);
  }
  drain();
  return stop;
}

function notFollowed(directory: string, caught: unknown): LobbydError {
  return asFault(caught, {
    code: 'journal/not-followed',
    what: `the journal cannot be followed: ${messageOf(caught)}`,
    where: directory,
    next: 'start the command again when the directory is there',
  });
}

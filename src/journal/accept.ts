import { randomBytes } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { journalFiles } from './files.ts';
import { createHeadFile } from './head-file.ts';
import { type Findings, fromStart, inspect } from './inspect.ts';
import { lockJournal } from './lock.ts';
import { openForReading } from './opening.ts';
import { giveNamedAs } from './owner.ts';
import { identityTexts } from './schema.ts';

/**
 * Goes on with a journal whose end or whose head file is lost, when a person says so: what is left must be sound from the first
 * record to the last. It gets a new epoch, so that no consumer takes the records to come for those that are lost, and
 * a new head file. Who accepts may be root: each file that this makes belongs to whom the database belongs.
 *
 * @returns what is left, with the new epoch
 * @throws LobbydError when a daemon runs on it, or when what is left is damaged; nothing is changed then
 */
export function acceptJournal(directory: string): Findings {
  const files = journalFiles(directory);
  openForReading(files.database).close();
  const lock = lockJournal(files);
  try {
    const found = soundPart(files.database);
    const accepted = { ...found, epoch: randomBytes(8).toString('hex') };
    const database = new Sqlite(files.database);
    database.pragma('synchronous = FULL');
    const { cursors, guard } = identityTexts(accepted);
    const update = database.prepare('UPDATE journal SET epoch = ?, cursors = ?, guard = ? WHERE id = 1');
    update.run(accepted.epoch, cursors, guard);
    database.close();
    createHeadFile(files.head, { ...accepted.head, epoch: accepted.epoch, count: 1 }, files.database);
    return accepted;
  } finally {
    lock.release();
    for (const path of [files.lock, files.wal, files.shm]) giveNamedAs(path, files.database);
  }
}

function soundPart(path: string): Findings {
  const database = openForReading(path);
  try {
    return inspect(database, { path, mark: null, start: fromStart, isStructureChecked: true });
  } finally {
    database.close();
  }
}

import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { LobbydError, messageOf } from '../errors.ts';
import { failedFault } from './write-faults.ts';

const UNTOUCHED = 'nothing was changed; keep a copy of the directory, then';

/**
 * The file no longer holds what was written.
 *
 * @param seq first record that cannot be trusted, null when it is not a matter of one record
 */
export function damaged(path: string, seq: number | null, what: string, cause?: unknown): LobbydError {
  return new LobbydError({
    code: 'journal/damaged',
    what: seq === null ? `the journal is damaged: ${what}` : `the journal is damaged at record ${seq}: ${what}`,
    where: seq === null ? path : `${path}, record ${seq}`,
    next: `${UNTOUCHED} ${restoreIn(path)}`,
    cause,
  });
}

/** What is said of a record that is not even JSON any more. */
export const NOT_JSON = 'its content cannot be read';

/** What SQLite says when the disk, its space, its rights or another program keep the file from it: no word on what the file holds. */
const KEPT_FROM_IT = /^SQLITE_(IOERR|CANTOPEN|FULL|READONLY|PERM|BUSY|LOCKED|PROTOCOL|NOMEM)/;

/** Bytes of the index (-shm) that SQLite makes for a -wal, also for a reader. */
const INDEX_BYTES = 32 * 1024;

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < INDEX_BYTES;
  } catch {
    return false; // a disk that does not even tell its size is not merely full
  }
}

/**
 * What stops a look at the journal: damage, or a disk that does not give it; nobody must restore a journal that is whole.
 *
 * @param code what SQLite calls it
 * @param seq first record that cannot be trusted, null when it is not a matter of one record
 */
export function notReadable(path: string, code: string, seq: number | null, caught: unknown): LobbydError {
  if (code === 'SQLITE_IOERR_SHMSIZE' && isFull(path)) return failedFault(path, 'SQLITE_FULL', messageOf(caught));
  if (!KEPT_FROM_IT.test(code)) return damaged(path, seq, `SQLite cannot read it: ${messageOf(caught)}`, caught);
  return new LobbydError({
    code: 'journal/unreadable',
    what: `the journal cannot be read, which says nothing of what it holds: ${messageOf(caught)} (${code})`,
    where: path,
    next: 'nothing was changed; check the disk (its space with `df`, its mount, `dmesg`), the rights of the files, and who else has them open, then start again',
    cause: caught,
  });
}

/** A file of the journal belongs to another user, often to root who mended something: no word on what it holds. */
export function notAllowed(path: string, kind: 'read' | 'write', cause: unknown): LobbydError {
  return new LobbydError({
    code: 'journal/unreadable',
    what: `this user may not ${kind} the file, which says nothing of what it holds: ${messageOf(cause)}`,
    where: path,
    next: `nothing was changed; give it to the user of the daemon: \`sudo chown lobbyd: ${path}\`, then start again`,
    cause,
  });
}

/**
 * The command by which a person believes a journal as it stands, to be copied as it is.
 *
 * @param path of one of its files
 */
export function acceptIn(path: string): string {
  return `\`sudo -u lobbyd lobbyd journal accept ${dirname(path)}\``;
}

/**
 * How a backup is put back. It ends before records that others have seen: under the old epoch consumers would take the next
 * ones for those, and drop them.
 *
 * @param path of one of the journal's files
 */
function restoreIn(path: string): string {
  return `restore the directory from the last backup and have it begin a new epoch by ${acceptIn(path)}`;
}

/**
 * The journal is whole in itself, but shorter than it was.
 *
 * @param witness who has seen the record `expected`
 */
export function cutShort(path: string, last: number, expected: number, witness: string): LobbydError {
  return new LobbydError({
    code: 'journal/cut',
    what: `the journal ends at record ${last}, but ${witness} has seen record ${expected}: the last ${expected - last} are missing`,
    where: `${path}, record ${last + 1}`,
    next: `${UNTOUCHED} restore it from the last backup, or leave it without the missing records: either way go on by ${acceptIn(path)}`,
  });
}

/** Head file and database do not belong together. */
export function wrongHead(path: string, what: string): LobbydError {
  return new LobbydError({
    code: 'journal/wrong-head',
    what: `the head file belongs to another journal, or to another state of it: ${what}`,
    where: path,
    next: `${UNTOUCHED} put back the journal.head that belongs to this journal.db, or go on with the journal as it stands by ${acceptIn(path)}`,
  });
}

/** Nobody knows any more where the journal must end. */
export function headMissing(path: string, last: number): LobbydError {
  return new LobbydError({
    code: 'journal/head-missing',
    what: `the journal holds ${last} records, but its head file, which says where it must end, is missing`,
    where: path,
    next: `${UNTOUCHED} put the file back, or compare the last record of \`sudo -u lobbyd lobbyd journal tail ${dirname(path)}\` with the last ticket of the branch and go on by ${acceptIn(path)}`,
  });
}

/** The database is not there, but something says that it was. */
export function databaseMissing(path: string, witness: string): LobbydError {
  return new LobbydError({
    code: 'journal/missing',
    what: `the journal's database is missing or empty, but ${witness}`,
    where: path,
    next: `nothing was changed; ${restoreIn(path)}; for a new journal move what is left of the old one away`,
  });
}

/** The file is of another make. */
export function otherFormat(path: string, expected: number, found: string): LobbydError {
  return new LobbydError({
    code: 'journal/other-format',
    what: `this is no journal of format ${expected} (its format reads ${found})`,
    where: path,
    next: `nothing was changed; install the lobbyd that wrote it, or ${restoreIn(path)}`,
  });
}

import { LobbydError } from '../errors.ts';

const UNWILLING_DISK =
  'check that the disk is mounted for writing and that nobody holds the database open in sqlite3; the daemon tries again by itself';
const BROKEN_DISK =
  'see what the kernel says of the disk (`dmesg`); the daemon tries again by itself; when it stays so, the disk is dying: copy the journal directory, then change the disk';

/**
 * Nothing was written.
 *
 * @param code what SQLite calls it
 */
export function failedFault(where: string, code: string, why: string): LobbydError {
  if (code.startsWith('SQLITE_FULL')) {
    return new LobbydError({
      code: 'journal/disk-full',
      what: 'the disk of the journal is full',
      where,
      next: 'make room on that disk; the daemon goes on by itself',
    });
  }
  return new LobbydError({
    code: 'journal/not-written',
    what: `the journal cannot be written: ${why} (${code})`,
    where,
    next: code.startsWith('SQLITE_IOERR') ? BROKEN_DISK : UNWILLING_DISK,
  });
}

/** It may be written or not. */
export function unknownFault(where: string, code: string, why: string): LobbydError {
  return new LobbydError({
    code: 'journal/unknown',
    what: `nobody knows whether the journal was written: ${why} (${code})`,
    where,
    next: 'check the disk (`dmesg`, `smartctl`); the daemon reads what is on it and goes on by itself',
  });
}

/** The last commit stands, but is not marked: nothing more is written until it is. */
export function headFault(where: string, why: string): LobbydError {
  return new LobbydError({
    code: 'journal/head-file',
    what: `the head file cannot be written: ${why}`,
    where,
    next: 'check the disk and the permissions of the file; the daemon tries again by itself',
  });
}

/** The -wal stays as long as it is. */
export function checkpointFault(where: string, why: string): LobbydError {
  return new LobbydError({
    code: 'journal/checkpoint',
    what: `the -wal file cannot be moved into the database: ${why}`,
    where,
    next: 'nothing is lost; check the disk: its space and the messages of the kernel (`dmesg`)',
  });
}

/** Asked of a journal that was closed, or whose last write is not resolved. */
export function closedFault(where: string, next: string): LobbydError {
  return new LobbydError({ code: 'journal/closed', what: 'the journal is not open', where, next });
}

/** The bound of what may wait was reached. */
export function busyFault(where: string, what: string): LobbydError {
  return new LobbydError({
    code: 'journal/busy',
    what,
    where,
    next: 'try again; when it lasts, check the disk: it is too slow (`journalctl -k` names its errors)',
  });
}

/** Somebody else has written. */
export function supersededFault(where: string, seq: number): LobbydError {
  return new LobbydError({
    code: 'journal/superseded',
    what: `another controller leads: the journal has gone on to record ${seq} without this one`,
    where,
    next: 'stop one of the two controllers; this one decides nothing more until it has read what the other wrote',
  });
}

/** The thread of the journal is gone. */
export function workerFault(where: string, why: string, cause?: unknown): LobbydError {
  return new LobbydError({
    code: 'journal/worker-died',
    what: `the thread of the journal ended: ${why}`,
    where,
    next: 'the daemon starts it again by itself; when it comes back, report it with the log',
    cause,
  });
}

/** The thread of the journal does not come back from the disk. */
export function stuckFault(where: string, what: string): LobbydError {
  return new LobbydError({
    code: 'journal/stuck',
    what,
    where,
    next: 'check the disk (`dmesg`): a write hangs; when it stays so, change the disk',
  });
}

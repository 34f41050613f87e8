import { closeSync, constants, fchmodSync, fchownSync, fstatSync, openSync, statSync } from 'node:fs';

/**
 * Gives an open file the owner, the group and the rights of another one. Who mends a journal is often root: what root leaves
 * there must be the daemon's, as the database is. A user who may not give files away keeps them.
 *
 * @throws what the system says
 */
export function giveAs(handle: number, like: string): void {
  const mine = fstatSync(handle);
  const wanted = statSync(like);
  try {
    if (mine.uid !== wanted.uid || mine.gid !== wanted.gid) fchownSync(handle, wanted.uid, wanted.gid);
    if ((mine.mode & 0o777) !== (wanted.mode & 0o777)) fchmodSync(handle, wanted.mode & 0o777);
  } catch (caught) {
    if (!isCode(caught, 'EPERM')) throw caught;
  }
}

/**
 * As {@link giveAs}, for a file that may be there; a link is not followed: the folder is not root's, but root may be who gives.
 * The process must hold no lock on the file: closing it here would end the lock.
 *
 * @throws what the system says
 */
export function giveNamedAs(path: string, like: string): void {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (caught) {
    if (isCode(caught, 'ENOENT')) return;
    throw caught;
  }
  try {
    giveAs(handle, like);
  } finally {
    closeSync(handle);
  }
}

/** Whether this is what the system says by this code: `EACCES`. */
export function isCode(caught: unknown, code: string): boolean {
  return caught instanceof Error && 'code' in caught && caught.code === code;
}

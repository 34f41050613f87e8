import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskTrial } from './disk.ts';

/** `O_TMPFILE` of Linux on x86 and ARM (open(2)): a file without a name, gone when it is closed, however that comes. */
const NAMELESS = 0o20000000 | constants.O_DIRECTORY;
const PAGE = 4_096;

/** A nameless file on the disk of a folder, written to as the journal is: a page, then the disk's word that it has it. */
export async function openDiskTrial(folder: string): Promise<DiskTrial> {
  const file = await nameless(folder);
  // Zeros could be left out by a clever file system or card.
  const page = randomBytes(PAGE);
  let position = 0;
  return {
    async sync() {
      await file.write(page, 0, PAGE, position);
      await file.datasync();
      position += PAGE;
    },
    close: () => file.close(),
  };
}

async function nameless(folder: string): Promise<FileHandle> {
  try {
    return await open(folder, NAMELESS | constants.O_RDWR, 0o600);
  } catch {
    // A file system without such files: a name that is gone before anything is written.
    const path = join(folder, `.doctor-${randomBytes(6).toString('hex')}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return file;
  }
}

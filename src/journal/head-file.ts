import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { LobbydError, messageOf } from '../errors.ts';
import { checkOf } from './chain.ts';
import { acceptIn, notAllowed } from './damage.ts';
import { giveAs, isCode } from './owner.ts';
import type { Head } from './store.ts';

/** What the head file says. */
export interface HeadMark extends Head {
  readonly epoch: string;
  /** Writes so far; the slot with the higher one is the newer. */
  readonly count: number;
}

/** Bytes of a slot: a disk's block, so that a torn write spoils one slot only. */
export const SLOT_BYTES = 4096;
/** Guards the slots; the file itself says to whom it belongs by its epoch. */
const SLOT_ROOT = 'lobbyd head';

/**
 * Reads the newer whole slot. A torn slot is ignored: the other one is one commit older.
 *
 * @returns null when there is no file
 * @throws LobbydError `journal/head-damaged` when no slot is whole, or the disk does not give the file; `journal/unreadable`
 * when this user may not read it
 */
export function readHeadFile(path: string): HeadMark | null {
  const bytes = contentOf(path);
  if (!bytes) return null;
  const marks = [0, 1].map((slot) => parseSlot(bytes.subarray(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES)));
  const newest = marks.reduce((one, other) => ((other?.count ?? -1) > (one?.count ?? -1) ? other : one), null);
  if (newest) return newest;
  throw damaged(path, 'neither of its two slots is whole', null);
}

function contentOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (caught) {
    if (isCode(caught, 'ENOENT')) return null;
    if (isCode(caught, 'EACCES') || isCode(caught, 'EPERM')) throw notAllowed(path, 'read', caught);
    throw damaged(path, messageOf(caught), caught);
  }
}

function damaged(path: string, why: string, cause: unknown): LobbydError {
  return new LobbydError({
    code: 'journal/head-damaged',
    what: `the head file, which says where the journal must end, cannot be used: ${why}`,
    where: path,
    next: `compare the last record of \`sudo -u lobbyd lobbyd journal tail ${dirname(path)}\` with the last ticket of the branch; when it is right, run ${acceptIn(path)}`,
    cause,
  });
}

function slotOf(count: number): number {
  return (count % 2) * SLOT_BYTES;
}

function slotText(mark: HeadMark): string {
  const content = JSON.stringify([mark.count, mark.epoch, mark.seq, mark.hash]);
  return `${content} ${checkOf(SLOT_ROOT, content)}\n`.padEnd(SLOT_BYTES - 1, ' ').concat('\n');
}

function parseSlot(bytes: Buffer): HeadMark | null {
  const line = bytes.toString('latin1').split('\n', 1)[0] ?? '';
  const cut = line.lastIndexOf(' ');
  const content = line.slice(0, Math.max(0, cut));
  if (checkOf(SLOT_ROOT, content) !== line.slice(cut + 1)) return null;
  const [count, epoch, seq, hash] = JSON.parse(content) as [number, string, number, string];
  return { count, epoch, seq, hash };
}

/** The head file, open for writing. */
export interface HeadFile {
  /** Writes the older slot: what a killed process leaves. Throws what the system says. */
  write(head: Head): void;
  /** Brings the last write to the disk: what a power cut leaves. Throws what the system says. */
  sync(): void;
  /** The same beside whatever else is done; rejects with what the system says. Neither written nor closed meanwhile. */
  syncAside(): Promise<void>;
  close(): void;
}

/**
 * Opens the head file, making it whole in one step (write aside, sync, rename) when there is none.
 *
 * @throws what the system says; LobbydError `journal/unreadable` when this user may not write it
 */
export function openHeadFile(path: string, epoch: string, head: Head): HeadFile {
  const before = readHeadFile(path);
  let count = (before?.count ?? 0) + 1;
  if (!before) createHeadFile(path, { ...head, epoch, count }, null);
  const handle = openForWriting(path);
  const write = (next: Head): void => {
    count += 1;
    writeSync(handle, slotText({ ...next, epoch, count }), slotOf(count), 'latin1');
  };
  const syncAside = (): Promise<void> => promisify(fdatasync)(handle);
  return { write, sync: () => fdatasyncSync(handle), syncAside, close: () => closeSync(handle) };
}

function openForWriting(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY);
  } catch (caught) {
    throw isCode(caught, 'EACCES') || isCode(caught, 'EPERM') ? notAllowed(path, 'write', caught) : caught;
  }
}

/**
 * Puts a new head file, both slots the same, in the place of whatever is there.
 *
 * @param like file whose owner and rights it gets; null: those of whoever makes it
 * @throws what the system says
 */
export function createHeadFile(path: string, mark: HeadMark, like: string | null): void {
  const aside = `${path}.new`;
  // One that another user left half done cannot be written, but it can be taken away.
  rmSync(aside, { force: true });
  const handle = openSync(aside, 'wx', 0o640);
  try {
    for (const count of [mark.count - 1, mark.count]) {
      writeSync(handle, slotText({ ...mark, count }), slotOf(count), 'latin1');
    }
    if (like !== null) giveAs(handle, like);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, path);
  syncDirectory(dirname(path));
}

/** Makes new names in a directory survive a power cut. Throws what the system says. */
export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * What V8 has made of the parts of the program on this machine, as one file: a head of 8 bytes (the letters LOBC, the length
 * of the index), the index as JSON, then the code of each part at a place that V8 can read in one piece.
 * V8 itself looks at nothing but the length of a text, and believes what it is given: both sides are held by sums here.
 */
interface Entry {
  /** Sum of the part's text: of another build nothing may be taken. */
  readonly source: number;
  readonly at: number;
  readonly length: number;
  /** Sum of the code: a card that forgets a bit must not end the daemon. */
  readonly sum: number;
}

/** The code of parts that was prepared. */
export interface PreparedCode {
  /** @returns the code of a part whose text is this one; undefined: there is none that can be believed */
  codeOf(part: string, source: string): Buffer | undefined;
}

const MAGIC = 'LOBC';
const HEAD = 8;
const STEP = 8;

const padded = (length: number): number => Math.ceil(length / STEP) * STEP;

/**
 * Opens prepared code. It stays open: a part that is wanted later is read then.
 *
 * @param onDamage told of what is there and cannot be believed: the part, or the file's index
 * @returns null when there is none
 */
export function openPreparedCode(file: string, onDamage: (what: string) => void): PreparedCode | null {
  const handle = openedOrNull(file);
  if (handle === null) return null;
  const index = indexIn(handle);
  if (index === null) {
    closeSync(handle);
    onDamage('the index');
    return null;
  }
  return {
    codeOf(part, source) {
      const entry = index[part];
      if (!entry || entry.source !== crc32(source)) return undefined;
      const code = bytesAt(handle, entry.at, entry.length);
      if (code !== null && crc32(code) === entry.sum) return code;
      onDamage(part);
      return undefined;
    },
  };
}

/**
 * Writes prepared code: whole, or not at all.
 *
 * @param parts the text and the code of each part, in the order in which they are wanted
 * @throws what the file system says
 */
export function writePreparedCode(
  file: string,
  parts: ReadonlyMap<string, { readonly source: string; readonly code: Buffer }>,
): void {
  const index: Record<string, Entry> = {};
  let at = 0;
  for (const [part, { source, code }] of parts) {
    index[part] = { source: crc32(source), at, length: code.length, sum: crc32(code) };
    at += padded(code.length);
  }
  // The places count from the end of the index, whose length they are part of.
  const text = JSON.stringify(index);
  const head = Buffer.alloc(HEAD + padded(text.length), ' ');
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(padded(text.length), MAGIC.length);
  head.write(text, HEAD, 'latin1');
  const body = Buffer.alloc(at);
  for (const [part, { code }] of parts) code.copy(body, index[part]?.at ?? 0);
  const fresh = `${file}.new`;
  try {
    writeFileSync(fresh, Buffer.concat([head, body]));
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function openedOrNull(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch {
    // Most often it is not there, and none is needed: the program is the same without.
    return null;
  }
}

/** The index with places in the file; null when it is not one. */
function indexIn(handle: number): Readonly<Record<string, Entry>> | null {
  const head = bytesAt(handle, 0, HEAD);
  if (head === null || head.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const length = head.readUInt32LE(MAGIC.length);
  const text = bytesAt(handle, HEAD, length);
  if (text === null) return null;
  try {
    const index = JSON.parse(text.toString('latin1')) as Record<string, Entry>;
    return Object.fromEntries(
      Object.entries(index).map(([part, entry]) => [part, { ...entry, at: entry.at + HEAD + length }]),
    );
  } catch {
    return null;
  }
}

/** So many bytes of a file; null when they are not there. */
function bytesAt(handle: number, at: number, length: number): Buffer | null {
  try {
    const bytes = Buffer.allocUnsafeSlow(length);
    return readSync(handle, bytes, 0, length, at) === length ? bytes : null;
  } catch {
    return null;
  }
}

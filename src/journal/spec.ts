import {
  closeSync,
  cpSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { built } from '../../test/built.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import type { QueueEvent } from '../queue/events.ts';
import { emptyState, snapshot } from '../queue/snapshot.ts';
import { openingHashOf } from './canonical.ts';
import { draftOf } from './codec.ts';
import { journalFiles } from './files.ts';
import { WorkerLink } from './link.ts';
import { openSqliteStore } from './sqlite.ts';
import type { SqliteStoreOptions } from './sqlite-options.ts';
import type { AppendAnswer, Draft, Store, StoredRecord } from './store.ts';

/** A record as a test writes it: `issued` number `n`. */
export function draft(n: number, over: Partial<Draft> = {}): Draft {
  return {
    stream: 'queue',
    type: 'issued',
    version: 1,
    at: 1_000 + n,
    offset: 1_767_571_200_000,
    isTrusted: true,
    body: { ticket: n, label: `A${n}`, text: '张三 "\u2028" 😀' },
    ...over,
  };
}

/** `day-opened`, which replay starts from. */
export function opening(day: string | null): Draft {
  return draft(0, { type: 'day-opened', body: { day, instants: [] } });
}

/** A `day-opened` that can be replayed, of a branch to which nothing has happened. */
export function dayOpened(day: string): Draft {
  const opening = snapshot(emptyState());
  const openingHash = openingHashOf(opening);
  const nobodys = { actor: { kind: 'daemon' }, counter: null, teller: null, rule: null, command: null, answer: null };
  const event = { at: 0, ...nobodys, type: 'day-opened', day, instants: [], opening, openingHash };
  return draftOf(event as QueueEvent, { offset: 0, isTrusted: true });
}

/** What a commit must be; fails the test otherwise. */
export function committed(answer: AppendAnswer): Extract<AppendAnswer, { kind: 'committed' }> {
  if (answer.kind !== 'committed') expect.fail(`${answer.kind}: ${'fault' in answer ? answer.fault.message : ''}`);
  return answer;
}

/** Appends behind the head. */
export async function write(store: Store, ...drafts: readonly Draft[]): Promise<readonly StoredRecord[]> {
  return committed(await store.append(drafts, {}, store.head())).records;
}

/** Directories of one test file, gone after it. */
export interface Workshop {
  /** A new, empty directory. */
  directory(): string;
  /** A copy of a journal directory: of an open journal, what a power cut would leave. */
  copy(directory: string): string;
  /** Ends the thread of {@link contentOf} too. */
  remove(): Promise<void>;
}

/** Makes a {@link Workshop}. */
export function workshop(): Workshop {
  const root = mkdtempSync(join(tmpdir(), 'lobbyd-journal-'));
  const directory = (): string => mkdtempSync(join(root, 'journal-'));
  return {
    directory,
    copy(from) {
      const to = directory();
      cpSync(from, to, { recursive: true });
      return to;
    },
    async remove() {
      await idle.thread?.leave();
      idle.thread = null;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The store as the daemon opens it, with the built thread. */
export function openStore(directory: string, over: Partial<SqliteStoreOptions> = {}): Promise<Store> {
  return openSqliteStore({ directory, log: silentLog, clock, workerUrl: THREAD, ...over });
}

const clock = systemClock(() => true);
const THREAD = built('src/journal/sqlite-worker.ts');

/** A journal's thread that reads one journal after the other: to start one costs many times what a short journal does. */
class LastingThread extends WorkerLink {
  override end(): Promise<void> {
    return this.isDead ? super.end() : Promise.resolve();
  }

  leave(): Promise<void> {
    return super.end();
  }
}

/** Nobody reads on it now. */
const idle: { thread: LastingThread | null } = { thread: null };

/** Every file of a directory with its bytes. */
export function bytesOf(directory: string): Record<string, string> {
  const names = readdirSync(directory).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name)).toString('base64')]));
}

/** All that a journal tells. */
export interface Content {
  readonly epoch: string;
  readonly records: readonly StoredRecord[];
  readonly cursors: readonly number[];
  readonly opening: number;
}

/** Starts a journal, reads all of it, stops it. The fault when it does not start. */
export async function contentOf(directory: string, over?: Partial<SqliteStoreOptions>): Promise<Content | LobbydError> {
  const link = idle.thread ?? new LastingThread(clock, THREAD);
  idle.thread = null;
  try {
    return await readThrough(directory, { link, ...over });
  } finally {
    if (idle.thread || link.isDead) await link.leave();
    else idle.thread = link;
  }
}

async function readThrough(directory: string, over: Partial<SqliteStoreOptions>): Promise<Content | LobbydError> {
  let store: Store;
  try {
    store = await openStore(directory, over);
  } catch (caught) {
    if (caught instanceof LobbydError) return caught;
    throw caught;
  }
  const records: StoredRecord[] = [];
  try {
    while (records.length < store.head().seq) records.push(...(await store.read(records.length + 1, 1_000)));
    const cursors = ['mqtt', 'printer'].map((name) => store.cursor(name));
    return { epoch: store.epoch, records, cursors, opening: await store.newestOpening() };
  } finally {
    await store.close();
  }
}

/** The start must be refused, leaving every byte as it is. */
export async function refused(directory: string, over?: Partial<SqliteStoreOptions>): Promise<LobbydError> {
  const before = bytesOf(directory);
  const result = await contentOf(directory, over);
  if (!(result instanceof LobbydError)) expect.fail('the start was not refused');
  expect(bytesOf(directory)).toEqual(before);
  expect(result.next).not.toBe('');
  return result;
}

/** Turns one bit of a file over. */
export function flip(path: string, position: number, bit: number): void {
  const bytes = readFileSync(path);
  bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
}

/** Cuts a file. */
export function truncate(path: string, size: number): void {
  const handle = openSync(path, 'r+');
  ftruncateSync(handle, size);
  closeSync(handle);
}

/** Runs SQL as somebody who does not ask lobbyd. */
export function sql(directory: string, statement: string): void {
  const database = new Sqlite(journalFiles(directory).database);
  database.exec(statement);
  database.close();
}

/** Holds the database for writing, as a person at the sqlite3 prompt may; gives what lets it go. */
export function hold(directory: string): () => void {
  const database = new Sqlite(journalFiles(directory).database);
  database.exec('BEGIN IMMEDIATE');
  return () => void database.close();
}

/**
 * The same journal twice, 121 records: stopped as it should be, and as a power cut leaves it, most of it in -wal.
 */
export async function stoppedAndCut(shop: Workshop): Promise<{ readonly stopped: string; readonly cut: string }> {
  const stopped = shop.directory();
  const store = await openStore(stopped);
  await write(store, opening('2026-01-05'));
  for (let n = 1; n <= 120; n += 1) committed(await store.append([draft(n)], { mqtt: n }, store.head()));
  const cut = shop.copy(stopped);
  await store.close();
  return { stopped, cut };
}

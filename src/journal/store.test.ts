import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll } from 'vitest';
import { built } from '../../test/built.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import { openAppender } from './appender.ts';
import { cellsOf } from './drafts.ts';
import { journalFiles } from './files.ts';
import { fromStart, inspect } from './inspect.ts';
import { type MemoryStore, memoryStore } from './memory.ts';
import { openSqliteStore } from './sqlite.ts';
import { type StoreBench, storeContract } from './store.contract.ts';
import type { Draft, Store } from './store.ts';

const root = mkdtempSync(join(tmpdir(), 'lobbyd-store-'));
afterAll(() => rmSync(root, { recursive: true }));

const memory: StoreBench = {
  make: async () => memoryStore(),
  supersede: async (store, batch) => (store as MemoryStore).supersede(batch),
};

const directories = new Map<Store, string>();
const sqlite: StoreBench = {
  async make() {
    const directory = mkdtempSync(join(root, 'journal-'));
    const store = await openSqliteStore({
      directory,
      log: silentLog,
      clock: systemClock(() => true),
      workerUrl: built('src/journal/sqlite-worker.ts'),
    });
    directories.set(store, directory);
    return store;
  },
  supersede: async (store, batch) => writeBeside(directories.get(store) ?? '', batch),
};

/** Another controller: one that did not ask for the lock. */
function writeBeside(directory: string, batch: readonly Draft[]): void {
  const { database: path } = journalFiles(directory);
  const database = new Sqlite(path);
  const found = inspect(database, { path, mark: null, start: fromStart, isStructureChecked: true });
  const cells = cellsOf(batch) as Parameters<ReturnType<typeof openAppender>['append']>[0]['cells'];
  openAppender(database, found).append({ cells, moves: {}, expected: found.head });
  database.close();
}

storeContract('the memory store', memory);
storeContract('the SQLite store', sqlite);

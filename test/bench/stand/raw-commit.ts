import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SQLITE_LIMITS } from '../../../src/journal/sqlite-options.ts';
import { closeLater } from './closing.ts';

/** A record as long as that of an issued ticket. */
const BODY = JSON.stringify({
  ticket: 1,
  label: 'A001',
  number: 1,
  service: 'account',
  segment: 'ordinary',
  language: 'zh-CN',
  handover: 'paper',
  ahead: 3,
  actor: { kind: 'kiosk', device: 'kiosk-1' },
  command: { source: 'kiosk-1', key: '1A2B3C4D-0012' },
  answer: { kind: 'issued', ticket: 1, label: 'A001', ahead: 3 },
});

/** What SQLite alone can do on this disk: one record, one commit, with the pragmas of the journal. */
export interface RawCommits {
  /** One commit; how long it took, ms. */
  once(): number;
}

/** Opens a database beside the journals of a bench. */
export function openRawCommits(directory: string): RawCommits {
  const database = new Sqlite(join(directory, `raw-${performance.now()}.db`));
  closeLater(() => void database.close());
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`wal_autocheckpoint = ${SQLITE_LIMITS.walPages}`);
  database.exec('CREATE TABLE records (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const [begin, insert, commit] = ['BEGIN IMMEDIATE', 'INSERT INTO records (body) VALUES (?)', 'COMMIT'].map((sql) =>
    database.prepare(sql),
  );
  return {
    once() {
      const began = performance.now();
      begin?.run();
      insert?.run(BODY);
      commit?.run();
      return performance.now() - began;
    },
  };
}

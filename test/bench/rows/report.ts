import { join } from 'node:path';
import { reportRecords } from '../../../src/cli/report-days.ts';
import { rulesOf } from '../../../src/config/rules.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { openReader } from '../../../src/journal/reader.ts';
import { openSqliteStore } from '../../../src/journal/sqlite.ts';
import { dayFiguresOf, REPORT_TYPES } from '../../../src/report/day/book.ts';
import { busyDays, withCounters } from '../../../src/report/day/busy-days.fake.ts';
import { NO_NAMES, reportOf } from '../../../src/report/report.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost } from '../frame/figure.ts';
import { spreadOf } from '../frame/statistics.ts';
import { clock, loaded } from '../stand/branch-stand.ts';
import { ROOT } from '../stand/places.ts';

const DAYS = 10;
const CUSTOMERS = 2_000;
const ZONE = 'Asia/Shanghai';

/** How long does the report of ten days of 2,000 customers take, from the file to JSON? */
export const bench: Bench = {
  async run({ directory, isQuick }) {
    const place = join(directory, 'journal');
    const records = await filled(place);
    const runs: number[] = [];
    const raw: number[] = [];
    for (let run = 0; run <= (isQuick ? 3 : 12); run += 1) {
      const [report, rows] = [timed(() => told(place)), timed(() => rowsOf(place))];
      // The first one warms up the program and reads the disk.
      if (run > 0) runs.push(report);
      if (run > 0) raw.push(rows);
    }
    const reading = spreadOf(runs);
    return [
      {
        id: 'report',
        title: 'report of ten days of 2,000 customers',
        unit: 'ms',
        reading,
        raw: { what: 'the same rows, read and parsed', reading: spreadOf(raw) },
        goal: atMost('the slowest ≤ 2 s', reading.p99, 2_000),
        note: `${records} records of 16 counters; in a process that has made one before.`,
      },
    ];
  },
};

function timed(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

function told(place: string): void {
  const reader = openReader(place);
  const read = reportRecords(reader, { kind: 'newest', count: DAYS });
  const report = reportOf(read ? dayFiguresOf(read, ZONE) : [], ZONE, NO_NAMES);
  const came = report.total?.all.visits?.came ?? 0;
  if (JSON.stringify(report).length === 0 || came < (DAYS * CUSTOMERS) / 2) throw new Error(`${came} customers came`);
  reader.close();
}

function rowsOf(place: string): void {
  const reader = openReader(place);
  let count = 0;
  for (const _ of reader.select({ types: REPORT_TYPES, from: 1, to: reader.last() })) count += 1;
  if (count === 0) throw new Error('the journal is empty');
  reader.close();
}

async function filled(directory: string): Promise<number> {
  const rules = withCounters(rulesOf(loaded(join(ROOT, 'config/branch.example.yaml'))), 16);
  const drafts = busyDays({ rules, days: DAYS, customers: CUSTOMERS, from: Date.UTC(2026, 0, 4, 16) });
  const store = await openSqliteStore({ directory, log: silentLog, clock });
  for (let from = 0; from < drafts.length; from += 1_000) {
    const answer = await store.append(drafts.slice(from, from + 1_000), {}, store.head());
    if (answer.kind !== 'committed') throw new Error(`the journal cannot be written: ${answer.kind}`);
  }
  await store.close();
  return drafts.length;
}

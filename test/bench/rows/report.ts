import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rulesOf } from '../../../src/config/rules.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { openReader } from '../../../src/journal/reader.ts';
import { openSqliteStore } from '../../../src/journal/sqlite.ts';
import { REPORT_TYPES } from '../../../src/report/day/book.ts';
import { busyDays, withCounters } from '../../../src/report/day/busy-days.fake.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost } from '../frame/figure.ts';
import { spreadOf } from '../frame/statistics.ts';
import { clock, loaded } from '../stand/branch-stand.ts';
import { PROGRAM, ROOT } from '../stand/places.ts';

const DAYS = 10;
const CUSTOMERS = 2_000;

/** How long does the report of ten days of 2,000 customers take, as a person starts it? */
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
        raw: { what: 'the same rows, read and parsed in a warm process', reading: spreadOf(raw) },
        goal: atMost('the slowest ≤ 2 s', reading.p99, 2_000),
        note: `${records} records of 16 counters, as JSON; the whole process, from its start to its end.`,
      },
    ];
  },
};

function timed(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

/** As people start it; what it writes is looked at by a reader who only counts. */
function told(place: string): void {
  const words = [PROGRAM, 'report', place, '--days', String(DAYS), '--zone', 'Asia/Shanghai', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { maxBuffer: 100_000_000 });
  if (status !== 0 || stdout.length < CUSTOMERS) throw new Error(`no report: ${stderr.toString()}`);
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

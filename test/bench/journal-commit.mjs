// How much group commit gains on the disk at hand: one commit a record against 10 and 64 callers who share commits.
// After `npm run build`: node test/bench/journal-commit.mjs [DIRECTORY]   (made in DIRECTORY, default: the temporary one)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../dist/src/clock.js';
import { silentLog } from '../../dist/src/devices/log.js';
import { openSqliteStore } from '../../dist/src/journal/sqlite.js';
import { openWriter } from '../../dist/src/journal/writer.js';

const place = process.argv[2] ?? tmpdir();
const body = {
  ticket: 1,
  label: 'A001',
  number: 1,
  service: 'account',
  segment: 'ordinary',
  language: 'zh-CN',
  handover: 'paper',
  ahead: 3,
  actor: { kind: 'kiosk', device: 'kiosk-1' },
  counter: null,
  teller: null,
  rule: null,
  command: { source: 'kiosk-1', key: '77-12' },
  answer: { kind: 'issued', ticket: 1, label: 'A001', ahead: 3 },
};
const draft = { stream: 'queue', type: 'issued', version: 1, at: 1, offset: 0, isTrusted: true, body };

async function measure(name, callers, records, send) {
  const directory = mkdtempSync(join(place, 'lobbyd-bench-'));
  const store = await openSqliteStore({ directory, log: silentLog, clock: systemClock(() => true) });
  const writer = openWriter(store, (end) => process.stderr.write(`${JSON.stringify(end)}\n`));
  const waits = [];
  const call = async () => {
    for (let round = 0; round < records / callers; round += 1) {
      const asked = performance.now();
      await send(store, writer);
      waits.push(performance.now() - asked);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: callers }, call));
  const rate = (waits.length / (performance.now() - started)) * 1_000;
  await store.close();
  rmSync(directory, { recursive: true });
  waits.sort((one, other) => one - other);
  const at = (share) => waits[Math.floor(waits.length * share)].toFixed(3);
  process.stdout.write(`${name.padEnd(22)} ${Math.round(rate)}/s  p50 ${at(0.5)} ms  p99 ${at(0.99)} ms\n`);
  return rate;
}

const alone = (store) => store.append([draft], {}, store.head());
const shared = (_store, writer) => writer.add([draft], {});
await measure('warming up', 1, 500, alone);
const one = await measure('one commit each', 1, 3_000, alone);
const ten = await measure('10 callers share', 10, 10_000, shared);
const many = await measure('64 callers share', 64, 19_200, shared);
process.stdout.write(
  `group commit: ${(ten / one).toFixed(1)} times with 10 callers, ${(many / one).toFixed(1)} times with 64\n`,
);

// Time from the start of the process to the first ticket, with a day of records in the journal.
// After `npm run build`: node test/bench/start.mjs [RUNS] [EVENTS]   (default 5 runs after one to warm up, 5,000 events)
// The branch is the example of config/: nine counters, twenty devices on TCP wires; a customer presses while it starts.
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../../dist/devices/index.js';
import { openBranch } from '../../dist/src/branch/branch.js';
import { startBranchTime } from '../../dist/src/branch/time.js';
import { systemClock } from '../../dist/src/clock.js';
import { systemFiles } from '../../dist/src/config/files.js';
import { loadConfig } from '../../dist/src/config/load.js';
import { rulesOf } from '../../dist/src/config/rules.js';
import { openStand } from '../../dist/src/demo/stand.js';
import { silentLog } from '../../dist/src/devices/log.js';
import { openingHashOf } from '../../dist/src/journal/canonical.js';
import { openSqliteStore } from '../../dist/src/journal/sqlite.js';
import { openWriter } from '../../dist/src/journal/writer.js';
import { emptyState, snapshot } from '../../dist/src/queue/snapshot.js';

const RUNS = Number(process.argv[2] ?? 5);
const EVENTS = Number(process.argv[3] ?? 5_000);
const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../../config/', import.meta.url));
const clock = systemClock(() => true);
const place = mkdtempSync(join(tmpdir(), 'lobbyd-start-'));
const branchFile = join(place, 'branch.yaml');
const full = join(place, 'full');
const journal = join(place, 'journal');

copyFileSync(join(CONFIG, 'bank-standard.yaml'), join(place, 'bank-standard.yaml'));
let text = readFileSync(join(CONFIG, 'branch.example.yaml'), 'utf8')
  .replace('directory: /var/lib/lobbyd', `directory: ${journal}`)
  .replace('trust: synchronised', 'trust: always')
  .replace('mqtt: { rootTopic: linjiang }', 'mqtt: { rootTopic: linjiang, embeddedPort: 18893 }');
writeFileSync(branchFile, text);

const load = () => {
  const loaded = loadConfig(branchFile, catalogue, systemFiles());
  if (loaded.kind !== 'ok') throw new Error(loaded.problems.map((problem) => problem.text).join('\n'));
  return loaded.config;
};
const config = load();
mkdirSync(join(place, 'wires'));
let seen = () => {};
const stand = await openStand({
  config,
  directory: join(place, 'wires'),
  wires: 'tcp',
  clock,
  log: silentLog,
  onChange: (device) => seen(device),
});
for (const { id, wire } of [...config.wireDevices, ...config.buses]) {
  text = text.replace(`{ serial: "${wire.path}" }`, `{ tcp: "${stand.addresses.get(id).replace('tcp://', '')}" }`);
}
writeFileSync(branchFile, text);
await fillDay();

let last = '';
let button = 2;
const runs = [];
for (let run = 0; run <= RUNS; run += 1) {
  rmSync(journal, { recursive: true, force: true });
  cpSync(full, journal, { recursive: true });
  const times = await start();
  if (run > 0) runs.push(times);
}
report();
await stand.close();
rmSync(place, { recursive: true });
process.exit(0);

/** A day of customers who come, are called and go, until there are so many records. */
async function fillDay() {
  const store = await openSqliteStore({ directory: full, log: silentLog, clock });
  const time = startBranchTime(clock, null);
  const branch = openBranch({
    store,
    time,
    clock,
    log: silentLog,
    state: emptyState(),
    writer: (onBroken) => openWriter(store, onBroken),
  });
  const head = { id: null, actor: { kind: 'daemon' } };
  const must = async (command) => {
    const reply = await branch.submit({ ...head, ...command });
    if (reply.kind === 'fault' || reply.kind === 'refused') throw new Error(JSON.stringify(reply));
  };
  await must({ type: 'apply-rules', rules: rulesOf(load()) });
  await must({ type: 'set-clock', offset: Math.round(clock.wall()) - time.now(), isTrusted: true });
  const zone = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
  const day = zone.format(new Date(clock.wall() - 3 * 3_600_000));
  await must({ type: 'open-day', day, instants: [], openingHash: openingHashOf(snapshot(branch.newest)) });
  await must({ type: 'open-counter', counter: 'counter1', teller: null, profile: null });
  const issue = { type: 'issue', service: 'personal-cash', segment: 'ordinary', language: 'zh-CN', handover: 'screen' };
  // Forty wait at every moment, as on a full day.
  for (let n = 0; n < 40; n += 1) await must(issue);
  while (store.head().seq < EVENTS) {
    await Promise.all([must(issue), must({ type: 'call-next', counter: 'counter1' })]);
  }
  await branch.close();
  await store.close();
}

/** One start: milliseconds from the spawn to each station. */
async function start() {
  const began = performance.now();
  const wall = Date.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=2', MAIN, 'run', branchFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const times = {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { msg, time } = JSON.parse(line);
    if (msg === 'journal opened') times.journal = time - wall;
    if (msg.startsWith('ready')) times.ready = time - wall;
    if (process.env.LOG) process.stdout.write(`${time - wall} ${line}\n`);
  });
  const panel = stand.hosts.get('panel1');
  // The panel still shows the number of the run before.
  const label = () => /^NUMBER (.*)/.exec(panel.view('panel1').line1)?.[1] ?? last;
  const answered = new Promise((resolve) => {
    seen = (device) => {
      if (device === 'panel1' && label() !== last) resolve();
    };
  });
  button = button === 1 ? 2 : 1;
  await panel.act('panel1', `press ${button}`);
  await answered;
  times.ticket = performance.now() - began;
  last = label();
  seen = () => {};
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  return times;
}

function report() {
  for (const station of ['journal', 'ready', 'ticket']) {
    const all = runs.map((times) => times[station]).sort((one, other) => one - other);
    const at = (share) => `${Math.round(all[Math.floor((all.length - 1) * share)])}`.padStart(5);
    process.stdout.write(`${station.padEnd(8)} fastest ${at(0)} ms   median ${at(0.5)} ms   slowest ${at(1)} ms\n`);
  }
}

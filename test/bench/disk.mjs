// How a branch feels on a slow card: syncs that take 5 ms, 20 ms and 2 s (strace plays the card). Told are the way from a key
// to its answer, and how late the event loop is meanwhile: it must not wait for the disk (p99 below 20 ms).
// Needs strace, and root or kernel.yama.ptrace_scope = 0. After `npm run build`: node test/bench/disk.mjs [SECONDS]
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../../dist/devices/index.js';
import { systemClock } from '../../dist/src/clock.js';
import { systemFiles } from '../../dist/src/config/files.js';
import { loadConfig } from '../../dist/src/config/load.js';
import { openStand } from '../../dist/src/demo/stand.js';
import { silentLog } from '../../dist/src/devices/log.js';

/** Milliseconds of a sync; null: as fast as this machine is. */
const CARDS = [null, 5, 20, 2_000];
const WARM_UP = 3_000;
const LASTS = 1_000 * Number(process.argv[2] ?? 10);
const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const CONFIG = fileURLToPath(new URL('../../config/', import.meta.url));

if (spawnSync('strace', ['-o', '/dev/null', 'true']).status !== 0) {
  process.stdout.write('skipped: strace is missing, or may not trace here\n');
  process.exit(0);
}
for (const card of CARDS) await measure(card);
process.exit(0);

/** One daemon on one card: a kiosk and a keypad that are pressed all the time. */
async function measure(card) {
  const place = mkdtempSync(join(tmpdir(), 'lobbyd-disk-'));
  const { branchFile, stand, onSeen } = await openPlace(place);
  const daemon = startDaemon(branchFile, card);
  await daemon.said('ready');
  const view = (device) => stand.hosts.get(device).view(device);
  const until = (look) =>
    new Promise((resolve) => {
      const check = () => look() && resolve();
      onSeen(check);
      check();
    });
  await until(() => view('keypad1').isOnline && view('panel1').isOnline && view('keypad1').line1 !== '');
  // What is loaded only when it is needed is there by then: no card has to do with that.
  await new Promise((resolve) => setTimeout(resolve, WARM_UP));
  await daemon.loopLag();
  const answers = [];
  const end = performance.now() + LASTS;
  while (performance.now() < end || answers.length < 2) {
    const began = performance.now();
    // Opens and pauses the counter in turns: each is a record, and an answer on the pad.
    await stand.hosts.get('keypad1').act('keypad1', 'press pause');
    await until(() => view('keypad1').unacknowledged.length === 0 && !view('keypad1').isWaiting);
    answers.push(performance.now() - began);
  }
  report(card, answers, await daemon.loopLag());
  await daemon.stop();
  await stand.close();
  rmSync(place, { recursive: true });
}

function report(card, answers, lag) {
  const sorted = answers.toSorted((one, other) => one - other);
  const at = (share) => `${Math.round(sorted[Math.floor((sorted.length - 1) * share)])}`.padStart(5);
  const name = card === null ? 'as it is' : `${card} ms`;
  process.stdout.write(
    `sync ${name.padEnd(8)}  key to answer, ${`${sorted.length}`.padStart(4)} times: median ${at(0.5)} ms, p99 ${at(0.99)} ms` +
      `   loop late: p50 ${lag.p50.toFixed(1)} ms, p99 ${lag.p99.toFixed(1)} ms, max ${lag.max.toFixed(1)} ms\n`,
  );
}

/** The example of config/ on TCP wires. */
async function openPlace(place) {
  const branchFile = join(place, 'branch.yaml');
  copyFileSync(join(CONFIG, 'bank-standard.yaml'), join(place, 'bank-standard.yaml'));
  let text = readFileSync(join(CONFIG, 'branch.example.yaml'), 'utf8')
    .replace('directory: /var/lib/lobbyd', `directory: ${join(place, 'journal')}`)
    .replace('trust: synchronised', 'trust: always')
    .replace('mqtt: { rootTopic: linjiang }', 'mqtt: { rootTopic: linjiang, embeddedPort: 18894 }');
  writeFileSync(branchFile, text);
  const loaded = loadConfig(branchFile, catalogue, systemFiles());
  if (loaded.kind !== 'ok') throw new Error(loaded.problems.map((problem) => problem.text).join('\n'));
  mkdirSync(join(place, 'wires'));
  let seen = () => {};
  const stand = await openStand({
    config: loaded.config,
    directory: join(place, 'wires'),
    wires: 'tcp',
    clock: systemClock(() => true),
    log: silentLog,
    onChange: () => seen(),
  });
  for (const { id, wire } of [...loaded.config.wireDevices, ...loaded.config.buses]) {
    text = text.replace(`{ serial: "${wire.path}" }`, `{ tcp: "${stand.addresses.get(id).replace('tcp://', '')}" }`);
  }
  writeFileSync(branchFile, text);
  return {
    branchFile,
    stand,
    onSeen(check) {
      seen = check;
    },
  };
}

/** Under strace with seccomp-bpf, which stops the program at these calls alone and leaves all others as fast as they are. */
function startDaemon(branchFile, card) {
  const program = [process.execPath, '--max-semi-space-size=2', MAIN, 'run', branchFile];
  const syncs = 'fsync,fdatasync';
  const strace = ['strace', '-f', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${syncs}`];
  const words = card === null ? program : [...strace, '-e', `inject=${syncs}:delay_enter=${card * 1_000}`, ...program];
  const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line);
    for (const each of waiting.splice(0)) {
      if (said.msg.startsWith(each.begin)) each.resolve(said);
      else waiting.push(each);
    }
  });
  const said = (begin) => new Promise((resolve) => waiting.push({ begin, resolve }));
  // strace leaves signals to the process that it runs.
  const pid = () =>
    card === null
      ? child.pid
      : Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ')[0]);
  return {
    said,
    async loopLag() {
      const told = said('what is open');
      process.kill(pid(), 'SIGUSR2');
      return (await told).loopLagMs;
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('close', resolve));
      process.kill(pid(), 'SIGTERM');
      await gone;
    },
  };
}

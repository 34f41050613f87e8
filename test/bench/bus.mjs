// What 16 keypads and 9 signs on two RS-485 buses cost, with the released daemon on pseudo-terminals whose far ends keep
// the time of a 9600 baud line: its share of a core while nobody presses, and how long a press waits for its answer.
// After `npm run build`: node test/bench/bus.mjs [SECONDS] [PRESSES]     (default 60 quiet seconds, 200 presses; needs socat)
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { displayAlpha } from '../../dist/devices/display-alpha/index.js';
import { keypadLine } from '../../dist/devices/keypad-line/index.js';
import { systemClock } from '../../dist/src/clock.js';
import { hostEmulators } from '../../dist/src/devices/emulator-host.js';
import { silentLog } from '../../dist/src/devices/log.js';
import { pollCycle, quietRound } from '../../dist/src/devices/wire/bus-load.js';

const quietSeconds = Number(process.argv[2] ?? 60);
const presses = Number(process.argv[3] ?? 200);
const root = fileURLToPath(new URL('../..', import.meta.url));
const line = { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' };
const clock = systemClock(() => true);
const directory = mkdtempSync(join(tmpdir(), 'lobbyd-bench-'));
const say = (text) => process.stdout.write(`${text}\n`);

/** Which units hang on which bus, with their addresses. */
const buses = [
  { id: 'bus1', pads: [1, 2, 3, 4, 5, 6, 7, 8], signs: [1, 2, 3, 4, 5] },
  { id: 'bus2', pads: [9, 10, 11, 12, 13, 14, 15, 16], signs: [6, 7, 8, 9] },
  // A counter needs a sign: those of the other seven hang on a wire of their own, where nobody is asked anything.
  { id: 'rest', pads: [], signs: [10, 11, 12, 13, 14, 15, 16] },
];

const services = [
  ...['personal-cash', 'large-cash', 'personal-transfer', 'personal-account', 'card-services', 'password-and-data'],
  ...['electronic-banking', 'corporate-settlement', 'corporate-account', 'cross-border', 'wealth-products'],
  'time-deposits',
].join(', ');

function branchText() {
  const devices = buses.flatMap(({ id, pads, signs }) => [
    ...pads.map((n) => `{ id: keypad${n}, driver: keypad-line, bus: ${id}, settings: { address: ${n}, line: "7E1" } }`),
    ...signs.map((n) => `{ id: display${n}, driver: display-alpha, bus: ${id}, settings: { address: ${100 + n} } }`),
  ]);
  const counters = buses
    .flatMap(({ pads }) => pads)
    .map((n) => {
      return `{ id: counter${n}, number: ${n}, services: [${services}], profile: longest-wait, display: display${n}, keypad: keypad${n} }`;
    });
  const list = (entries) => entries.map((entry) => `  - ${entry}`).join('\n');
  return `id: bench
name: { zh-CN: 测试支行, en: Bench }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ${join(root, 'config/bank-standard.yaml')}
optsOut: []
counters:
${list(counters)}
kiosks: []
buses:
${list(buses.map(({ id }) => `{ id: ${id}, wire: { serial: "${join(directory, id)}" } }`))}
devices:
${list(devices)}
journal: { directory: ${join(directory, 'journal')} }
clock: { trust: always }
mqtt: { rootTopic: bench, embeddedPort: ${20_000 + (process.pid % 20_000)} }
logLevel: info
`;
}

const settingsOf = (driver, settings) => driver.settings.parse(settings);
const changes = new Set();
const hosts = new Map();
for (const { id, pads, signs } of buses) {
  const seats = [
    ...pads.map((n) => {
      const settings = settingsOf(keypadLine, { address: n, line: '7E1' });
      return { id: `keypad${n}`, emulate: (context) => keypadLine.emulate(settings, context) };
    }),
    ...signs.map((n) => {
      const settings = settingsOf(displayAlpha, { address: 100 + n });
      return { id: `display${n}`, emulate: (context) => displayAlpha.emulate(settings, context) };
    }),
  ];
  const onChange = (unit) => {
    for (const look of [...changes]) look(unit);
  };
  const at = { kind: 'pty', link: join(directory, id) };
  const host = await hostEmulators({ at, seats, line, clock, log: silentLog, onChange });
  for (const seat of seats) hosts.set(seat.id, host);
}

const file = join(directory, 'branch.yaml');
writeFileSync(file, branchText());
const program = join(root, 'dist/src/cli/main.js');
const started = performance.now();
const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
const daemon = spawn(
  process.execPath,
  ['--max-semi-space-size=2', ...(process.env.BENCH_FLAGS?.split(' ') ?? []), ...profile, program, 'run', file],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const words = [];
createInterface({ input: daemon.stdout }).on('line', (text) => words.push(text));
daemon.once('exit', (code) => {
  if (code !== 0) say(`the daemon ended with code ${code}\n${words.slice(-5).join('\n')}`);
});

const isOnline = (n) => hosts.get(`keypad${n}`).view(`keypad${n}`).isOnline;
const pads = buses.flatMap((bus) => bus.pads);
while (!pads.every(isOnline)) {
  if (daemon.exitCode !== null || performance.now() - started > 30_000) process.exit(1);
  await sleep(100);
}

/** CPU time of the daemon, all threads, seconds. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

await sleep(40_000);
const [cpu, at] = [cpuOf(daemon.pid), performance.now()];
await sleep(quietSeconds * 1_000);
const share = ((cpuOf(daemon.pid) - cpu) / ((performance.now() - at) / 1_000)) * 100;
say(`idle, ${quietSeconds} s: ${share.toFixed(2)} % of a core (wanted: 3 at most)`);

/** Presses a key and waits until the pad's face is another one. */
async function waitOf(n, key) {
  const id = `keypad${n}`;
  const host = hosts.get(id);
  const face = () => `${host.view(id).line1}|${host.view(id).line2}`;
  const before = face();
  const pressed = performance.now();
  return new Promise((resolve) => {
    const look = (unit) => {
      if (unit !== id || face() === before || face().startsWith('WAIT')) return;
      changes.delete(look);
      resolve(performance.now() - pressed);
    };
    changes.add(look);
    void host.act(id, `press ${key}`);
  });
}

function tell(name, waits) {
  const sorted = waits.toSorted((one, other) => one - other);
  const part = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  say(`${name}: ${waits.length} presses, p50 ${part(0.5)} ms, p99 ${part(0.99)} ms, most ${part(1)} ms`);
}

const keys = ['1', 'clear'];
const alone = [];
for (let press = 0; press < presses; press += 1) {
  const n = pads[Math.floor(press / 2) % pads.length];
  alone.push(await waitOf(n, keys[press % 2]));
  await sleep(100 + ((press * 37) % 300));
}
tell('one press at a time', alone);
const busy = [];
await Promise.all(
  pads.map(async (n) => {
    for (let press = 0; press < presses / pads.length; press += 1) {
      await sleep(1_000 + ((press * 977 + n * 613) % 4_000));
      busy.push(await waitOf(n, keys[press % 2]));
    }
  }),
);
tell('everybody, every few seconds', busy);
const together = [];
for (let round = 0; round < Math.ceil(presses / pads.length); round += 1) {
  together.push(...(await Promise.all(pads.map((n) => waitOf(n, keys[round % 2])))));
  await sleep(2_000);
}
tell('all 16 in the same moment', together);
const load = (driver, settings) => driver.load(settingsOf(driver, settings));
const [first] = buses;
const loads = [
  ...first.pads.map(() => load(keypadLine, { address: 1 })),
  ...first.signs.map(() => load(displayAlpha, { address: 1 })),
];
say(
  `bus 1 by the table: a quiet round ${Math.round(quietRound(loads, line))} ms, a poll cycle ${Math.round(pollCycle(loads, line))} ms at most`,
);

daemon.kill('SIGTERM');
if (daemon.exitCode === null) await new Promise((resolve) => daemon.once('exit', resolve));
for (const host of new Set(hosts.values())) await host.close();
rmSync(directory, { recursive: true });

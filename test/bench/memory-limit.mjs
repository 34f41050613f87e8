// What memory a busy branch takes: the released daemon with all counters, tablets and the kiosk at full speed, on
// pseudo-terminals. After `npm run build`: node test/bench/memory-limit.mjs [SECONDS] [COUNTERS …]   (default 60 s, 16 and 31)
// Both brokers: the daemon's own, and Mosquitto where it is installed. Where this machine counts memory by groups and lets
// root make one, also what the kernel charges to the daemon, page cache included.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { catalogue } from '../../dist/devices/index.js';
import { systemClock } from '../../dist/src/clock.js';
import { systemFiles } from '../../dist/src/config/files.js';
import { loadConfig } from '../../dist/src/config/load.js';
import { openStand } from '../../dist/src/demo/stand.js';
import { silentLog } from '../../dist/src/devices/log.js';

const [SECONDS = 60, ...asked] = process.argv.slice(2).map(Number);
const SIZES = asked.length > 0 ? asked : [16, 31];
const MAIN = fileURLToPath(new URL('../../dist/program/lobbyd/main.js', import.meta.url));
const STANDARD = fileURLToPath(new URL('../../config/bank-standard.yaml', import.meta.url));
/** As in the unit. */
const UNIT = readFileSync(new URL('../../systemd/lobbyd.service', import.meta.url), 'utf8');
const NODE_OPTIONS = /ExecStart=\S+ (.*?) \/usr\/lib/.exec(UNIT)[1].split(' ');
const ENVIRONMENT = [...UNIT.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) => pairs.split(' '));
const SERVICES = ['personal-cash', 'large-cash', 'personal-transfer'];
const OTHERS = [
  ...readFileSync(STANDARD, 'utf8')
    .split(/^services:/m)[1]
    .matchAll(/^ {2}- id: (\S+)/gm),
]
  .map(([, id]) => id)
  .filter((id) => !SERVICES.includes(id));
const KEYS = ['next', 'next', 'start', 'finish', 'finish', 'recall', 'no-show', 'undo'];
/** On one bus, at 9600 bit/s. */
const UNITS = 8;
const TABLETS = 4;
const clock = systemClock(() => true);
const pause = (milliseconds) => new Promise((resolve) => clock.after(milliseconds, resolve));
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);

/** A branch of so many counters; its devices hang where `place` says. */
function branchText(counters, { directory, broker, place }) {
  const buses = numbers(Math.ceil(counters / UNITS));
  const unit = (n) => `settings: { address: ${((n - 1) % UNITS) + 1}`;
  const bus = (n) => Math.ceil(n / UNITS);
  return `id: b1
name: { zh-CN: 测试支行, en: Test Branch }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ./bank-standard.yaml
optsOut: [${OTHERS.join(', ')}]
counters:
${numbers(counters)
  .map(
    (n) =>
      `  - { id: counter${n}, number: ${n}, services: [${SERVICES.join(', ')}], profile: longest-wait, display: display${n}, keypad: keypad${n} }`,
  )
  .join('\n')}
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons:
${SERVICES.map((service, index) => `      - { button: ${index + 1}, service: ${service}, segment: ordinary, language: zh-CN }`).join('\n')}
buses:
${buses.flatMap((n) => ['pads', 'signs'].map((kind) => `  - { id: ${kind}${n}, wire: { serial: "${place(`${kind}${n}`)}" } }`)).join('\n')}
devices:
  - { id: panel1, driver: panel-line, wire: { serial: "${place('panel1')}" }, settings: { buttons: 4, baud: 9600 } }
  - { id: printer1, driver: printer-escpos, wire: { serial: "${place('printer1')}" }, settings: { statusEveryMs: 1000 } }
${numbers(counters)
  .flatMap((n) => [
    `  - { id: keypad${n}, driver: keypad-line, bus: pads${bus(n)}, ${unit(n)} } }`,
    `  - { id: display${n}, driver: display-alpha, bus: signs${bus(n)}, ${unit(n)}, width: 4 } }`,
  ])
  .join('\n')}
journal: { directory: ${join(directory, 'journal')} }
clock: { trust: always }
mqtt: { rootTopic: bank, ${broker} }
logLevel: info
`;
}

/** @returns a memory group for the daemon below this process' own; null where there is none to be had */
function openGroup() {
  const own = /^\d+:memory:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  const folder = join('/sys/fs/cgroup/memory', own ?? '', `lobbyd-bench-${process.pid}`);
  try {
    if (own === undefined) return null;
    mkdirSync(folder);
    const read = (name) => readFileSync(join(folder, name), 'utf8');
    return {
      enter: `echo 0 > ${folder}/cgroup.procs; exec "$@"`,
      now() {
        const stat = Object.fromEntries(
          read('memory.stat')
            .trim()
            .split('\n')
            .map((line) => line.split(' ')),
        );
        return { usage: Number(read('memory.usage_in_bytes')), anonymous: Number(stat.rss), cache: Number(stat.cache) };
      },
      peak: () => Number(read('memory.max_usage_in_bytes')),
      close: () => rmdirSync(folder),
    };
  } catch {
    return null;
  }
}

const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;

function statusOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

/** Each pad presses its next key when the last was answered, the kiosk as soon as it may. */
function pressForEver(stand, counters, seen) {
  let isOver = false;
  const people = [
    ...numbers(counters).map((n) => [`keypad${n}`, () => KEYS[Math.floor(Math.random() * KEYS.length)]]),
    ['panel1', () => 1 + Math.floor(Math.random() * 3)],
  ];
  const running = people.map(async ([device, what]) => {
    const host = stand.hosts.get(device);
    await host.act(device, device === 'panel1' ? 'press 1' : 'press pause');
    while (!isOver) {
      if (host.view(device).unacknowledged.length === 0) {
        await host.act(device, `press ${what()}`);
        seen.presses += 1;
      }
      await pause(15);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(running);
  };
}

/** Tablets that ask for a number or call, one at a time, and hear everything. */
async function askForEver(url, counters, seen) {
  let isOver = false;
  const running = numbers(TABLETS).map(async (n) => {
    const client = await mqtt.connectAsync(url, { protocolVersion: 4, clientId: `tablet-${n}` });
    let answered = () => {};
    client.on('message', (topic) => {
      seen.messages += 1;
      if (topic === `reply/${n}`) answered();
    });
    await client.subscribeAsync(['bank/#', `reply/${n}`], { qos: 1 });
    for (let count = 1; !isOver; count += 1) {
      const isIssue = count % 2 === 0;
      const body = isIssue ? { service: SERVICES[count % 3] } : { counter: `counter${1 + ((count + n) % counters)}` };
      const answer = new Promise((resolve) => {
        answered = resolve;
      });
      const text = JSON.stringify({ ...body, id: `${n}-${count}`, replyTo: `reply/${n}` });
      client.publish(`bank/v1/b1/main/cmd/${isIssue ? 'issue' : 'call-next'}`, text, { qos: 1 });
      await Promise.race([answer, pause(2_000)]);
    }
    await client.endAsync(true);
  });
  return async () => {
    isOver = true;
    await Promise.all(running);
  };
}

async function openBroker(kind, directory) {
  if (kind === 'embedded') return { setting: 'embeddedPort: 18894', url: 'mqtt://127.0.0.1:18894', close() {} };
  writeFileSync(join(directory, 'mosquitto.conf'), 'listener 18895 127.0.0.1\nallow_anonymous true\n');
  const child = spawn('mosquitto', ['-c', join(directory, 'mosquitto.conf')], { stdio: 'ignore' });
  await pause(500);
  return { setting: 'url: "mqtt://127.0.0.1:18895"', url: 'mqtt://127.0.0.1:18895', close: () => child.kill() };
}

async function measure(counters, kind) {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-memory-'));
  const branchFile = join(directory, 'branch.yaml');
  mkdirSync(join(directory, 'wires'));
  copyFileSync(STANDARD, join(directory, 'bank-standard.yaml'));
  const broker = await openBroker(kind, directory);
  const place = (id) => join(directory, 'wires', id);
  writeFileSync(branchFile, branchText(counters, { directory, broker: broker.setting, place }));
  const loaded = loadConfig(branchFile, catalogue, systemFiles());
  if (loaded.kind !== 'ok') throw new Error(loaded.problems.map((problem) => problem.text).join('\n'));
  const stand = await openStand({
    config: loaded.config,
    directory: join(directory, 'wires'),
    wires: 'pty',
    clock,
    log: silentLog,
    onChange() {},
  });
  const group = openGroup();
  const words = ['env', ...ENVIRONMENT, process.execPath, ...NODE_OPTIONS, MAIN, 'run', branchFile];
  const daemon = group ? spawn('sh', ['-c', group.enter, 'sh', ...words]) : spawn(words[0], words.slice(1));
  const ended = new Promise((resolve) => daemon.once('exit', (code, signal) => resolve({ code, signal })));
  daemon.stderr.resume();
  process.once('exit', () => daemon.kill('SIGKILL'));
  await new Promise((resolve) => {
    createInterface({ input: daemon.stdout }).on('line', (line) => line.includes('customers may take') && resolve());
    void ended.then(resolve);
  });
  await pause(8_000);
  const seen = { presses: 0, messages: 0 };
  const trace = [statusOf(daemon.pid).now];
  const stops = [pressForEver(stand, counters, seen), await askForEver(broker.url, counters, seen)];
  for (let part = 0; part < 4; part += 1) {
    await pause((SECONDS * 1_000) / 4);
    trace.push(statusOf(daemon.pid).now);
  }
  const { peak } = statusOf(daemon.pid);
  const charged = group?.now();
  const line = [
    `${counters} counters, ${kind}: RSS ${trace.map(megabytes).join(' → ')}, peak ${megabytes(peak)}`,
    group &&
      `charged ${megabytes(charged.usage)} (anonymous ${megabytes(charged.anonymous)}, cache ${megabytes(charged.cache)}), peak ${megabytes(group.peak())}`,
    `${Math.round(seen.presses / SECONDS)} presses and ${Math.round(seen.messages / SECONDS)} messages heard each second`,
  ];
  process.stdout.write(`${line.filter(Boolean).join('; ')}\n`);
  await Promise.all(stops.map((stop) => stop()));
  daemon.kill('SIGTERM');
  await ended;
  broker.close();
  await stand.close();
  group?.close();
  rmSync(directory, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const hasMosquitto = spawnSync('mosquitto', ['-h']).error === undefined;
for (const counters of SIZES) {
  for (const kind of hasMosquitto ? ['embedded', 'mosquitto'] : ['embedded']) await measure(counters, kind);
}
process.exit(0);

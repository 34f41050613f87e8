// @ts-check
// A kiosk on GPIO pins and its daemon: eight buttons and lamps on the chip of gpio-stand.mjs, the released program, and a
// printer whose paper moves a thousand times faster than paper does, at the far end of a TCP wire.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Pins of the buttons, to ground, and of the lamps. */
export const BUTTON_PINS = [17, 27, 22, 23, 24, 25, 5, 6];
export const LAMP_PINS = [12, 13, 16, 19, 20, 21, 26, 18];
/** Letters of the services, one a button. */
export const LETTERS = [...'ABCDEFGH'];

/** How much faster than paper. */
const HASTE = 1_000;
/** Numbers in the text of a slip. */
const LABEL = /[A-H]\d{3}/g;

const STANDARD = `version: "gpio"
languages: [{ tag: zh-CN, name: 中文 }, { tag: en, name: English }]
segments: [{ id: ordinary, names: { zh-CN: 普通, en: Ordinary } }]
profiles: [{ id: longest-wait, kind: longest-wait, cap: 45min }]
services:
${LETTERS.map(
  (letter) => `  - id: service-${letter.toLowerCase()}
    category: cash
    complexity: simple
    names: { zh-CN: 业务, en: Service }
    numbers: { prefix: ${letter}, first: 1, last: 999 }
    targetWait: 15min
    standardTime: 4min`,
).join('\n')}
`;

/** @param {{ directory: string, printer: number, broker: number, panel: string }} at */
const branchText = ({ directory, printer, broker, panel }) => `id: b1
name: { zh-CN: 测试支行, en: Test Branch }
timeZone: Asia/Shanghai
standard: ./standard.yaml
counters:
  - { id: counter1, number: 1, services: [${LETTERS.map((l) => `service-${l.toLowerCase()}`).join(', ')}], profile: longest-wait, display: display1 }
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons:
${LETTERS.map((l, n) => `      - { button: ${n + 1}, service: service-${l.toLowerCase()}, segment: ordinary, language: en }`).join('\n')}
buses:
  - { id: signs, wire: { tcp: "127.0.0.1:9" } }
devices:
  - id: panel1
    driver: panel-gpio
    settings: ${panel}
  - { id: printer1, driver: printer-escpos, wire: { tcp: "127.0.0.1:${printer}" }, settings: { statusEveryMs: 60000 } }
  - { id: display1, driver: display-alpha, bus: signs, settings: { address: 1, width: 4 } }
journal: { directory: ${join(directory, 'journal')} }
clock: { trust: always }
mqtt: { rootTopic: bank, embeddedPort: ${broker} }
ticket: { isBilingual: false, areFormsPrinted: false, isQrPrinted: false, isTimePrinted: false }
`;

/** Settings of the eight buttons and lamps, as YAML. */
export const EIGHT_BUTTONS = `{ lockOutMs: 5, buttons: [${BUTTON_PINS.map(
  (pin, n) => `{ name: ${LETTERS[n]}, pin: ${pin}, lamp: { pin: ${LAMP_PINS[n]} } }`,
).join(', ')}] }`;

/**
 * @typedef {{ level: string, msg: string, [field: string]: unknown }} LogLine
 * @typedef {object} KioskParts
 * @property {string} program the built `lobbyd`
 * @property {string[]} before what runs it: the stand's
 * @property {string} [panel] settings of the panel, as YAML
 * @property {boolean} [isPanelIll] the panel is not waited for
 * @property {(context: { clock: any, send(bytes: Uint8Array): void, onChange(): void }) => { receive(bytes: Uint8Array): void, close(): void }} emulatePrinter
 * @property {{ after(delay: number, run: () => void): { cancel(): void } }} clock
 *
 * @typedef {object} KioskStand
 * @property {string} directory
 * @property {string} journal
 * @property {string} branchFile
 * @property {{ label: string, at: number }[]} printed labels in the order in which their bytes came, with the time
 * @property {() => LogLine[]} log of the daemon
 * @property {(what: string, look: () => unknown) => Promise<void>} until
 * @property {() => void} ring somebody else saw something that may be waited for
 * @property {() => Promise<number | null>} stop ends the daemon; its exit code
 * @property {() => Promise<void>} close
 */

/**
 * Starts the kiosk; its daemon is ready.
 *
 * @param {KioskParts} parts
 * @returns {Promise<KioskStand>}
 */
export async function openKioskStand(parts) {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-gpio-'));
  mkdirSync(join(directory, 'journal'));
  /** @type {Set<() => void>} */
  const waiting = new Set();
  const ring = () => {
    for (const look of waiting) look();
  };
  const printer = await openPrinter(parts, ring);
  const branchFile = join(directory, 'branch.yaml');
  writeFileSync(join(directory, 'standard.yaml'), STANDARD);
  const at = { directory, printer: printer.port, broker: await freePort(), panel: parts.panel ?? EIGHT_BUTTONS };
  writeFileSync(branchFile, branchText(at));
  const [file = '', ...words] = [...parts.before, process.execPath, parts.program, 'run', branchFile];
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const said = [];
  let isOver = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line);
      ring();
    });
  }
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) =>
    child.once('close', (code) => {
      isOver = true;
      ring();
      resolve(code);
    }),
  );
  const log = () => said.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  /** @type {KioskStand['until']} */
  const until = (what, look) =>
    new Promise((resolve, reject) => {
      const check = () => {
        const isSeen = look();
        if (!isSeen && !isOver) return;
        waiting.delete(check);
        clearTimeout(timer);
        if (isSeen) resolve();
        else reject(new Error(`the daemon ended before ${what}\n${said.slice(-20).join('\n')}`));
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`never: ${what}\n${said.slice(-20).join('\n')}`));
      }, PATIENCE);
      waiting.add(check);
      check();
    });
  const stop = () => {
    if (!isOver) child.kill('SIGTERM');
    return ended;
  };
  const close = async () => {
    await stop();
    await printer.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await until('it is ready', () => log().some(({ msg }) => msg.startsWith('ready')));
    await until('panel and printer run', () => running(log()).size >= (parts.isPanelIll ? 1 : 2));
  } catch (caught) {
    await close();
    throw caught;
  }
  const journal = join(directory, 'journal');
  return { directory, journal, branchFile, printed: printer.printed, log, until, ring, stop, close };
}

const PATIENCE = 120_000;

/** Panel and printer, once they run. @param {LogLine[]} lines */
const running = (lines) => new Set(lines.filter(isRunning).map(({ device }) => device));

/** On a busy machine one that did not answer at first is back. @param {LogLine} line */
const isRunning = ({ msg, device }) =>
  (msg === 'device runs' || msg === 'device is back') && (device === 'panel1' || device === 'printer1');

/** @param {KioskParts} parts @param {() => void} ring */
async function openPrinter({ emulatePrinter, clock }, ring) {
  /** @type {{ label: string, at: number }[]} */
  const printed = [];
  const seen = new Set();
  const fast = {
    ...clock,
    after: (/** @type {number} */ delay, /** @type {() => void} */ run) => clock.after(delay / HASTE, run),
  };
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    let tail = '';
    const emulator = emulatePrinter({ clock: fast, send: (bytes) => void socket.write(bytes), onChange() {} });
    socket.on('data', (bytes) => {
      const at = performance.now();
      // The first bytes that carry a number are the command to print it.
      tail = (tail + bytes.toString('latin1')).slice(-4_096);
      for (const [label] of tail.matchAll(LABEL)) {
        if (seen.has(label)) continue;
        seen.add(label);
        printed.push({ label, at });
      }
      emulator.receive(bytes);
      ring();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      emulator.close();
    });
  });
  const port = await listening(server);
  return {
    port,
    printed,
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** @param {import('node:net').Server} server @returns {Promise<number>} */
function listening(server) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
  });
}

async function freePort() {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Presses whose ticket may be on its way at once. */
export const AHEAD = 3;
/** A button is pressed again so long after it was seen to be let go, ms: longer than its lock-out. */
const AFTER_RELEASE = 10;

/**
 * Presses the eight buttons in turn, going on after the button that was pressed last.
 *
 * @param {import('./gpio-stand.mjs').GpioStand} gpio
 * @param {KioskStand} kiosk
 * @param {number} count how many presses
 * @param {boolean} [isOneByOne] the next press waits for the ticket of the one before
 * @returns {Promise<{ labels: string[], delays: number[] }>} the numbers to expect, in order, and ms from edge to bytes
 */
export async function pressInTurn(gpio, kiosk, count, isOneByOne = false) {
  const first = kiosk.printed.length;
  /** @type {number[]} */
  const pressedAt = [];
  /** For each button the press whose ticket proves that its release was read, and since when it is proved. */
  const proofs = BUTTON_PINS.map(() => ({ press: -1, at: 0 }));
  let released = 0;
  const seen = () => kiosk.printed.length - first;
  const pinOf = (/** @type {number} */ press) => BUTTON_PINS[(first + press) % BUTTON_PINS.length] ?? 0;
  const look = () => {
    for (; released < seen(); released += 1) {
      void gpio.level(pinOf(released), 1);
      proofs[released % BUTTON_PINS.length] = { press: pressedAt.length, at: 0 };
      for (const proof of proofs) if (proof.at === 0 && proof.press < seen()) proof.at = performance.now();
    }
  };
  const ahead = isOneByOne ? 0 : AHEAD;
  for (let press = 0; press < count; press += 1) {
    await kiosk.until(`ticket ${press - ahead} of ${count}`, () => {
      look();
      return seen() >= press - ahead;
    });
    const proof = proofs[press % BUTTON_PINS.length];
    const wait = (proof?.at ?? 0) + AFTER_RELEASE - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    pressedAt.push(performance.now());
    void gpio.level(pinOf(press), 0);
  }
  await kiosk.until(`all ${count} tickets`, () => {
    look();
    return seen() >= count;
  });
  const labels = pressedAt.map((_, press) => {
    const number = Math.floor((first + press) / LETTERS.length) + 1;
    return `${LETTERS[(first + press) % LETTERS.length]}${String(number).padStart(3, '0')}`;
  });
  const delays = kiosk.printed.slice(first).map(({ at }, index) => at - (pressedAt[index] ?? 0));
  return { labels, delays };
}

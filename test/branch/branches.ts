import { catalogue } from '../../devices/index.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { alwaysOpen, type Edit, example, memoryFiles } from '../../src/config/spec.ts';
import { LobbydError } from '../../src/errors.ts';
import { STANDARD } from '../stand/branch-file.ts';

/** Of a client that gives commands over HTTP, in the file `token` beside the branch file. */
export const TOKEN = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const SMALL = `
id: small
name: { zh-CN: 小支行, en: Small Branch }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ./standard.yaml
optsOut: [wealth]
counters:
  - { id: counter1, number: 1, services: [cash, account], profile: longest-wait, display: display1, keypad: keypad1 }
  - { id: counter2, number: 2, services: [cash], profile: longest-wait, display: display2, keypad: keypad2 }
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    whenPrinterNotReady: refuse
    buttons:
      - { button: 1, service: cash, segment: ordinary, language: zh-CN }
      - { button: 2, service: account, segment: ordinary, language: en }
buses:
  - { id: bus1, wire: { serial: /dev/bus1 } }
  - { id: bus2, wire: { serial: /dev/bus2 } }
devices:
  - { id: panel1, driver: panel-line, wire: { serial: /dev/panel1 }, settings: { buttons: 4, baud: 9600 } }
  - { id: printer1, driver: printer-escpos, wire: { serial: /dev/printer1 }, settings: { baud: 38400, columns: 42 } }
  - { id: keypad1, driver: keypad-line, bus: bus1, settings: { address: 1 } }
  - { id: keypad2, driver: keypad-line, bus: bus1, settings: { address: 2 } }
  - { id: display1, driver: display-alpha, bus: bus2, settings: { address: 1, width: 4 } }
  - { id: display2, driver: display-alpha, bus: bus2, settings: { address: 2, width: 4 } }
mqtt: { url: "mqtt://broker:1883", rootTopic: bank }
displays: { idle: "----", paused: STOP, closed: " ", blink: 8s }
`;

/** Two counters, two services, one kiosk. */
export function smallBranch(...edits: readonly Edit[]): Config {
  return load(SMALL, STANDARD, edits);
}

/** The same under another bank standard. */
export function smallBranchUnder(standard: readonly Edit[], ...edits: readonly Edit[]): Config {
  return load(SMALL, edited(STANDARD, standard), edits);
}

/** The branch of the documents: nine counters, twelve services; with a broker in place of lobbyd's own, and always open. */
export function exampleBranch(...edits: readonly Edit[]): Config {
  const mqtt: Edit = ['mqtt: { rootTopic: linjiang }', 'mqtt: { url: "mqtt://broker:1883", rootTopic: linjiang }'];
  const standard: Edit = ['./bank-standard.yaml', './standard.yaml'];
  return load(alwaysOpen(example('branch.example.yaml')), example('bank-standard.yaml'), [mqtt, standard, ...edits]);
}

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((whole, [old, now]) => {
    if (!whole.includes(old)) throw new RangeError(`the file does not say: ${old}`);
    return whole.replaceAll(old, now);
  }, text);
}

function load(branch: string, standard: string, edits: readonly Edit[]): Config {
  const text = edited(branch, edits);
  const files = memoryFiles({
    '/etc/lobbyd/branch.yaml': text,
    '/etc/lobbyd/standard.yaml': standard,
    '/etc/lobbyd/token': TOKEN,
  });
  const loaded = loadConfig('/etc/lobbyd/branch.yaml', catalogue, files);
  if (loaded.kind === 'ok') return loaded.config;
  throw new LobbydError({
    code: 'config/test-branch',
    what: loaded.problems.map((problem) => problem.text).join('\n'),
    where: 'test/branch/branches.ts',
    next: 'mend the branch of the tests',
  });
}

import { readFileSync } from 'node:fs';
import { catalogue } from '../../devices/index.ts';
import type { Config } from '../../src/config/config.ts';
import type { ConfigFiles } from '../../src/config/files.ts';
import { loadConfig } from '../../src/config/load.ts';
import { LobbydError } from '../../src/errors.ts';

const read = (name: string): string => readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8');

const STANDARD = `
version: "1"
languages: [{ tag: zh-CN, name: 中文 }, { tag: en, name: English }]
segments: [{ id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }]
profiles: [{ id: longest-wait, kind: longest-wait, cap: 45min }]
services:
  - id: cash
    category: cash
    complexity: simple
    names: { zh-CN: 现金, en: Cash }
    numbers: { prefix: A, first: 1, last: 199 }
    targetWait: 15min
    standardTime: 4min
    forms: { zh-CN: [银行卡], en: [Bank card] }
  - id: account
    category: account
    complexity: complex
    names: { zh-CN: 开户, en: Account }
    numbers: { prefix: B, first: 1, last: 199 }
    targetWait: 15min
    standardTime: 4min
    forms: { zh-CN: [身份证], en: [ID document] }
rules: { undoWindow: 30s, callableAfter: 3s, requestLasts: 10min, recallLimit: 3, isArrivalKeptOnTransfer: true, endedKept: 50 }
`;

const SMALL = `
id: small
name: { zh-CN: 小支行, en: Small Branch }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ./standard.yaml
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

/** Changes to the text of a branch file: what is there, and what stands there instead. */
export type Edit = readonly [old: string, now: string];

/** Two counters, two services, one kiosk. */
export function smallBranch(...edits: readonly Edit[]): Config {
  return load(SMALL, STANDARD, edits);
}

/** The same under another bank standard. */
export function smallBranchUnder(standard: readonly Edit[], ...edits: readonly Edit[]): Config {
  return load(SMALL, edited(STANDARD, standard), edits);
}

/** The branch of the documents: nine counters, twelve services; with a broker in place of lobbyd's own. */
export function exampleBranch(...edits: readonly Edit[]): Config {
  const mqtt: Edit = ['mqtt: { rootTopic: linjiang }', 'mqtt: { url: "mqtt://broker:1883", rootTopic: linjiang }'];
  const standard: Edit = ['./bank-standard.yaml', './standard.yaml'];
  return load(read('branch.example.yaml'), read('bank-standard.yaml'), [mqtt, standard, ...edits]);
}

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((whole, [old, now]) => {
    if (!whole.includes(old)) throw new RangeError(`the file does not say: ${old}`);
    return whole.replaceAll(old, now);
  }, text);
}

function load(branch: string, standard: string, edits: readonly Edit[]): Config {
  const text = edited(branch, edits);
  const texts = new Map([
    ['/etc/lobbyd/branch.yaml', text],
    ['/etc/lobbyd/standard.yaml', standard],
  ]);
  const files: ConfigFiles = {
    read(path) {
      const found = texts.get(path);
      return found === undefined ? { kind: 'unreadable', reason: 'no such file' } : { kind: 'text', text: found };
    },
    realPath: () => null,
  };
  const loaded = loadConfig('/etc/lobbyd/branch.yaml', catalogue, files);
  if (loaded.kind === 'ok') return loaded.config;
  throw new LobbydError({
    code: 'config/test-branch',
    what: loaded.problems.map((problem) => problem.text).join('\n'),
    where: 'test/branch/branches.ts',
    next: 'mend the branch of the tests',
  });
}

import type { FarPlace } from '../../src/demo/far-places.ts';

/** Bank standard of the stand: four services under three letters. */
export const STANDARD = `version: "test"
languages:
  - { tag: zh-CN, name: 中文 }
  - { tag: en, name: English }
segments:
  - { id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }
profiles:
  - { id: longest-wait, kind: longest-wait, cap: 45min }
  - { id: simple-first, kind: simple-first, cap: 30min }
services:
  - id: cash
    category: cash
    complexity: simple
    names: { zh-CN: 现金, en: Cash }
    numbers: { prefix: A, first: 1, last: 299, skip: [4] }
    targetWait: 15min
    standardTime: 4min
    forms: { zh-CN: [银行卡], en: [Bank card] }
  - id: account
    category: account
    complexity: complex
    names: { zh-CN: 开户, en: Accounts }
    numbers: { prefix: B, first: 1, last: 199 }
    targetWait: 20min
    standardTime: 15min
    forms: { zh-CN: [本人身份证], en: [ID document] }
  - id: wealth
    category: wealth
    complexity: complex
    names: { zh-CN: 理财, en: Wealth }
    numbers: { prefix: C, first: 1, last: 199 }
    targetWait: 20min
    standardTime: 20min
    forms: { zh-CN: [银行卡], en: [Bank card] }
rules:
  undoWindow: 30s
  callableAfter: 3s
  requestLasts: 10min
  recallLimit: 3
  isArrivalKeptOnTransfer: true
  endedKept: 500
`;

/** What a test changes in the branch. */
export interface BranchWishes {
  /** Broker of the branch; null: the daemon's own on `embeddedPort`. */
  readonly brokerUrl: string | null;
  readonly embeddedPort: number;
  readonly journalDirectory: string;
  /** Further lines under `displays:`, `ticket:` … */
  readonly blink: string;
  /** Short tickets come out of the printer in a quarter of a second. */
  readonly areTicketsShort: boolean;
  readonly logLevel: 'debug' | 'info';
  /** Settings of `clock:`. */
  readonly clock: string;
  /** Seconds after which a display gets its face again. */
  readonly repeatEvery: number;
  /** What stands behind `http:`; left out: no commands over HTTP. */
  readonly http?: string;
  placeOf(id: string): FarPlace;
}

/** Wires of the stand, by the id of their device or bus. */
export const WIRES = ['panel1', 'printer1', 'pads', 'signs'] as const;
export const COUNTERS = ['counter1', 'counter2', 'counter3'] as const;

/** A branch file: three counters, a kiosk of four buttons, a bus of keypads, a bus of displays, a printer. */
export function branchText(wishes: BranchWishes): string {
  const { brokerUrl, embeddedPort, areTicketsShort } = wishes;
  const wire = (id: string): string => {
    const place = wishes.placeOf(id);
    return place.kind === 'serial' ? `{ serial: "${place.path}" }` : `{ tcp: "${place.host}:${place.port}" }`;
  };
  return `id: b1
name: { zh-CN: 测试支行, en: Test Branch }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ./standard.yaml
counters:
  - { id: counter1, number: 1, services: [cash, account], profile: longest-wait, display: display1, keypad: keypad1 }
  - { id: counter2, number: 2, services: [cash], profile: longest-wait, display: display2, keypad: keypad2 }
  - { id: counter3, number: 3, services: [account, wealth], profile: longest-wait, display: display3, keypad: keypad3 }
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons:
      - { button: 1, service: cash, segment: ordinary, language: zh-CN }
      - { button: 2, service: account, segment: ordinary, language: zh-CN }
      - { button: 3, service: wealth, segment: ordinary, language: zh-CN }
      - { button: 4, service: cash, segment: ordinary, language: en }
buses:
  - { id: pads, wire: ${wire('pads')} }
  - { id: signs, wire: ${wire('signs')} }
devices:
  - { id: panel1, driver: panel-line, wire: ${wire('panel1')}, settings: { buttons: 4, baud: 9600 } }
  - { id: printer1, driver: printer-escpos, wire: ${wire('printer1')}, settings: { statusEveryMs: 1000 } }
${[1, 2, 3].map((n) => `  - { id: keypad${n}, driver: keypad-line, bus: pads, settings: { address: ${n} } }`).join('\n')}
${[1, 2, 3].map((n) => `  - { id: display${n}, driver: display-alpha, bus: signs, settings: { address: ${n}, width: 4, repeatEvery: ${wishes.repeatEvery} } }`).join('\n')}
journal: { directory: ${wishes.journalDirectory} }
clock: { ${wishes.clock} }
mqtt: { rootTopic: bank, ${brokerUrl === null ? `embeddedPort: ${embeddedPort}` : `url: "${brokerUrl}"`} }
${wishes.http === undefined ? '' : `http: ${wishes.http}\n`}logLevel: ${wishes.logLevel}
displays: { idle: "----", paused: STOP, closed: " ", blink: ${wishes.blink} }
ticket: ${areTicketsShort ? '{ isBilingual: false, areFormsPrinted: false, isQrPrinted: false }' : '{}'}
`;
}

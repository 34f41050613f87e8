/** One service whose numbers do not run out while a bench lasts. */
export const STANDARD = `version: "bench"
languages:
  - { tag: zh-CN, name: 中文 }
  - { tag: en, name: English }
segments:
  - { id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }
profiles:
  - { id: longest-wait, kind: longest-wait, cap: 45min }
services:
  - id: cash
    category: cash
    complexity: simple
    names: { zh-CN: 现金, en: Cash }
    numbers: { prefix: A, first: 1, last: 9999, digits: 4 }
    targetWait: 15min
    standardTime: 4min
    forms: { zh-CN: [银行卡], en: [Bank card] }
# What may be undone is kept: at the pace of a bench that would be thousands of visits.
rules: { undoWindow: 0s }
`;

/** The one service of the benches. */
export const SERVICE = 'cash';

/** A bus with the numbers of its keypads and of its signs. */
export interface BusWish {
  readonly id: string;
  readonly pads: readonly number[];
  readonly signs: readonly number[];
}

/** A branch for a bench. */
export interface BranchWish {
  /** Panels with two buttons, each with a printer of its own. */
  readonly kiosks: number;
  readonly buses: readonly BusWish[];
  /** Null: the daemon's own broker. */
  readonly brokerUrl: string | null;
  readonly embeddedPort: number;
  readonly journal: string;
  /** What stands behind `http:`; left out: no commands over HTTP. */
  readonly http?: string;
  /** Where a wire is found. */
  wireOf(id: string): string;
}

const list = (entries: readonly string[]): string => entries.map((entry) => `  - ${entry}\n`).join('');
const count = (number: number): readonly number[] => Array.from({ length: number }, (_, index) => index + 1);

function kioskText(n: number): string {
  const button = (number: number, language: string): string =>
    `{ button: ${number}, service: ${SERVICE}, segment: ordinary, language: ${language} }`;
  return `{ id: kiosk${n}, panel: panel${n}, printer: printer${n}, buttons: [${button(1, 'zh-CN')}, ${button(2, 'en')}] }`;
}

/** The branch file: a counter for each sign, with the keypad of its number where there is one. */
export function branchText(wish: BranchWish): string {
  const { kiosks, buses, wireOf } = wish;
  const pads = new Set(buses.flatMap((bus) => bus.pads));
  const signs = buses.flatMap((bus) => bus.signs);
  const counter = (n: number): string => {
    const pad = pads.has(n) ? `, keypad: keypad${n}` : '';
    return `{ id: counter${n}, number: ${n}, services: [${SERVICE}], profile: longest-wait, display: display${n}${pad} }`;
  };
  const devices = [
    ...count(kiosks).flatMap((n) => [
      `{ id: panel${n}, driver: panel-line, wire: ${wireOf(`panel${n}`)}, settings: { buttons: 2 } }`,
      `{ id: printer${n}, driver: printer-escpos, wire: ${wireOf(`printer${n}`)}, settings: { statusEveryMs: 60000 } }`,
    ]),
    ...buses.flatMap(({ id, pads: own, signs: lit }) => [
      ...own.map(
        (n) => `{ id: keypad${n}, driver: keypad-line, bus: ${id}, settings: { address: ${n}, line: "7E1" } }`,
      ),
      ...lit.map((n) => `{ id: display${n}, driver: display-alpha, bus: ${id}, settings: { address: ${100 + n} } }`),
    ]),
  ];
  return `id: bench
name: { zh-CN: 测试支行, en: Bench }
timeZone: Asia/Shanghai
dayStartsAt: "03:00"
standard: ./standard.yaml
counters:
${list(signs.map(counter))}kiosks:${kiosks === 0 ? ' []' : `\n${list(count(kiosks).map(kioskText))}`}
buses:
${list(buses.map(({ id }) => `{ id: ${id}, wire: ${wireOf(id)} }`))}devices:
${list(devices)}journal: { directory: ${wish.journal} }
clock: { trust: always }
mqtt: { rootTopic: bench, ${wish.brokerUrl === null ? `embeddedPort: ${wish.embeddedPort}` : `url: "${wish.brokerUrl}"`} }
${wish.http === undefined ? '' : `http: ${wish.http}\n`}logLevel: info
displays: { idle: "----", paused: STOP, closed: " ", blink: 60s }
`;
}

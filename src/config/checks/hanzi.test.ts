import { describe, expect, it } from 'vitest';
import { type Edit, linesOf } from '../spec.ts';

const HANZI: Edit = [
  'driver: panel-line, wire: { serial: /dev/serial/by-path/three } }',
  'driver: panel-line, wire: { serial: /dev/serial/by-path/three }, settings: { script: hanzi } }',
];
const forms = (of: 'cash' | 'wealth', zh: string): Edit => {
  const time = `standardTime: ${of === 'cash' ? '4min' : '25min'}\n`;
  const en = zh.split(', ').map((_, index) => `Form ${index}`);
  return [time, `${time}    forms: { zh-CN: [${zh}], en: [${en.join()}] }\n`];
};
const MACHINE: Edit = [
  'buses:\n',
  'machines:\n  - { id: m1, names: { zh-CN: 龘机, en: M1 }, services: [cash], topic: t }\nbuses:\n',
];
const DIVERTED: Edit = ['standardTime: 4min\n', 'standardTime: 4min\n    diversion: { fromWaiting: 3 }\n'];
const MESSAGE: Edit = [
  'services:\n',
  'messages:\n  - { id: hello, texts: { zh-CN: 欢迎€, en: "Fees in €" } }\nservices:\n',
];
const LACK = 'expected characters of GB 2312, or script: latin for the panel';

describe('a kiosk whose panel shows Hanzi', () => {
  it('shows every form of its services: one with a character that the display does not have is refused where it stands', () => {
    expect(linesOf({ branch: [HANZI], standard: [forms('cash', '身份证, 龘表')] })).toEqual([
      `etc/standard.yaml:17:27: panel "panel1" cannot show "龘" (U+9F98) of "龘表", ${LACK}`,
    ]);
    expect(linesOf({ branch: [HANZI], standard: [forms('cash', '身份证')] })).toEqual([]);
  });

  it('shows machines by name, and messages', () => {
    expect(linesOf({ branch: [HANZI, MACHINE], standard: [DIVERTED, MESSAGE] })).toEqual([
      `etc/branch.yaml:20:31: panel "panel1" cannot show "龘" (U+9F98) of "龘机", ${LACK}`,
      `etc/standard.yaml:10:34: panel "panel1" cannot show "€" (U+20AC) of "欢迎€", ${LACK}`,
    ]);
  });

  it('shows no message that is for some segments', () => {
    const own: Edit = [MESSAGE[0], MESSAGE[1].replace(' } }\n', ' }, segments: [ordinary] }\n')];
    expect(linesOf({ branch: [HANZI], standard: [own] })).toEqual([]);
  });

  it('shows nothing of services that it gives no numbers for', () => {
    const other: Edit = ['      - { button: 2, service: wealth, segment: ordinary, language: en }\n', ''];
    expect(linesOf({ branch: [HANZI, other], standard: [forms('wealth', '龘表')] })).toEqual([]);
  });
});

it('a kiosk in Latin letters leaves out what it cannot show', () => {
  expect(linesOf({ branch: [MACHINE], standard: [DIVERTED, MESSAGE, forms('wealth', '龘表')] })).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { load } from '../config/spec.ts';
import { adviceFor, guidanceOf } from './advice.ts';

const forms = (zh: string, en: string) => `    forms: { zh-CN: [${zh}], en: [${en}] }\n`;
const MESSAGES = `messages:
  - { id: all, texts: { zh-CN: 大家, en: Everybody } }
  - { id: cash, texts: { zh-CN: 现金, en: For cash }, services: [cash] }
  - { id: gold, texts: { zh-CN: 贵宾, en: For gold }, segments: [gold] }
  - { id: both, texts: { zh-CN: 两者, en: Gold for wealth }, services: [wealth], segments: [gold] }
`;

function config() {
  const result = load({
    standard: [
      ['    standardTime: 4min\n', `    standardTime: 4min\n${forms('身份证, 凭条', 'ID card, Form 12')}`],
      ['    standardTime: 25min\n', `    standardTime: 25min\n${forms('身份证', 'ID card')}${MESSAGES}`],
      ['en: Ordinary } }\n', 'en: Ordinary } }\n  - { id: gold, names: { zh-CN: 贵宾, en: Gold } }\n'],
    ],
  });
  return result.kind === 'ok' ? result.config : expect.unreachable();
}

describe('what a customer is told with a number', () => {
  it('is in the own language, and what two services ask for is told once', () => {
    const customer = { services: ['cash', 'wealth'], segment: 'ordinary', language: 'en' };
    expect(adviceFor(config(), customer)).toEqual({
      forms: ['ID card', 'Form 12'],
      messages: ['Everybody', 'For cash'],
    });
    expect(adviceFor(config(), { ...customer, services: ['wealth'], language: 'zh-CN' })).toEqual({
      forms: ['身份证'],
      messages: ['大家'],
    });
  });

  it('has the messages for the own segment', () => {
    const gold = { services: ['wealth'], segment: 'gold', language: 'en' };
    expect(adviceFor(config(), gold).messages).toEqual(['Everybody', 'For gold', 'Gold for wealth']);
  });
});

describe('what everybody in the hall reads', () => {
  it('is nothing that is meant for some segments', () => {
    const told = guidanceOf(config(), 'wealth');
    expect(told?.messages.map(({ id }) => id)).toEqual(['all']);
    expect(told?.forms).toEqual([{ 'zh-CN': '身份证', en: 'ID card' }]);
    expect(guidanceOf(config(), 'loans')).toBeNull();
  });

  it('is the same value until the configuration is another one', () => {
    const one = config();
    const told = guidanceOf(one, 'wealth');
    expect(guidanceOf(one, 'wealth')).toBe(told);
    expect(guidanceOf(one, 'cash')).not.toBe(told);
    const other = guidanceOf({ ...one }, 'wealth');
    expect(other).toEqual(told);
    expect(other).not.toBe(told);
  });
});

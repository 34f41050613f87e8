import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TicketBlock } from '../devices/kinds.ts';
import { composeTicket, type TicketContents } from './ticket.ts';
import { readTicketCode, writeTicketCode } from './ticket-code.ts';
import { textIn, textsIn, ticketLanguages } from './ticket-texts.ts';

const CONTENTS: TicketContents = {
  label: 'A012',
  language: 'zh-CN',
  header: [{ 'zh-CN': '示范银行', en: 'Model Bank' }],
  service: { 'zh-CN': '个人开户', en: 'Personal account' },
  ahead: 3,
  issuedAt: Date.UTC(2026, 0, 5, 16, 30),
  zone: 'Asia/Shanghai',
  forms: [{ 'zh-CN': '身份证', en: 'ID card' }],
  farewell: [],
  footer: [],
  branch: 'hz-1',
  day: '2026-01-06',
  checkKey: 'key',
};

function textsOf(blocks: readonly TicketBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'text') return [block.text];
    return block.kind === 'pair' ? [`${block.left}|${block.right}`] : [];
  });
}

describe('a ticket', () => {
  test('says everything first in the language of the customer, then in the other', () => {
    expect(textsOf(composeTicket(CONTENTS).blocks)).toEqual([
      '示范银行',
      'Model Bank',
      '个人开户',
      'Personal account',
      'A012',
      '前面等候 3 人',
      '3 before you',
      '取号时间 Issued|2026-01-06 00:30',
      '等候时请准备 Please have ready',
      '□ 身份证',
      '   ID card',
      '请留意屏幕和广播叫号，谢谢。',
      'Please watch and listen for your number.',
    ]);
    const english = textsOf(composeTicket({ ...CONTENTS, language: 'en-GB' }).blocks);
    expect(english.slice(0, 4)).toEqual(['Model Bank', '示范银行', 'Personal account', '个人开户']);
  });

  test('that is a copy of a lost slip says which one, with the same number, time and code', () => {
    const copy = composeTicket({ ...CONTENTS, copy: 2, ahead: null });
    expect(textsOf(copy.blocks).slice(3, 8)).toEqual([
      'Personal account',
      'A012',
      '补打第 2 次',
      'Copy 2',
      '取号时间 Issued|2026-01-06 00:30',
    ]);
    const qr = ({ kind }: TicketBlock): boolean => kind === 'qr';
    expect(copy.blocks.filter(qr)).toEqual(composeTicket(CONTENTS).blocks.filter(qr));
  });

  test("ends with the bank's own farewell where it has one, and not with lobbyd's as well", () => {
    const farewell = [{ 'zh-CN': '谢谢光临', en: 'Good-bye' }];
    expect(textsOf(composeTicket({ ...CONTENTS, farewell }).blocks).slice(-3)).toEqual([
      '   ID card',
      '谢谢光临',
      'Good-bye',
    ]);
  });

  test('says after what to prepare which machine does it as well, and what the bank says', () => {
    const machine = { 'zh-CN': '智能柜台', en: 'Machine 1' };
    const messages = [{ 'zh-CN': '存款新品', en: 'New deposits' }];
    expect(textsOf(composeTicket({ ...CONTENTS, machine, messages }).blocks).slice(-7)).toEqual([
      '   ID card',
      '智能柜台也可办理，无需等候',
      'Machine 1 does this without a wait',
      '存款新品',
      'New deposits',
      '请留意屏幕和广播叫号，谢谢。',
      'Please watch and listen for your number.',
    ]);
    const one = composeTicket({ ...CONTENTS, language: 'en', isBilingual: false, machine, messages });
    expect(textsOf(one.blocks)).toContain('Machine 1 does this without a wait');
    expect(textsOf(one.blocks)).not.toContain('存款新品');
  });

  test('shows its number largest', () => {
    const sizes = composeTicket(CONTENTS).blocks.flatMap((block) =>
      block.kind === 'text' ? [[block.size, block.text]] : [],
    );
    expect(sizes.filter(([size]) => size === 4)).toEqual([[4, 'A012']]);
    expect(sizes.filter(([size]) => size === 3)).toEqual([]);
  });

  test('carries no time while the clock is not trusted, and no count when it is printed late', () => {
    const texts = textsOf(composeTicket({ ...CONTENTS, issuedAt: null, ahead: null, day: null }).blocks).join('\n');
    expect(texts).not.toMatch(/取号|2026|等候 \d|before you/);
  });

  test('says of an empty queue that nobody is before', () => {
    expect(textsOf(composeTicket({ ...CONTENTS, ahead: 0 }).blocks)).toContain('前面无人等候');
  });

  test('of a service without forms has no list', () => {
    expect(textsOf(composeTicket({ ...CONTENTS, forms: [] }).blocks).join()).not.toContain('准备');
  });

  test('says who is rich or ill to nobody: its blocks know nothing of the segment', () => {
    expect(Object.keys(CONTENTS)).not.toContain('segment');
  });
});

describe('the QR code of a ticket', () => {
  test('holds branch, day, number and a check', () => {
    expect(composeTicket(CONTENTS).blocks).toContainEqual({
      kind: 'qr',
      data: 'lobbyd:1:hz-1:2026-01-06:A012:Q6FWAWAW',
    });
  });

  test('is read back, whatever the branch is called, and is always ASCII', () => {
    const codes = fc.record({
      branch: fc.string({ minLength: 1, unit: 'binary' }),
      day: fc.option(fc.constant('2026-01-05')),
      label: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(codes, fc.string(), (code, key) => {
        const text = writeTicketCode(code, key);
        expect(text).toMatch(/^[\x21-\x7e]+$/);
        expect(readTicketCode(text, key)).toEqual(code);
      }),
    );
  });

  test('is not believed when one character was misread, or under another key', () => {
    const text = writeTicketCode(CONTENTS, 'key');
    expect(readTicketCode(text, 'other key')).toBeNull();
    for (let place = 0; place < text.length; place += 1) {
      const wrong = text[place] === '7' ? '8' : '7';
      expect(readTicketCode(text.slice(0, place) + wrong + text.slice(place + 1), 'key')).toBeNull();
    }
  });

  test('of something else is none', () => {
    for (const text of ['', 'https://example.com', 'lobbyd:2:a:b:c:00000000', 'lobbyd:1:%:-:A:00000000']) {
      expect(readTicketCode(text, 'key')).toBeNull();
    }
  });
});

describe('texts in languages', () => {
  test('a tag finds its language; a language that is not there gets what there is', () => {
    expect(textIn({ 'zh-CN': '开户', en: 'Account' }, 'en-US')).toBe('Account');
    expect(textsIn({ 'zh-CN': '开户' }, ['en', 'zh-CN'])).toEqual(['开户']);
    expect(textsIn({ ja: '口座' }, ['zh-CN', 'en'])).toEqual(['口座']);
    expect(textsIn({ 'zh-CN': 'VIP', en: 'VIP' }, ['zh-CN', 'en'])).toEqual(['VIP']);
    expect(ticketLanguages('ja')).toEqual(['en', 'zh-CN']);
  });
});

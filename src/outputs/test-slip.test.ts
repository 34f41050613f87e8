import { describe, expect, test } from 'vitest';
import { composeTestSlip, type TestSlipContents } from './test-slip.ts';
import { readTicketCode } from './ticket-code.ts';

const CONTENTS: TestSlipContents = {
  name: { 'zh-CN': '小支行', en: 'Small Branch' },
  languages: ['zh-CN', 'en'],
  branch: 'small',
  printer: 'printer1',
  now: Date.UTC(2026, 0, 5, 1, 12),
  zone: 'Asia/Shanghai',
  isQrPrinted: true,
};

describe('a test slip', () => {
  test('says which printer of which branch it is from, when, and shows every kind of letter', () => {
    const { blocks } = composeTestSlip(CONTENTS);
    expect(blocks.flatMap((block) => (block.kind === 'text' ? [`${block.size} ${block.text}`] : []))).toEqual([
      ...['1 小支行', '1 Small Branch', '2 PAPER OK', '2 纸卷已更换'],
      ...['1 12345678901234567890123456789012', '1 ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef'],
      ...['1 汉字打印：一二三四五六七八九十', '2 号票 A012', '4 0123'],
    ]);
    expect(blocks).toContainEqual({ kind: 'pair', left: 'printer1', right: '2026-01-05 09:12' });
  });

  test('has a code as tickets have, which is none, and none where tickets have none', () => {
    const codes = (contents: TestSlipContents): readonly string[] =>
      composeTestSlip(contents).blocks.flatMap((block) => (block.kind === 'qr' ? [block.data] : []));
    expect(codes(CONTENTS)).toEqual(['lobbyd:test:small:printer1']);
    expect(readTicketCode(codes(CONTENTS)[0] ?? '', 'key')).toBeNull();
    expect(codes({ ...CONTENTS, isQrPrinted: false })).toEqual([]);
  });

  test('tells no time while nobody knows it', () => {
    const slip = composeTestSlip({ ...CONTENTS, now: null });
    expect(slip.blocks).toContainEqual({ kind: 'pair', left: 'printer1', right: '' });
  });
});

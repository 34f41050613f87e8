import { expect, test } from 'vitest';
import type { TicketBlock } from '../devices/kinds.ts';
import { composeTicket, type TicketContents } from './ticket.ts';
import { composeLargeTicket } from './ticket-large.ts';

const CONTENTS: TicketContents = {
  label: 'A012',
  language: 'zh-CN',
  header: [{ 'zh-CN': '示范银行', en: 'Model Bank' }],
  service: { 'zh-CN': '个人开户', en: 'Personal account' },
  ahead: 3,
  wait: { kind: 'range', from: 4, to: 13 },
  issuedAt: Date.UTC(2026, 0, 5, 16, 30),
  zone: 'Asia/Shanghai',
  forms: [{ 'zh-CN': '身份证', en: 'ID card' }],
  messages: [{ 'zh-CN': '存款新品', en: 'New deposits' }],
  farewell: [],
  footer: [],
  branch: 'hz-1',
  day: '2026-01-06',
  checkKey: 'key',
};

const linesOf = (blocks: readonly TicketBlock[]) =>
  blocks.flatMap((block) => (block.kind === 'text' ? [`${block.size} ${block.text}`] : []));

test('large print is the number across the paper, and in double size what is needed until the call, in one language', () => {
  const { blocks } = composeLargeTicket(CONTENTS);
  expect(linesOf(blocks)).toEqual([
    '8 A012',
    '2 个人开户',
    '2 前面等候 3 人',
    '2 预计等候约 4–13 分钟',
    '2 等候时请准备',
    '2 □ 身份证',
    '2 2026-01-06 00:30',
  ]);
  // Nothing stands in the small print of a pair of texts, and the code is that of any slip.
  expect(blocks.map(({ kind }) => kind)).not.toContain('pair');
  const codeOf = (all: readonly TicketBlock[]) => all.find(({ kind }) => kind === 'qr');
  expect(codeOf(blocks)).toEqual(codeOf(composeTicket(CONTENTS).blocks));
  expect(codeOf(blocks)).toBeDefined();
  expect(linesOf(composeLargeTicket({ ...CONTENTS, language: 'fr', more: [CONTENTS.service] }).blocks)).toContain(
    '2 Personal account',
  );
});

test('a long number stays on one line of the narrowest paper, and what may be too late is said', () => {
  const sizes = ['A1', 'AB012', 'ABC0123', 'ABC01234X'].map(
    (label) => linesOf(composeLargeTicket({ ...CONTENTS, label }).blocks)[0],
  );
  expect(sizes).toEqual(['8 A1', '6 AB012', '4 ABC0123', '4 ABC01234X']);
  const footer = [{ 'zh-CN': '可能无法办理', en: 'You may not be served' }];
  expect(linesOf(composeLargeTicket({ ...CONTENTS, ahead: null, wait: null, forms: [], footer }).blocks)).toEqual([
    '8 A012',
    '2 个人开户',
    '2 可能无法办理',
    '2 2026-01-06 00:30',
  ]);
});

/**
 * The ticket as a person holds it: composed, laid out to ESC/POS, received by the printer's emulator, drawn, and
 * photographed by Chromium; zbarimg reads the QR code from the picture. `LOBBYD_PICTURES=keep npx vitest run test/pictures`
 * writes docs/images/ticket.png and ticket-large.png anew.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { layoutTicket } from '../../devices/printer-escpos/layout.ts';
import { renderSlip } from '../../devices/printer-escpos/render.ts';
import type { TicketDocument } from '../../src/devices/kinds.ts';
import { composeTicket, type TicketContents } from '../../src/outputs/ticket.ts';
import { readTicketCode } from '../../src/outputs/ticket-code.ts';
import { composeLargeTicket } from '../../src/outputs/ticket-large.ts';
import { openBrowser } from '../browser/browser.ts';
import { PrinterBench } from '../printer-bench.ts';
import { lacks, pathOf } from '../tools.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'zbarimg');

const CONTENTS: TicketContents = {
  label: 'A012',
  language: 'zh-CN',
  header: [
    { 'zh-CN': '示范银行', en: 'Model Bank' },
    { 'zh-CN': '杭州西湖支行', en: 'Hangzhou West Lake Branch' },
  ],
  service: { 'zh-CN': '个人开户', en: 'Open a personal account' },
  ahead: 3,
  wait: { kind: 'range', from: 4, to: 13 },
  issuedAt: Date.UTC(2026, 0, 5, 1, 12),
  zone: 'Asia/Shanghai',
  forms: [
    { 'zh-CN': '身份证原件', en: 'Original ID card' },
    { 'zh-CN': '手机（接收验证码）', en: 'Mobile phone (for a code)' },
    { 'zh-CN': '开户申请表', en: 'Account application form' },
  ],
  farewell: [],
  footer: [{ 'zh-CN': '客服热线 95000', en: 'Customer service 95000' }],
  branch: 'hz-westlake',
  day: '2026-01-05',
  checkKey: 'a key of the branch',
};

async function svgOf(columns: number, document: TicketDocument): Promise<string> {
  const stand = new PrinterBench({ columns, qrCell: columns < 40 ? 5 : 6 });
  await stand.ready();
  expect(await stand.print(1, document)).toEqual({ kind: 'printed' });
  const [slip] = stand.view().slips;
  return slip ? renderSlip(slip, columns) : '';
}

async function photograph(svg: string): Promise<Buffer> {
  const browser = await openBrowser();
  const page = await browser.newPage({ deviceScaleFactor: 1 });
  try {
    await page.setContent(`<body style="margin:0;background:#e8e8e8;padding:16px;display:inline-block">${svg}</body>`);
    return await page.locator('body').screenshot();
  } finally {
    await page.close();
  }
}

function readBack(picture: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lobbyd-ticket-')), 'ticket.png');
  writeFileSync(file, picture);
  return execFileSync(pathOf('zbarimg'), ['--quiet', '--raw', file], { encoding: 'utf8' }).trim();
}

describe.skipIf(isSkipped)('the picture of a ticket', () => {
  test.each([
    { paper: '80 mm', columns: 42, name: 'ticket', document: composeTicket(CONTENTS) },
    { paper: '58 mm', columns: 32, name: null, document: composeTicket({ ...CONTENTS, language: 'en' }) },
    { paper: '58 mm, in large print', columns: 32, name: 'ticket-large', document: composeLargeTicket(CONTENTS) },
  ])('on $paper paper: its QR code is read back', { timeout: 60_000 }, async ({ columns, name, document }) => {
    const picture = await photograph(await svgOf(columns, document));
    if (process.env.LOBBYD_PICTURES === 'keep' && name) writeFileSync(`docs/images/${name}.png`, picture);
    expect(readTicketCode(readBack(picture), CONTENTS.checkKey)).toEqual({
      branch: 'hz-westlake',
      day: '2026-01-05',
      label: 'A012',
    });
  });
});

test('a ticket takes less than 900 bytes: 0.25 s at 38400 baud', () => {
  expect(layoutTicket(composeTicket(CONTENTS), { columns: 42, qrCell: 6 }).length).toBeLessThan(900);
});

import fc from 'fast-check';
import receiptline from 'receiptline';
import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import type { TicketBlock } from '../../src/devices/kinds.ts';
import { line, textsOf } from '../../test/printer-bench.ts';
import { emulatePrinter } from './emulator.ts';
import type { PrinterView } from './emulator-body.ts';
import { layoutTicket } from './layout.ts';
import { cut } from './protocol.ts';
import { printerSettings } from './settings.ts';
import type { Slip } from './slip.ts';

const OPTIONS = { columns: 42, qrCell: 6 };

/** What comes out of the emulator when it gets these bytes and a cut. */
async function printed(bytes: Uint8Array, ...actions: readonly string[]): Promise<Slip | undefined> {
  const clock = fakeClock();
  const emulator = emulatePrinter(printerSettings.parse({}), { clock, send() {}, onChange() {} });
  for (const action of actions) emulator.act(action);
  emulator.receive(bytes);
  emulator.receive(cut('partial'));
  await clock.advance(60_000);
  return (emulator.view() as PrinterView).slips[0];
}

function spansOf(slip: Slip | undefined): object[] {
  return (slip?.parts ?? []).flatMap((part) => (part.kind === 'line' ? [...part.spans] : []));
}

describe('a ticket', () => {
  test('has a pair at the two edges, a Hanzi counting as two columns', async () => {
    const slip = await printed(layoutTicket({ blocks: [{ kind: 'pair', left: '取号时间', right: '09:12' }] }, OPTIONS));
    expect(textsOf(slip)).toEqual([`取号时间${' '.repeat(42 - 8 - 5)}09:12`]);
  });

  test('puts the right text of a pair at the end of the next line when both do not fit', async () => {
    const pair: TicketBlock = { kind: 'pair', left: 'People who are called before', right: '3 people' };
    const slip = await printed(layoutTicket({ blocks: [pair] }, { columns: 32, qrCell: 5 }));
    expect(textsOf(slip)).toEqual(['People who are called before', `${' '.repeat(24)}3 people`]);
  });

  test('is as large for Hanzi as for letters, also on a printer that enlarges Hanzi by FS W alone', async () => {
    const document = { blocks: [{ ...line('号A'), size: 2 } as TicketBlock, line('号A')] };
    for (const personality of ['clone off', 'clone on']) {
      const sizes = spansOf(await printed(layoutTicket(document, OPTIONS), personality));
      expect(sizes).toEqual([
        { text: '号A', width: 2, height: 2, bold: false },
        { text: '号A', width: 1, height: 1, bold: false },
      ]);
    }
  });

  test('keeps blank lines and wraps large text at half the columns', async () => {
    const blocks: TicketBlock[] = [
      { ...line('对公结算与国际业务综合柜台'), size: 2 } as TicketBlock,
      { kind: 'feed', lines: 2 },
    ];
    const slip = await printed(layoutTicket({ blocks }, OPTIONS));
    expect(textsOf(slip)).toEqual(['对公结算与国际业务综', '合柜台']);
    expect(slip?.parts.filter(({ kind }) => kind === 'feed')).toHaveLength(2);
  });

  test.each(['号', '', 'x'.repeat(151), 'line\nfeed'])('refuses the QR code %j', (data) => {
    expect(() => layoutTicket({ blocks: [{ kind: 'qr', data }] }, OPTIONS)).toThrow(
      expect.objectContaining({ code: 'device/ticket-layout' }),
    );
  });

  test('comes out of the printer as it was written, whatever is written', async () => {
    const character = fc.oneof(
      fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('€', '𠮷', '，', '\x1b', '\x10', '\x1d', 'é'),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: character, minLength: 1, maxLength: 60 }), async (text) => {
        const slip = await printed(layoutTicket({ blocks: [line(text)] }, OPTIONS));
        const wanted = Array.from(text).filter((letter) => letter >= ' ' && letter !== '\x7f');
        const isRule = /^-{8,}$/.test(text);
        expect(isRule || textsOf(slip).join('').replaceAll(' ', '')).toEqual(isRule || wanted.join(''));
      }),
    );
  });
});

describe('another maker of ESC/POS, receiptline,', () => {
  const markup = '^^^A012\n"个人开户"\n|请准备 |\n=';
  const other = Buffer.from(
    receiptline.transform(markup, { cpl: 42, encoding: 'gb18030', command: 'generic', spacing: true }),
    'binary',
  );

  test('is understood by the emulator: text, size, bold, cut', async () => {
    const slip = await printed(Uint8Array.from(other));
    expect(spansOf(slip)).toEqual([
      { text: 'A012', width: 2, height: 2, bold: false },
      { text: '个人开户', width: 1, height: 1, bold: true },
      { text: '请准备', width: 1, height: 1, bold: false },
    ]);
    expect(slip?.end).toBe('partial');
  });

  test('sends the same bytes for double size, for bold, for Chinese and for the cut', () => {
    const double = { ...line('A012'), size: 2 } as TicketBlock;
    const bold = { ...line('个人开户'), bold: true } as TicketBlock;
    const ours = Buffer.from(layoutTicket({ blocks: [double, bold] }, OPTIONS));
    for (const bytes of ['1d2111', '1b4501', '1c26', 'b8f6c8cbbfaabba7', '413031320a']) {
      expect([ours.includes(bytes, 0, 'hex'), other.includes(bytes, 0, 'hex')]).toEqual([true, true]);
    }
    expect(other.includes(Buffer.from(cut('partial')))).toBe(true);
  });
});

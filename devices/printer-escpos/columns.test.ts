import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, wrap } from './columns.ts';

test.each([
  { text: '请带身份证原件和银行卡', width: 10, lines: ['请带身份证', '原件和银行', '卡'] },
  { text: 'Please bring your original ID card', width: 16, lines: ['Please bring', 'your original ID', 'card'] },
  { text: '请准备，身份证', width: 6, lines: ['请准', '备，身', '份证'] },
  { text: '   Original ID card', width: 30, lines: ['   Original ID card'] },
  { text: 'Kreditkartenantragsformular', width: 10, lines: ['Kreditkart', 'enantragsf', 'ormular'] },
  { text: 'two\nlines', width: 20, lines: ['two', 'lines'] },
  { text: '', width: 20, lines: [''] },
  { text: '手机（接收验证码） Mobile', width: 18, lines: ['手机（接收验证码）', 'Mobile'] },
])('"$text" on $width columns', ({ text, width, lines }) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('no line is wider than the paper, no character is lost, and none of them is a command', () => {
  const texts = fc.string({
    unit: fc.constantFrom('身', '，', 'a', 'B', ' ', '1', '.', '\x1b', '\u0007', '（', '€'),
    maxLength: 80,
  });
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 48 }), (text, width) => {
      const lines = wrap(text, width);
      for (const line of lines) {
        expect(columnsOf(line)).toBeLessThanOrEqual(width);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
        expect(line).not.toMatch(/[\x00-\x1f]/);
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they become spaces
      const letters = (value: string): string => value.replace(/[\s\x00-\x1f]/g, '');
      expect(letters(lines.join(''))).toBe(letters(text));
    }),
  );
});

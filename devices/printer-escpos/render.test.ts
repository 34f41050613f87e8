import { expect, test } from 'vitest';
import { qrModules } from './qr.ts';
import { renderSlip } from './render.ts';
import type { Slip } from './slip.ts';

const span = (text: string): { text: string; width: number; height: number; bold: boolean } => ({
  text,
  width: 1,
  height: 1,
  bold: false,
});

/** What is written, from where on, and over how many dots. */
const placed = (slip: Slip): readonly (readonly [string, string])[] =>
  [...renderSlip(slip, 42).matchAll(/<text ([^>]*)>([^<]*)</g)].map(([, how = '', text = '']) => [
    text,
    [/scale\([^)]*\)/, /(?<= x|^x)="([^"]*)"/, /(?<=textLength)="([^"]*)"/]
      .map((one) => one.exec(how))
      .flatMap((found) => (found ? [found[1] ?? found[0]] : []))
      .join(' '),
  ]);

const line = (...spans: ReturnType<typeof span>[]): Slip => ({
  parts: [{ kind: 'line', align: 'left', spans }],
  end: 'partial',
});

test('words are as long as their cells, of which a Hanzi has two; between columns, two blanks or more, is no ink', () => {
  expect(placed(line(span('号A 1')))).toEqual([['号A 1', '32 60']]);
  expect(placed(line(span('  A001    12:30 ')))).toEqual([
    ['A001', '56 48'],
    ['12:30', '152 60'],
  ]);
});

test('a span that is wider than it is high stands where it stood, stretched', () => {
  expect(placed(line(span('a'), { ...span('号1'), width: 2 }))).toEqual([
    ['a', '32 12'],
    ['号1', 'scale(2 1) 22 36'],
  ]);
});

test('a character beyond the first plane has the cells of a Hanzi', () => {
  expect(placed(line(span('a𠮷b'), span('c')))).toEqual([
    ['a𠮷b', '32 48'],
    ['c', '80 12'],
  ]);
});

test('the bars of a QR code are its dark modules', () => {
  const slip: Slip = { parts: [{ kind: 'qr', align: 'left', data: 'lobbyd', cell: 4, level: 'M' }], end: 'partial' };
  const rows = qrModules('lobbyd', 'M');
  const drawn = new Set<string>();
  for (const [, x, y, width] of renderSlip(slip, 42).matchAll(/M(\d+) (\d+)h(\d+)v4h-\3z/g)) {
    for (let at = 0; at < Number(width); at += 4) drawn.add(`${(Number(x) + at - 32) / 4} ${(Number(y) - 32) / 4}`);
  }
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
  expect([...drawn].sort()).toEqual(dark.sort());
});

test('nothing that stands on a slip is markup', () => {
  const slip: Slip = { parts: [{ kind: 'line', align: 'center', spans: [span('<script>&"')] }], end: 'partial' };
  const svg = renderSlip(slip, 42);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('<title>&lt;script&gt;&amp;&quot;</title>');
});

test('a torn slip has a ragged edge, a cut one a straight', () => {
  const parts: Slip['parts'] = [{ kind: 'rule' }];
  expect(renderSlip({ parts, end: 'partial' }, 42)).toContain('d="M0 0H568V122H0Z"');
  expect(renderSlip({ parts, end: 'torn' }, 42)).toMatch(/d="M0 0H568V122L560 112L552 122/);
});

test('a QR code that no version holds is not drawn, and breaks nothing', () => {
  expect(qrModules('x'.repeat(5_000), 'H')).toEqual([]);
  const slip: Slip = {
    parts: [{ kind: 'qr', align: 'center', data: 'x'.repeat(5_000), cell: 6, level: 'H' }],
    end: null,
  };
  expect(renderSlip(slip, 42)).toContain('</svg>');
});

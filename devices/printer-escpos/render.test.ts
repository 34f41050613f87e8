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

/** What is written, with the middle of each character's cell. */
const placed = (slip: Slip): readonly (readonly [string, string])[] =>
  [...renderSlip(slip, 42).matchAll(/<text ([^>]*)>([^<]*)</g)].map(([, how = '', text = '']) => [
    text,
    [/scale\([^)]*\)/.exec(how)?.[0] ?? '', /x="([^"]*)"/.exec(how)?.[1] ?? ''].join(' ').trim(),
  ]);

const line = (...spans: ReturnType<typeof span>[]): Slip => ({
  parts: [{ kind: 'line', align: 'left', spans }],
  end: 'partial',
});

test('each character stands in its cell, a Hanzi in two; a blank takes its cell and no ink', () => {
  expect(placed(line(span('号A 1')))).toEqual([['号A1', '44 62 86']]);
});

test('a span that is wider than it is high stands where it stood, stretched', () => {
  expect(placed(line(span('a'), { ...span('号1'), width: 2 }))).toEqual([
    ['a', '38'],
    ['号1', 'scale(2 1) 34 52'],
  ]);
});

test('a character beyond the first plane stands alone: nobody has to know how many places it takes', () => {
  expect(placed(line(span('a𠮷b')))).toEqual([
    ['a', '38'],
    ['𠮷', '56'],
    ['b', '74'],
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

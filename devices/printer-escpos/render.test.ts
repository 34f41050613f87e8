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

test('each character stands in its cell, a Hanzi in two', () => {
  const slip: Slip = { parts: [{ kind: 'line', align: 'left', spans: [span('号A1')] }], end: 'partial' };
  const places = [...renderSlip(slip, 42).matchAll(/<text x="([\d.]+)"[^>]*>(.)</g)].map(([, x, letter]) => [
    letter,
    x,
  ]);
  expect(places).toEqual([
    ['号', '44'],
    ['A', '62'],
    ['1', '74'],
  ]);
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

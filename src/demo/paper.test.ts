import { describe, expect, it } from 'vitest';
import type { Slip } from '../../devices/printer-escpos/slip.ts';
import { paperOf, withoutPaper } from './paper.ts';

const slip = (text: string): Slip => ({
  end: 'partial',
  parts: [{ kind: 'line', align: 'center', spans: [{ text, width: 1, height: 1, bold: false }] }, { kind: 'rule' }],
});

describe('the paper of an emulated printer', () => {
  it('is drawn newest first, six slips of it, with the newest as text', () => {
    const slips = Array.from({ length: 8 }, (_, index) => slip(`A00${index + 1}`));
    const paper = paperOf({ paper: 'full', slips, slip: slip('') }, 42);
    expect(paper).toMatchObject({ count: 8, text: 'A008\n----' });
    expect(paper?.pictures.map((picture) => /A00\d/.exec(picture)?.[0])).toEqual([
      'A008',
      'A007',
      'A006',
      'A005',
      'A004',
      'A003',
    ]);
    expect(paper?.pictures[0]).toMatch(/^<svg/);
  });

  it('is none while nothing was printed', () => {
    expect(paperOf({ slips: [] }, 42)).toEqual({ pictures: [], text: null, count: 0 });
  });

  it.each([null, undefined, 'paper', { line1: 'WELCOME' }, { slips: 'no' }])(
    'is not looked for at other devices: %j',
    (view) => {
      expect(paperOf(view, 42)).toBeNull();
      expect(withoutPaper(view)).toBe(view);
    },
  );

  it('is left out where the page only asks for lamps and sensors', () => {
    expect(withoutPaper({ paper: 'low', isCoverOpen: false, slips: [slip('A001')], slip: slip('') })).toEqual({
      paper: 'low',
      isCoverOpen: false,
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Slip } from '../../devices/printer-escpos/slip.ts';
import { paperTray, withoutPaper } from './paper.ts';

const slip = (text: string): Slip => ({
  end: 'partial',
  parts: [{ kind: 'line', align: 'center', spans: [{ text, width: 1, height: 1, bold: false }] }, { kind: 'rule' }],
});
const labels = Array.from({ length: 12 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`);
const slips = labels.map(slip);
const viewOf = (from: number, to: number) => ({ paper: 'full', slips: slips.slice(from, to), slip: slip('') });

function tray() {
  let id = 0;
  return paperTray('printer1', 42, () => {
    id += 1;
    return id;
  });
}

describe('the paper of an emulated printer', () => {
  it('is drawn as it comes out, with its text for who does not see it', () => {
    const paper = tray();
    const change = paper.look(viewOf(0, 2));
    expect(change).toMatchObject({
      isTaken: false,
      added: [
        { id: 1, device: 'printer1', text: 'A001\n----' },
        { id: 2, device: 'printer1', text: 'A002\n----' },
      ],
    });
    expect(change?.added.map(({ svg }) => /A00\d/.exec(svg)?.[0])).toEqual(['A001', 'A002']);
    expect(change?.added[0]?.svg).toMatch(/^<svg/);
    expect(paper.look(viewOf(0, 2))).toBeNull();
  });

  it('has the code that a kiosk may read back, where one is printed', () => {
    const data = 'lobbyd:1:branch1:2026-01-05:A001:00000000';
    const coded: Slip = { end: 'full', parts: [{ kind: 'qr', align: 'center', data, cell: 4, level: 'M' }] };
    const added = tray().look({ paper: 'full', slips: [slips[0], coded], slip: slip('') })?.added ?? [];
    expect(added.map(({ code }) => code)).toEqual([null, data]);
  });

  it('goes on to be told when the tray of the printer is full, and the six newest are shown, newest first', () => {
    const paper = tray();
    for (let to = 1; to <= 12; to += 1) {
      const change = paper.look(viewOf(Math.max(0, to - 8), to));
      expect(change).toMatchObject({ isTaken: false, added: [{ text: `${labels[to - 1]}\n----` }] });
    }
    expect(paper.slips().map(({ text }) => text.slice(0, 4))).toEqual(labels.slice(6).reverse());
  });

  it('is gone when a person takes it', () => {
    const paper = tray();
    paper.look(viewOf(0, 3));
    expect(paper.look({ slips: [] })).toEqual({ added: [], isTaken: true });
    expect(paper.slips()).toEqual([]);
    expect(paper.look({ slips: [] })).toBeNull();
    expect(paper.look(viewOf(3, 4))).toMatchObject({ isTaken: false, added: [{ text: 'A004\n----' }] });
  });

  it('is none while nothing was printed', () => {
    expect(tray().look({ slips: [] })).toBeNull();
  });

  it.each([null, undefined, 'paper', { line1: 'WELCOME' }, { slips: 'no' }])(
    'is not looked for at other devices: %j',
    (view) => {
      expect(tray().look(view)).toBeNull();
      expect(withoutPaper(view)).toBe(view);
    },
  );

  it('is left out where the page only asks for lamps and sensors', () => {
    expect(
      withoutPaper({ paper: 'low', isCoverOpen: false, buffered: 7, slips: [slip('A001')], slip: slip('') }),
    ).toEqual({
      paper: 'low',
      isCoverOpen: false,
    });
  });
});

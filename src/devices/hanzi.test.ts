import { describe, expect, it } from 'vitest';
import { cellsOf, hanziText, notInFont } from './hanzi.ts';

const decoded = (bytes: string): string => new TextDecoder('gb2312').decode(Buffer.from(bytes, 'latin1'));

describe('text of a display with a font of GB 2312', () => {
  it('may have the 7,445 characters of the standard, and ASCII but for the two that begin frames', () => {
    const all = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
    const known = all.filter((character) => notInFont(character) === null);
    expect(known.filter((character) => character > '~')).toHaveLength(7_445);
    expect(known.filter((character) => character <= '~')).toHaveLength(93);
  });

  it.each([
    ['存款凭条 A4', null],
    ['龘', '龘'],
    ['10 €', '€'],
    ['a < b', '<'],
    ['臺', '臺'],
    ['👍', '👍'],
  ])('%s: what the font lacks is %s', (text, lacks) => {
    expect(notInFont(text)).toBe(lacks);
  });

  it.each([
    ['PRESS', 5],
    ['请按键', 6],
    ['A012', 4],
    ['A01号', 6],
    ['请3号', 6],
  ])('%s takes %i cells: a Hanzi begins with a place of two', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  it('has as many bytes as cells, is filled with blanks, and never cut within a Hanzi', () => {
    expect(decoded(hanziText('请3号', 8))).toBe('请3 号  ');
    expect(decoded(hanziText('请按键取号', 9))).toBe('请按键取 ');
    expect(hanziText('请按键取号', 9)).toHaveLength(9);
    expect(hanziText('请3号', 8)).toHaveLength(8);
    expect(decoded(hanziText('龘€', 4))).toBe('??  ');
  });
});

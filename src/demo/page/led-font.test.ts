import { describe, expect, it } from 'vitest';
import { COLUMNS, litDots, ROWS } from './led-font.ts';

/** What a passer-by sees of a text: a line for each row, `#` where a dot is lit. */
function drawn(text: string): string[] {
  const rows = Array.from({ length: ROWS }, () => Array<string>(text.length * (COLUMNS + 1) - 1).fill('.'));
  for (const [x, y] of litDots(text)) (rows[y] ?? [])[x] = '#';
  return rows.map((row) => row.join(''));
}

describe('the dots of a sign', () => {
  it('draw the digits', () => {
    expect(drawn('01234')).toEqual([
      '.###....#....###..#####....#.',
      '#...#..##...#...#....#....##.',
      '#..##...#.......#...#....#.#.',
      '#.#.#...#......#.....#..#..#.',
      '##..#...#.....#.......#.#####',
      '#...#...#....#....#...#....#.',
      '.###...###..#####..###.....#.',
    ]);
    expect(drawn('56789')).toEqual([
      '#####...##..#####..###...###.',
      '#......#........#.#...#.#...#',
      '####..#........#..#...#.#...#',
      '....#.####....#....###...####',
      '....#.#...#..#....#...#.....#',
      '#...#.#...#..#....#...#....#.',
      '.###...###...#.....###...##..',
    ]);
  });

  it('draw the letters of tickets', () => {
    expect(drawn('ABCD')).toEqual([
      '.###..####...###..###..',
      '#...#.#...#.#...#.#..#.',
      '#...#.#...#.#.....#...#',
      '#...#.####..#.....#...#',
      '#####.#...#.#.....#...#',
      '#...#.#...#.#...#.#..#.',
      '#...#.####...###..###..',
    ]);
  });

  it('tell every two characters apart', () => {
    const characters = Array.from({ length: 95 }, (_, place) => String.fromCharCode(32 + place));
    expect(new Set(characters.map((character) => drawn(character).join('\n'))).size).toBe(characters.length);
  });

  it('stay dark for what they have no character for', () => {
    expect(litDots('号')).toEqual([]);
  });
});

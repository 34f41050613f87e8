import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { comparePictures } from './compare.ts';

type Colour = readonly [number, number, number];
const PAPER: Colour = [255, 255, 255];
const INK: Colour = [17, 17, 17];
const GREEN: Colour = [31, 157, 85];
const AMBER: Colour = [224, 155, 0];

/** Points of a pixel at which it is asked whether a shape covers it, each way. */
const FINE = 3;

/** A shape on a picture, soft at its edges as a browser draws it. */
function draw(picture: PNG, colour: Colour, covers: (x: number, y: number) => boolean): void {
  for (let place = 0; place < picture.width * picture.height; place += 1) {
    const [left, top] = [place % picture.width, Math.floor(place / picture.width)];
    let count = 0;
    for (let point = 0; point < FINE * FINE; point += 1) {
      const x = left + ((point % FINE) + 0.5) / FINE;
      const y = top + (Math.floor(point / FINE) + 0.5) / FINE;
      if (covers(x, y)) count += 1;
    }
    const share = count / (FINE * FINE);
    for (const [channel, value] of colour.entries()) {
      const at = 4 * place + channel;
      picture.data[at] = Math.round((picture.data[at] ?? 0) * (1 - share) + value * share);
    }
  }
}

interface Scene {
  readonly lamp?: Colour;
  /** Of everything that is drawn, pixels. */
  readonly shift?: number;
  /** Of the key alone. */
  readonly keyAt?: number;
  readonly lines?: number;
}

/** A lamp of ten pixels, a key with its word, and a slip with lines of small print: as large as on the page. */
function scene({ lamp = GREEN, shift = 0, keyAt = 60, lines = 3 }: Scene = {}): PNG {
  const picture = new PNG({ width: 160, height: 120 });
  picture.data.fill(255);
  draw(picture, PAPER, () => true);
  draw(picture, lamp, (x, y) => Math.hypot(x - 21.5 - shift, y - 19.5) < 5);
  draw(picture, INK, (x, y) => y > keyAt && y < keyAt + 1 && x > 10 && x < 70);
  draw(picture, INK, (x, y) => y > keyAt + 8 && y < keyAt + 16 && x > 20 && x < 60 && (x - shift) % 5 < 1.6);
  const inLine = (y: number): boolean => y > 10 && y < 10 + 12 * lines && (y - 10) % 12 < 7;
  draw(picture, INK, (x, y) => x > 90 && x < 150 && inLine(y) && (x - shift) % 4 < 1.4);
  return picture;
}

describe('a picture beside the one that is kept', () => {
  it('is the same when nothing changed', () => {
    expect(comparePictures(scene(), scene())).toMatchObject({ isSame: true, what: expect.stringMatching(/^0\.00 %/) });
  });

  it.each<readonly [string, Scene]>([
    ['a lamp of another colour', { lamp: AMBER }],
    ['a lamp that is out', { lamp: [195, 204, 212] }],
    ['a line more on the slip', { lines: 4 }],
    ['a line less on the slip', { lines: 2 }],
    ['a key two pixels lower', { keyAt: 62 }],
  ])('differs by %s', (_, other) => {
    expect(comparePictures(scene(), scene(other)).isSame).toBe(false);
  });

  it('differs by a lamp where a thousand times as much stayed as it was', () => {
    const [kept, seen] = [GREEN, AMBER].map((lamp) => {
      const screen = new PNG({ width: 1_280, height: 800 });
      screen.data.fill(255);
      PNG.bitblt(scene({ lamp }), screen, 0, 0, 160, 120, 1_003, 405);
      return screen;
    });
    if (kept && seen) expect(comparePictures(kept, seen)).toMatchObject({ isSame: false });
    expect.assertions(1);
  });

  it.each([0.1, 0.15])('is the same when all edges are drawn softer, by %d of a pixel', (shift) => {
    const [kept, seen] = [scene(), scene({ shift })];
    expect(kept.data.equals(seen.data)).toBe(false);
    expect(comparePictures(kept, seen)).toMatchObject({ isSame: true });
  });

  it('differs when it has another size', () => {
    const other = new PNG({ width: 160, height: 121 });
    expect(comparePictures(scene(), other)).toMatchObject({ isSame: false, what: '160 × 121, not 160 × 120' });
  });
});

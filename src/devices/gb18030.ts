/**
 * Text in GB 18030, in the mapping of Node's own decoder: ASCII takes one byte, what GBK has two, everything else four. A
 * library of codings makes tables of all of it for its first letter: sixty milliseconds, in which a first customer waits, and
 * eight megabytes.
 */

/** Codes of four bytes count from 81308130 hex on: so many are in the basic plane, and there those of the others begin. */
const FOUR_IN_BASIC_PLANE = 39_420;
const OTHER_PLANES = 189_000;
const BASIC_PLANE = 0x10000;
const NO_CODE: readonly number[] = ['?'.charCodeAt(0)];

/** The characters of the basic plane in the order of their codes of two bytes, and of four. */
let ofTwo: string | null = null;
let ofFour: string | null = null;
/** Characters that have been looked for: no more than the basic plane has. */
const known = new Map<number, readonly number[]>();

/** The bytes of a text; half a character (a surrogate alone) becomes a question mark. */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point >= BASIC_PLANE) bytes.push(...fourAt(point - BASIC_PLANE + OTHER_PLANES));
    else bytes.push(...(known.get(point) ?? lookedFor(character, point)));
  }
  return Buffer.from(bytes);
}

function lookedFor(character: string, point: number): readonly number[] {
  ofTwo ??= decoded(twoAt, 2, 126 * 190);
  const two = ofTwo.indexOf(character);
  const code = two < 0 ? codeOfFour(character) : twoAt(two);
  known.set(point, code);
  return code;
}

function codeOfFour(character: string): readonly number[] {
  ofFour ??= decoded(fourAt, 4, FOUR_IN_BASIC_PLANE);
  const four = ofFour.indexOf(character);
  return four < 0 ? NO_CODE : fourAt(four);
}

function decoded(codeAt: (place: number) => readonly number[], length: number, count: number): string {
  const bytes = new Uint8Array(length * count);
  for (let place = 0; place < count; place += 1) bytes.set(codeAt(place), length * place);
  return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
}

/** Code of two bytes at a place: 81–FE, then 40–FE without 7F. */
function twoAt(place: number): readonly number[] {
  const trail = 0x40 + (place % 190);
  return [0x81 + Math.floor(place / 190), trail < 0x7f ? trail : trail + 1];
}

/** Code of four bytes at a place: the last byte and the second count to ten, the third to 126. */
function fourAt(place: number): readonly number[] {
  return [
    0x81 + Math.floor(place / 12_600),
    0x30 + (Math.floor(place / 1_260) % 10),
    0x81 + (Math.floor(place / 10) % 126),
    0x30 + (place % 10),
  ];
}

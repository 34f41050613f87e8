import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { gb18030 } from './gb18030.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ours = (text: string): string => hex(gb18030(text));
const theirs = (text: string): string => hex(iconv.encode(text, 'gb18030'));

/** The edition of 2022 gave these the codes of characters for private use: which edition Node has is a matter of its ICU. */
function isOfEdition(point: number): boolean {
  return (point >= 0x9fb4 && point <= 0x9fbb) || (point >= 0xfe10 && point <= 0xfe19);
}
const isPrivate = (point: number): boolean => point >= 0xe000 && point <= 0xf8ff;

test('every character of the basic plane has the code that another implementation gives it', () => {
  const other: string[] = [];
  for (let point = 0; point < 0x10000; point += 1) {
    const text = String.fromCharCode(point);
    const isAlike = ours(text) === theirs(text) || isOfEdition(point) || isPrivate(point);
    if (!isAlike) other.push(`${point.toString(16)}: ${ours(text)}, not ${theirs(text)}`);
  }
  expect(other).toEqual([]);
});

test('characters of the edition come back as they were', () => {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  for (let point = 0x9fb4; point <= 0xfe19; point += 1) {
    const text = String.fromCharCode(point);
    if (isOfEdition(point)) expect(decoder.decode(gb18030(text))).toBe(text);
  }
});

test('beyond the basic plane codes of four bytes go on, up to the last character', () => {
  for (const text of ['𠀀', '𠮷', '😀', '\u{10000}', '\u{10ffff}']) expect(ours(text)).toBe(theirs(text));
});

test('a text keeps its order, whatever lengths its codes have; half a character is a question mark', () => {
  expect(ours('A001 号请到3号窗口€ëㄅ𠮷。')).toBe(theirs('A001 号请到3号窗口€ëㄅ𠮷。'));
  expect(ours('a\ud83db')).toBe('613f62');
});

import { describe, expect, it } from 'vitest';
import { tokenFlaw, tokenOf } from './tokens.ts';

describe('a token', () => {
  it.each([
    'e3b0c44298fc1c149afbf4c8996fb924', // 16 bytes in hex
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', // 32 bytes in hex
    '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', // base64
    'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDw'.replace('_', '~'),
    'k5zq2m9x8c7v6b4n3l1j0hgfd', // 25 small letters and digits
  ])('is taken when chance made it: %s', (token) => {
    expect(tokenFlaw(token)).toBeNull();
  });

  it.each([
    ['', 'is empty'],
    ['secret', 'has 31 bits at most'],
    ['e3b0c44298fc1c149afbf4c8996fb92', 'has 124 bits at most'],
    ['12345678901234567890123456789012345678', 'has 126 bits at most'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'repeats a few signs'],
    ['----------------------------------------', 'has 0 bits at most'],
    ['two words of a person who likes to type', 'has signs that no token has'],
    ['招商银行招商银行招商银行招商银行', 'has signs that no token has'],
    ['aB3'.repeat(90), 'is longer than 256 signs'],
  ])('%j is refused: it %s', (token, flaw) => {
    expect(tokenFlaw(token)).toBe(flaw);
  });

  it('is the first line of its file, without the blanks that an editor leaves', () => {
    expect(tokenOf('abc \r\n# a note\n')).toBe('abc');
    expect(tokenOf('')).toBe('');
  });
});

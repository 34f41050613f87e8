import { describe, expect, it } from 'vitest';
import { KEYPAD_KEYS } from '../../src/devices/kinds.ts';
import { hear, SILENCE } from '../../src/devices/line-protocol/frame.ts';
import {
  acknowledge,
  acknowledgeAndShow,
  askHello,
  askState,
  faceDigest,
  messageOf,
  showFace,
} from '../../src/devices/line-protocol/messages.ts';
import { type Request, UnitEar, unitFrame } from '../../src/devices/line-unit/ear.ts';
import { keyOf, padFace } from './protocol.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FACE = padFace({ line1: 'A012 CALLED', line2: '7 WAITING' });

function requestIn(text: string, address: number): Request | null {
  const ear = new UnitEar(address);
  return [...bytes(text)].reduce<Request | null>((found, byte) => ear.take(byte) ?? found, null);
}

describe('vectors of the keypad', () => {
  it('are what lobbyd sends', () => {
    const sent = [askHello(3), askState(3), acknowledge(3, '1A2B3C4D', 17), showFace(3, FACE)];
    sent.push(acknowledgeAndShow(3, '1A2B3C4D', 17, FACE));
    expect(sent).toEqual(vectors.requests.map(({ text }) => bytes(text)));
  });

  it('are understood by the pad, and by no pad of another address', () => {
    for (const { text, letter, rest } of vectors.requests) {
      expect(requestIn(text, 3)).toEqual({ letter, rest });
      expect(requestIn(text, 4)).toBeNull();
    }
  });

  it('are what the pad answers', () => {
    for (const { text, letter, rest } of vectors.answers) expect(unitFrame(vectors.address, letter, rest)).toBe(text);
  });

  it('are understood by lobbyd', () => {
    const messages = vectors.answers.map(({ text }) => hear(SILENCE, bytes(text)).frames.map(messageOf));
    const held = { isKeyHeld: true, digest: faceDigest(FACE) };
    const free = { isKeyHeld: false, digest: faceDigest(FACE) };
    const nonce = '1A2B3C4D';
    expect(messages).toEqual([
      [{ kind: 'hello', unit: 'K', version: '1', nonce, firmware: 'PAD-1.0' }],
      [{ kind: 'hello', unit: 'K', version: '2', nonce, firmware: 'PAD-2.0' }],
      [{ kind: 'state', state: { isKeyHeld: false, digest: faceDigest(' '.repeat(32)) }, press: null }],
      [{ kind: 'state', state: held, press: null }],
      [{ kind: 'state', state: free, press: { nonce, sequence: 17, key: 'N', ageMs: 200 } }],
      [{ kind: 'state', state: free, press: { nonce, sequence: 65_535, key: '7', ageMs: 25_500 } }],
    ]);
  });
});

describe('keys of the pad', () => {
  it('have one code each, and other codes have no key', () => {
    const codes = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));
    const keys = codes.map(keyOf).filter((key) => key !== null);
    expect(keys.toSorted()).toEqual([...KEYPAD_KEYS].sort());
    expect(keyOf('constructor')).toBeNull();
  });
});

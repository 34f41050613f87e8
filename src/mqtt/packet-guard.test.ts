import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetMeter } from './packet-guard.ts';

/** A packet with `length` bytes after its head (MQTT 3.1.1 §2.2.3). */
function packet(length: number): Uint8Array {
  const head = [0x30];
  let rest = length;
  do {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from([...head, ...new Uint8Array(length).fill(0xff)]);
}

/** Cuts bytes into chunks of the given sizes, in turn. */
function chunks(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}

describe('the bound on packets of the embedded broker', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

  it('lets packets up to it through, however they are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 }), sizes, (lengths, cuts) => {
        const isWell = packetMeter(300);
        const bytes = Uint8Array.from(lengths.flatMap((length) => [...packet(length)]));
        for (const chunk of chunks(bytes, cuts)) expect(isWell(chunk)).toBe(true);
      }),
    );
  });

  it('stops a larger one as soon as its head is there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 301, max: 5_000 }), sizes, (good, bad, cuts) => {
        const isWell = packetMeter(300);
        expect(isWell(packet(good))).toBe(true);
        const head = packet(bad).subarray(0, 3);
        const answers = chunks(head, cuts).map((chunk) => isWell(chunk));
        expect(answers.at(-1)).toBe(false);
        expect(isWell(packet(1))).toBe(false);
      }),
    );
  });

  it('stops a length of more than four bytes', () => {
    expect(packetMeter(2 ** 30)(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80))).toBe(false);
    expect(packetMeter(2 ** 30)(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f))).toBe(true);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Received, receive } from './receive.ts';

function kinds(hex: string): string[] {
  return receive([], Buffer.from(hex, 'hex')).items.map(({ kind }) => kind);
}

test.each([
  { what: 'a status answer inside a broken process id', hex: '372212', kinds: ['garbage', 'queued', 'real-time'] },
  { what: 'automatic status with a wait sign between its bytes', hex: '1000130000', kinds: ['automatic'] },
  { what: 'automatic status cut off by a status answer', hex: '180012', kinds: ['garbage', 'queued', 'real-time'] },
  { what: 'flow control alone', hex: '1113', kinds: ['flow', 'flow'] },
  { what: 'a byte with its eighth bit set', hex: '92', kinds: ['garbage'] },
  { what: 'an answer to GS r that says paper end, which it cannot', hex: '0c', kinds: ['garbage'] },
  {
    what: 'a process id, then automatic status, then a status answer',
    hex: '37226162636400180000001a',
    kinds: ['process-id', 'automatic', 'real-time'],
  },
])('$what is told apart', ({ hex, kinds: expected }) => {
  expect(kinds(hex)).toEqual(expected);
});

test('bytes that come one by one say the same as bytes that come at once, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const atOnce = receive([], bytes);
      let pending: readonly number[] = [];
      const items: Received[] = [];
      for (const byte of bytes) {
        const step = receive(pending, Uint8Array.of(byte));
        items.push(...step.items);
        pending = step.pending;
      }
      expect({ items, pending }).toEqual(atOnce);
    }),
  );
});

test('after any noise a few status answers are heard again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const { items, pending } = receive([], Uint8Array.of(...noise, 0x12, 0x12));
      expect(items.at(-1)).toEqual({ kind: 'real-time', byte: 0x12 });
      expect(pending.length).toBe(0);
    }),
  );
});

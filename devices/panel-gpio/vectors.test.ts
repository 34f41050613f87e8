import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { NOTHING_READ, readEvents } from '../../src/devices/wire/gpio-evdev.ts';
import { emulatePanel } from './emulator.ts';
import { settings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const midnight: Clock = {
  monotonic: () => 0,
  wall: () => 0,
  isWallTrusted: () => true,
  after: () => ({ cancel() {} }),
};

describe('input events of the kernel', () => {
  it.each(vectors.events)('$what: are read', ({ bytes, news }) => {
    expect(readEvents(NOTHING_READ, bytesOf(bytes)).news).toEqual(news);
  });

  it.each(vectors.events)('$what: are what the emulator gives', ({ bytes, action }) => {
    const sent: number[] = [];
    const chosen = settings.parse({ buttons: [{ pin: 17 }, { pin: 27, key: 79 }] });
    const emulator = emulatePanel(chosen, { clock: midnight, send: (each) => void sent.push(...each), onChange() {} });
    expect(emulator.act(action)).toEqual({ kind: 'done' });
    expect(hexOf(Uint8Array.from(sent))).toBe(bytes);
  });

  it('are read the same in whatever pieces they come', () => {
    const all = vectors.events.flatMap(({ bytes }) => [...bytesOf(bytes)]);
    let reading = NOTHING_READ;
    const news: unknown[] = [];
    for (const byte of all) {
      const read = readEvents(reading, Uint8Array.of(byte));
      reading = read.reading;
      news.push(...read.news);
    }
    expect(news).toEqual(vectors.events.flatMap((each) => each.news));
  });
});

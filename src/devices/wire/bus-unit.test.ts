import { afterEach, describe, expect, test } from 'vitest';
import { type BusStand, busStand } from './spec.ts';

let open: BusStand | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

describe('a unit', () => {
  test.each([
    [9_000, 1],
    [11_000, 2],
  ])(
    'that is lost anew after %d ms without a fault has %d lines in the log: ten seconds end an incident',
    async (well, lines) => {
      const bus = await busStand({ pads: 2 });
      open = bus;
      await bus.clock.advance(1_000);
      const pad = bus.pads[0];
      if (!pad) return expect.unreachable();
      pad.mood = 'mute';
      await bus.clock.advance(60_000);
      pad.mood = 'well';
      while (bus.health('keypad-1')?.state !== 'running') await bus.clock.advance(50);
      await bus.clock.advance(well);
      pad.mood = 'mute';
      await bus.clock.advance(60_000);
      const lost = bus.lines.filter(({ message }) => message === 'device lost');
      expect(lost.map(({ fields }) => fields)).toEqual(
        Array(lines).fill(expect.objectContaining({ device: 'keypad-1' })),
      );
    },
  );
});

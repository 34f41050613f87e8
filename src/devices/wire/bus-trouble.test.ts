import { afterEach, describe, expect, test } from 'vitest';
import { type BusStand, type BusStandOptions, busStand } from './spec.ts';

let open: BusStand | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function stand(options: BusStandOptions): Promise<BusStand> {
  open = await busStand(options);
  return open;
}

/** Whether all pads are running. */
const areWell = (bus: BusStand): boolean => bus.bus.health().every((health) => health.state === 'running');

describe('an ill unit', () => {
  test('that is mute is named, and the others are served as before', async () => {
    const bus = await stand({ pads: 4 });
    await bus.clock.advance(1_000);
    const mute = bus.pads[1];
    if (mute) mute.mood = 'mute';
    await bus.clock.advance(60_000);
    expect(bus.health('keypad-2')).toMatchObject({
      state: 'backing-off',
      reason: 'address 02 on pair:bus: silent',
    });
    const slots = bus.units.map((unit) => unit.slots.length);
    await bus.clock.advance(10_000);
    const during = bus.units.map((unit, index) => unit.slots.length - (slots[index] ?? 0));
    expect(during[1]).toBeLessThanOrEqual(1);
    for (const index of [0, 2, 3]) expect(during[index]).toBeGreaterThan(80);
  });

  test('that answers again is painted anew and runs, at the latest after 10 s', async () => {
    const bus = await stand({ pads: 2 });
    const pad = bus.pads[0];
    if (!pad) return expect.unreachable();
    await bus.clock.advance(1_000);
    pad.mood = 'mute';
    await bus.clock.advance(60_000);
    const before = bus.units[0]?.resets ?? 0;
    pad.mood = 'well';
    await bus.clock.advance(10_100);
    expect(areWell(bus)).toBe(true);
    expect(bus.units[0]?.resets).toBe(before + 1);
  });

  test('all units cut off by a pulled bus cable are right within 5 s of its return, though the port stayed open', async () => {
    const bus = await stand({ pads: 9 });
    await bus.clock.advance(1_000);
    for (const pad of bus.pads) pad.mood = 'mute';
    await bus.clock.advance(120_000);
    for (const pad of bus.pads) pad.mood = 'well';
    await bus.clock.advance(5_000);
    expect(areWell(bus)).toBe(true);
  });

  test('that misses one answer stays in health', async () => {
    const bus = await stand({ pads: 2 });
    await bus.clock.advance(1_000);
    const pad = bus.pads[0];
    if (pad) pad.mood = 'mute';
    await bus.clock.advance(150);
    if (pad) pad.mood = 'well';
    const before = bus.healths.length;
    await bus.clock.advance(1_000);
    expect(bus.healths.length).toBe(before);
    expect(areWell(bus)).toBe(true);
  });

  test.each([45, 60, 90, 140])(
    'that answers %d ms late never gives its answer for another one, nor a press twice',
    async (lateBy) => {
      const bus = await stand({ pads: 3 });
      await bus.clock.advance(1_000);
      const pad = bus.pads[0];
      if (!pad) return expect.unreachable();
      pad.mood = 'late';
      pad.lateBy = lateBy;
      bus.pads[1]?.press(8);
      bus.pads[2]?.press(9);
      await bus.clock.advance(20_000);
      expect(bus.units.slice(1).map((unit) => unit.presses.map((press) => press.key))).toEqual([[8], [9]]);
      expect(bus.health('keypad-2')?.state).toBe('running');
      expect(bus.health('keypad-3')?.state).toBe('running');
    },
  );

  test.each(['wrong-address', 'bad-sum', 'short'] as const)(
    'whose answers are %s is named, the others run',
    async (mood) => {
      const bus = await stand({ pads: 3 });
      await bus.clock.advance(1_000);
      const pad = bus.pads[1];
      if (pad) pad.mood = mood;
      await bus.clock.advance(5_000);
      expect(bus.health('keypad-2')?.state).toBe('backing-off');
      expect(bus.health('keypad-1')?.state).toBe('running');
      expect(bus.health('keypad-3')?.state).toBe('running');
    },
  );

  test('whose answers are cut short is said to garble within 5 s, and well again afterwards', async () => {
    const bus = await stand({ pads: 3 });
    await bus.clock.advance(1_000);
    const pad = bus.pads[1];
    if (!pad) return expect.unreachable();
    pad.mood = 'short';
    await bus.clock.advance(5_000);
    expect(bus.health('keypad-2')?.conditions).toEqual(['garbled']);
    expect(bus.health('bus-1')?.conditions).toEqual([]);
    pad.mood = 'well';
    await bus.clock.advance(10_100);
    expect(bus.health('keypad-2')).toMatchObject({ state: 'running', conditions: [] });
  });

  test('that garbles in the eyes of its driver is said to, until both driver and bus are content', async () => {
    const bus = await stand({ pads: 2 });
    await bus.clock.advance(1_000);
    bus.units[0]?.context.condition('garbled', true, 'every third answer is damaged');
    await bus.clock.advance(1_000);
    expect(bus.health('keypad-1')?.conditions).toEqual(['garbled']);
    bus.units[0]?.context.condition('garbled', false);
    expect(bus.health('keypad-1')?.conditions).toEqual([]);
  });

  test('that does not stop answering is named within 5 s as who spoke last, then itself; the others get their slots', async () => {
    const bus = await stand({ pads: 3 });
    await bus.clock.advance(1_000);
    const pad = bus.pads[1];
    if (!pad) return expect.unreachable();
    pad.mood = 'endless';
    await bus.clock.advance(5_000);
    expect(bus.lines.find(({ message }) => message === 'condition raised')?.fields).toMatchObject({
      device: 'bus-1',
      detail: expect.stringContaining('after the slot of keypad-2'),
    });
    await bus.clock.advance(120_000);
    expect(bus.health('keypad-2')).toMatchObject({ state: 'backing-off', conditions: ['garbled'] });
    const slots = bus.units.map((unit) => unit.slots.length);
    await bus.clock.advance(60_000);
    expect((bus.units[1]?.slots.length ?? 0) - (slots[1] ?? 0)).toBeLessThanOrEqual(6);
    // Its answers of 3 s leave the others two thirds of the time.
    for (const index of [0, 2])
      expect((bus.units[index]?.slots.length ?? 0) - (slots[index] ?? 0)).toBeGreaterThan(300);
    pad.mood = 'well';
    await bus.clock.advance(15_000);
    expect(areWell(bus)).toBe(true);
    expect(bus.health('keypad-2')?.conditions).toEqual([]);
  });
});

describe('a babbling unit', () => {
  test.each([
    ['without a break', 48, 50],
    ['in bursts', 20, 300],
  ])(
    'that speaks %s has its bus named within 5 s; after it is hushed all is well within 1 s',
    async (_, size, every) => {
      const bus = await stand({ pads: 3, displays: 1 });
      await bus.clock.advance(2_000);
      bus.pads[1]?.babble(size, every);
      await bus.clock.advance(5_000);
      expect(bus.health('bus-1')?.conditions).toEqual(['garbled']);
      await bus.clock.advance(20_000);
      bus.pads[1]?.hush();
      await bus.clock.advance(every);
      // What was said last has left.
      await bus.clock.advance(60);
      bus.pads[0]?.press(5);
      await bus.clock.advance(1_000);
      expect(bus.health('bus-1')?.conditions).toEqual([]);
      expect(areWell(bus)).toBe(true);
      expect(bus.units[0]?.presses.map((press) => press.key)).toEqual([5]);
    },
  );

  test('is told of with the bytes it says and the unit that spoke last', async () => {
    const bus = await stand({ pads: 2 });
    await bus.clock.advance(1_000);
    bus.pads[1]?.babble(48, 50);
    await bus.clock.advance(3_000);
    const line = bus.lines.find(({ message }) => message === 'condition raised');
    expect(line?.fields).toMatchObject({ device: 'bus-1', condition: 'garbled' });
    expect(JSON.stringify(line?.fields)).toMatch(/keypad-\d: 55 55 55/);
  });

  test('does not touch another bus', async () => {
    const ill = await stand({ pads: 2 });
    const well = await busStand({ pads: 2 });
    ill.pads[0]?.babble(48, 50);
    for (let step = 0; step < 50; step += 1) {
      await ill.clock.advance(100);
      await well.clock.advance(100);
    }
    expect(areWell(ill)).toBe(false);
    expect(areWell(well)).toBe(true);
    expect(well.health('bus-1')?.conditions).toEqual([]);
    await well.close();
  });

  test('on a bus of displays alone is named too, and cleared', async () => {
    const bus = await stand({ pads: 0, displays: 2 });
    await bus.clock.advance(1_000);
    bus.pads[1]?.babble(20, 100);
    await bus.clock.advance(5_000);
    expect(bus.health('bus-1')?.conditions).toEqual(['garbled']);
    bus.pads[1]?.hush();
    await bus.clock.advance(1_200);
    expect(bus.health('bus-1')?.conditions).toEqual([]);
  });
});

describe('a broken driver', () => {
  test.each(['isUrgent', 'next', 'ended', 'reset', 'isWhole'] as const)(
    'that throws in %s is an ill unit; the others are served',
    async (where) => {
      const bus = await stand({ pads: 3 });
      await bus.clock.advance(1_000);
      const unit = bus.units[1];
      if (unit) unit.throwsIn = where;
      if (where === 'reset') {
        bus.pair.pull();
        bus.pair.plug();
      }
      await bus.clock.advance(20_000);
      bus.pads[0]?.press(6);
      await bus.clock.advance(1_000);
      expect(bus.units[0]?.presses.map((press) => press.key)).toEqual([6]);
      expect(bus.lines.filter(({ level }) => level === 'error').length).toBe(1);
    },
  );
});

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { runs } from '../../../test/runs.ts';
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

describe('a supervised bus', () => {
  test('asks its keypads, and all run', async () => {
    const bus = await stand({ pads: 3 });
    await bus.clock.advance(1_000);
    expect(bus.bus.health().map(({ device, state, reason }) => [device, state, reason])).toEqual([
      ['bus-1', 'running', null],
      ['keypad-1', 'running', null],
      ['keypad-2', 'running', null],
      ['keypad-3', 'running', null],
    ]);
  });

  test('brings each press to its own driver, once', async () => {
    const bus = await stand({ pads: 3 });
    await bus.clock.advance(500);
    bus.pads[0]?.press(7);
    bus.pads[2]?.press(9);
    await bus.clock.advance(500);
    expect(bus.units.map((unit) => unit.presses.map((press) => press.key))).toEqual([[7], [], [9]]);
  });

  test('waits for the end of an answer that has begun in time', async () => {
    // Forty bytes take 42 ms, and the time-out is 40.
    const bus = await stand({ pads: 2, filler: 36 });
    await bus.clock.advance(2_000);
    expect(areWell(bus)).toBe(true);
    expect(new Set(bus.units[0]?.ends)).toEqual(new Set(['answered']));
  });

  test('shows at once what a unit has to say', async () => {
    const bus = await stand({ pads: 2, displays: 1 });
    await bus.clock.advance(1_000);
    const asked = bus.clock.monotonic();
    bus.units[1]?.show(12);
    bus.units[2]?.show(13);
    await bus.clock.advance(500);
    expect(bus.pads[1]?.shown.map((shown) => shown.value)).toEqual([12]);
    expect(bus.pads[2]?.shown.map((shown) => shown.value)).toEqual([13]);
    expect((bus.pads[2]?.shown[0]?.at ?? 0) - asked).toBeLessThan(100);
  });

  test.each([
    ['what a press comes to 8 ms later goes out before anybody is asked, and on the display first', 8, 'display'],
    ['who is answered late holds nobody up: after 10 ms the next one is asked', 14, 'keypad'],
  ])('%s', async (_, delay, first) => {
    const bus = await stand({ pads: 4, displays: 1, polling: { idleEvery: 0, quietEvery: 0 } });
    const [pad, ...others] = bus.units;
    const display = others.pop();
    if (!pad || !display) return expect.unreachable();
    pad.isAwaited = true;
    await bus.clock.advance(1_000);
    bus.pads[0]?.press(7);
    while (pad.presses.length === 0) await bus.clock.advance(1);
    const pressedAt = pad.presses[0]?.at ?? Number.NaN;
    await bus.clock.advance(delay);
    others[0]?.show(12);
    display.show(13);
    await bus.clock.advance(100);
    const next = [pad, ...others].flatMap(({ slots }) => slots).filter((at) => at >= pressedAt);
    const shown = display.slots.find((at) => at >= pressedAt) ?? Number.NaN;
    expect(shown < Math.min(...next) ? 'display' : 'keypad').toBe(first);
    expect(Math.min(...next) - pressedAt).toBeGreaterThanOrEqual(10);
  });

  test('of displays alone sets no timer while nothing is to be shown', async () => {
    const bus = await stand({ pads: 0, displays: 2 });
    // The incident timer of the supervisor runs out first.
    await bus.clock.advance(20_000);
    expect(bus.clock.pending()).toBe(0);
    bus.units[0]?.show(5);
    await bus.clock.advance(100);
    expect(bus.pads[0]?.shown.map((shown) => shown.value)).toEqual([5]);
    expect(bus.clock.pending()).toBe(0);
    expect(areWell(bus)).toBe(true);
  });

  test('keeps the silence that a display needs after a frame', async () => {
    const bus = await stand({ pads: 0, displays: 2 });
    await bus.clock.advance(100);
    for (const unit of bus.units) unit.pauseMs = 100;
    bus.units[0]?.show(1);
    bus.units[1]?.show(2);
    await bus.clock.advance(1_000);
    const [first, second] = bus.units.map((unit) => unit.slots[0] ?? 0);
    // Four bytes at 9600 baud, then the pause.
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(104);
  });

  test('paints every unit anew after its wire was opened again, within 5 s of its return', async () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const bus = await stand({ pads: 2, displays: 1, seed });
      await bus.clock.advance(11_000);
      bus.pair.pull('pair:bus was pulled');
      await bus.clock.advance(100);
      expect(bus.health('keypad-2')).toMatchObject({ state: 'backing-off', reason: 'pair:bus was pulled' });
      await bus.clock.advance(30_000 + seed * 131);
      const before = bus.units.map((unit) => unit.resets);
      bus.pair.plug();
      await bus.clock.advance(5_000);
      expect(areWell(bus)).toBe(true);
      expect(bus.units.map((unit) => unit.resets)).toEqual(before.map((count) => count + 1));
      await bus.close();
    }
  });

  test('a pulled cable is the bus in the log, not each of its units', async () => {
    const bus = await stand({ pads: 9 });
    await bus.clock.advance(20_000);
    const before = bus.lines.length;
    bus.pair.pull();
    await bus.clock.advance(60_000);
    bus.pair.plug();
    await bus.clock.advance(20_000);
    expect(areWell(bus)).toBe(true);
    expect(
      bus.lines.slice(before).map(({ fields, message }) => [message, (fields as { device: string }).device]),
    ).toEqual([
      ['device lost', 'bus-1'],
      ['device lost', 'bus-1'],
      ['device is back', 'bus-1'],
    ]);
  });

  test('a cable that is pulled in mid-exchange ends it as cut', async () => {
    const bus = await stand({ pads: 1 });
    await bus.clock.advance(1_000);
    bus.units[0]?.show(3);
    await bus.clock.advance(2);
    bus.pair.pull();
    await bus.clock.advance(100);
    expect(bus.units[0]?.ends.at(-1)).toBe('cut');
  });

  test('a bus whose port takes no bytes is opened anew', async () => {
    const bus = await stand({ pads: 1 });
    await bus.clock.advance(1_000);
    bus.pair.stall(true);
    await bus.clock.advance(4_000);
    expect(bus.lines.some(({ fields }) => JSON.stringify(fields).includes('takes no bytes'))).toBe(true);
    bus.pair.stall(false);
    await bus.clock.advance(5_000);
    expect(areWell(bus)).toBe(true);
  });

  test('close cuts the exchange, ends the wire and every unit, once', async () => {
    const bus = await stand({ pads: 2 });
    await bus.clock.advance(1_000);
    const closed = bus.bus.close();
    expect(bus.bus.close()).toBe(closed);
    await bus.clock.advance(100);
    await closed;
    expect(bus.units.map((unit) => unit.closes)).toEqual([1, 1]);
    expect(bus.pair.isOpen()).toBe(false);
    const slots = bus.units.map((unit) => unit.slots.length);
    await bus.clock.advance(10_000);
    expect(bus.units.map((unit) => unit.slots.length)).toEqual(slots);
  });
});

describe('bad bytes on a bus', () => {
  test('whatever noise there is, no crash and no stuck bus: it is right within 5 s of the last of it', async () => {
    const event = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.constantFrom('pull', 'plug', 'stall', 'flow', 'mute', 'late', 'bad-sum', 'short', 'endless', 'well'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(event, fc.nat(400)), { maxLength: 30 }), fc.nat(2), async (story, which) => {
        const bus = await stand({ pads: 3, displays: 1 });
        const far = bus.pair.attach();
        const pad = bus.pads[which];
        for (const [what, wait] of story) {
          if (typeof what !== 'string') far.send(what);
          else if (what === 'pull') bus.pair.pull();
          else if (what === 'plug') bus.pair.plug();
          else if (what === 'stall' || what === 'flow') bus.pair.stall(what === 'stall');
          else if (pad) pad.mood = what as typeof pad.mood;
          await bus.clock.advance(wait);
        }
        if (pad) pad.mood = 'well';
        bus.pair.stall(false);
        bus.pair.plug();
        await bus.clock.advance(15_000);
        bus.pads[0]?.press(3);
        await bus.clock.advance(1_000);
        expect(areWell(bus)).toBe(true);
        expect(bus.units[0]?.presses.map((press) => press.key)).toContain(3);
        expect(bus.health('bus-1')?.conditions).toEqual([]);
        await bus.close();
      }),
      { numRuns: runs(60) },
    );
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import type { ConditionCode, DeviceHealth } from '../../src/devices/kinds.ts';
import { type Hall, type HallBus, openHall } from './hall.ts';

let open: Hall | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

interface Stand extends Hall {
  readonly ill: HallBus;
  readonly other: HallBus;
}

/** Two loaded buses; the second pad with the address of keypad 1 is silent at first. */
async function stand(chunkSize = 16): Promise<Stand> {
  const hall = await openHall([
    { pads: 8, signs: 5, hasTwin: true, chunkSize },
    { pads: 8, signs: 4 },
  ]);
  open = hall;
  const [ill, other] = hall.buses;
  if (!ill || !other) return expect.unreachable();
  await ill.act('twin', 'mute');
  await hall.clock.advance(45_000);
  expect([ill.areAllWell(), other.areAllWell()]).toEqual([true, true]);
  return { ...hall, ill, other };
}

/** The log lines of a message, as far as they name something. */
function told(bus: HallBus, message: string): readonly Readonly<Record<string, unknown>>[] {
  return bus.lines
    .filter((line) => line.message === message)
    .map(({ fields }) => fields as Readonly<Record<string, unknown>>);
}

/** Time until the trouble on the first bus is named, in steps of 50 ms; tellers of the second bus press meanwhile. */
async function timeUntil({ clock, other }: Stand, isSo: () => boolean): Promise<number> {
  const from = clock.monotonic();
  while (!isSo() && clock.monotonic() - from < 30_000) {
    if (Math.round(clock.monotonic() - from) % 1_000 === 0) other.press(1 + (Math.round(clock.monotonic()) % 8));
    await clock.advance(50);
  }
  return clock.monotonic() - from;
}

/** Nothing of it reached the second bus: its units run, and its tellers got their answers in time. */
async function hasNotNoticed({ clock, other }: Stand): Promise<void> {
  await clock.advance(5_000);
  expect(other.areAllWell()).toBe(true);
  expect(other.answers.open()).toBe(0);
  expect(Math.max(0, ...other.answers.waits)).toBeLessThan(other.cycle);
  expect(other.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
}

const has = (health: DeviceHealth, condition: ConditionCode): boolean => health.conditions.includes(condition);

describe('on a loaded bus, named within 5 s', () => {
  test.each([1, 4, 7, 8])('%d dead keypads, each with its address, its bus and what to do', async (count) => {
    const here = await stand();
    const dead = Array.from({ length: count }, (_, index) => `keypad-${index + 1}`);
    for (const pad of dead) await here.ill.act(pad, 'mute');
    const areNamed = (): boolean => dead.every((pad) => here.ill.health(pad).state === 'backing-off');
    expect(await timeUntil(here, areNamed)).toBeLessThanOrEqual(5_000);
    for (const [index, pad] of dead.entries()) {
      const reason = `address 0${index + 1} on pair:bus-1: no answer`;
      expect(here.ill.health(pad)).toMatchObject({ reason, conditions: [] });
      expect(told(here.ill, 'device lost')).toContainEqual({
        device: pad,
        port: 'pair:bus-1',
        reason,
        next: 'look at its supply, its address, its speed and its two wires; when no unit of the bus answers, swap A and B at the adapter',
      });
    }
    await hasNotNoticed(here);
    // One slot in 10 s is what a dead unit gets beside living ones.
    for (const pad of dead) await here.ill.act(pad, 'unmute');
    expect(await timeUntil(here, () => here.ill.areAllWell())).toBeLessThanOrEqual(10_500);
  });

  test('a keypad that answers with the address of another one, which is well', async () => {
    const here = await stand();
    await here.ill.act('keypad-3', 'wrong-address');
    const isNamed = (): boolean => has(here.ill.health('keypad-3'), 'wrong-address');
    expect(await timeUntil(here, isNamed)).toBeLessThanOrEqual(5_000);
    expect(told(here.ill, 'condition raised')).toEqual([
      {
        device: 'keypad-3',
        port: 'pair:bus-1',
        condition: 'wrong-address',
        detail: 'unit 04 answers in the place of 03',
        next: 'set the address of this unit again, and of the one that answers for it; then switch both off and on',
      },
    ]);
    await here.clock.advance(10_000);
    expect(here.ill.health('keypad-3')).toMatchObject({
      state: 'backing-off',
      reason: 'address 03 on pair:bus-1: unit 04 answered in the place of 03',
      conditions: ['wrong-address'],
    });
    expect(here.ill.health('keypad-4').state).toBe('running');
    expect(here.ill.health('bus-1').conditions).toEqual([]);
    await hasNotNoticed(here);
    await here.ill.act('keypad-3', 'right-address');
    expect(await timeUntil(here, () => here.ill.areAllWell())).toBeLessThanOrEqual(1_000);
  });

  test('two keypads with one address that spoil each other, as that keypad alone', async () => {
    const here = await stand();
    await here.ill.act('twin', 'unmute');
    const isNamed = (): boolean => has(here.ill.health('keypad-1'), 'garbled');
    expect(await timeUntil(here, isNamed)).toBeLessThanOrEqual(5_000);
    expect(told(here.ill, 'condition raised')).toEqual([
      {
        device: 'keypad-1',
        port: 'pair:bus-1',
        condition: 'garbled',
        detail: 'damaged answers from address 01',
        next: 'look at its plug and its earth wire, its speed and framing, and for a second unit with the same address',
      },
    ]);
    await here.clock.advance(20_000);
    expect(here.ill.health('keypad-1')).toMatchObject({
      state: 'backing-off',
      reason: 'address 01 on pair:bus-1: garbled answer',
    });
    expect(here.ill.health('bus-1')).toMatchObject({ state: 'running', conditions: [] });
    await hasNotNoticed(here);
    await here.ill.act('twin', 'mute');
    expect(await timeUntil(here, () => here.ill.areAllWell())).toBeLessThanOrEqual(1_000);
  });

  test('two keypads with one address that answer one after the other, as just that', async () => {
    // An adapter that hands on what it hears at once: else the second answer would meet the next question.
    const here = await stand(2);
    await here.ill.act('keypad-5', 'twin');
    const isNamed = (): boolean => has(here.ill.health('keypad-5'), 'address-clash');
    expect(await timeUntil(here, isNamed)).toBeLessThanOrEqual(5_000);
    expect(told(here.ill, 'condition raised')).toEqual([
      {
        device: 'keypad-5',
        port: 'pair:bus-1',
        condition: 'address-clash',
        detail: 'two units answer at address 05',
        next: 'unplug this unit: whoever still answers at its address is the other one; give that one its own address',
      },
    ]);
    await here.clock.advance(10_000);
    expect(here.ill.bus.health().flatMap(({ conditions }) => conditions)).toEqual(['address-clash']);
    await hasNotNoticed(here);
    await here.ill.act('keypad-5', 'no-twin');
    expect(await timeUntil(here, () => here.ill.areAllWell())).toBeLessThanOrEqual(1_000);
  });

  test('a keypad that begins to babble, as its bus, with what it says; right again within 1 s of its silence', async () => {
    const here = await stand();
    await here.ill.act('keypad-6', 'babble');
    const isNamed = (): boolean => has(here.ill.health('bus-1'), 'garbled');
    expect(await timeUntil(here, isNamed)).toBeLessThanOrEqual(5_000);
    const [line, ...more] = told(here.ill, 'condition raised');
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      device: 'bus-1',
      port: 'pair:bus-1',
      condition: 'garbled',
      detail: expect.stringMatching(
        /^bytes out of turn after the slot of (keypad|display)-\d: [0-9a-f]{2}( [0-9a-f]{2})*$/,
      ),
      next: expect.stringContaining('unplug the units of this bus one after another'),
    });
    await here.clock.advance(20_000);
    await hasNotNoticed(here);
    here.ill.press(2);
    await here.ill.act('keypad-6', 'quiet');
    expect(await timeUntil(here, () => here.ill.areAllWell() && here.ill.answers.open() === 0)).toBeLessThanOrEqual(
      1_000,
    );
  });
});

test('sixteen keypads on one bus, all dead at once, are named within 5 s too', async () => {
  const hall = await openHall([{ pads: 16, signs: 9 }]);
  open = hall;
  const [bus] = hall.buses;
  if (!bus) return expect.unreachable();
  await hall.clock.advance(45_000);
  for (let pad = 1; pad <= 16; pad += 1) await bus.act(`keypad-${pad}`, 'mute');
  await hall.clock.advance(5_000);
  const states = bus.bus.health().filter(({ device }) => device.startsWith('keypad'));
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['backing-off']));
});

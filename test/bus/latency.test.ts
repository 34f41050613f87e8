import { afterEach, describe, expect, test, vi } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { type Hall, type HallBus, openHall, quantile } from './hall.ts';

// Half an hour of two buses is a while of work for a machine that has other work too.
vi.setConfig({ testTimeout: minutes(15) });

let open: Hall | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** Sixteen keypads and nine signs on two buses at 9600 baud, after a while of quiet. */
async function hall(): Promise<Hall> {
  open = await openHall([
    { pads: 8, signs: 5 },
    { pads: 8, signs: 4 },
  ]);
  await open.clock.advance(45_000);
  return open;
}

/** A whole number below `count`, 1 and up. */
const oneOf = ({ random }: Hall, count: number): number => 1 + Math.floor(random() * count);

function busOf({ buses }: Hall, number: number): HallBus {
  return buses[number] ?? expect.unreachable();
}

const figures = (waits: readonly number[]): string =>
  `p50 ${Math.round(quantile(waits, 0.5))} ms, p99 ${Math.round(quantile(waits, 0.99))} ms, most ${Math.round(quantile(waits, 1))} ms`;

describe('16 keypads and 9 signs on two buses at 9600 baud', () => {
  test('one press at a time is answered within one quiet round and its own two exchanges', async () => {
    const here = await hall();
    for (let press = 0; press < 250; press += 1) {
      const bus = busOf(here, press % 2);
      bus.press(oneOf(here, bus.pads));
      await here.clock.advance(1_200 + here.random() * 700);
    }
    for (const { answers, cycle, name } of here.buses) {
      console.info(`${name}, one press at a time: ${figures(answers.waits)}; poll cycle ${Math.round(cycle)} ms`);
      expect(answers.open()).toBe(0);
      expect(quantile(answers.waits, 0.99)).toBeLessThan(cycle / 2);
    }
  });

  test('the first press after a quiet while is heard within one quiet round of the table', async () => {
    const here = await hall();
    for (let press = 0; press < 30; press += 1) {
      const bus = busOf(here, press % 2);
      bus.press(oneOf(here, bus.pads));
      await here.clock.advance(31_000 + here.random() * 2_000);
    }
    for (const { answers, quietRound } of here.buses) {
      expect(answers.waits).toHaveLength(15);
      // Heard, acknowledged and answered in one more exchange of this pad, behind one of another.
      expect(Math.max(...answers.waits)).toBeLessThan(quietRound + 4 * 50);
    }
  });

  test('in a full hall, every teller pressing every few seconds and signs blinking, 99 of 100 presses are answered within one poll cycle', async () => {
    const here = await hall();
    for (let step = 0; step < 1_500; step += 1) {
      for (const bus of here.buses) if (here.random() < 0.4) bus.press(oneOf(here, bus.pads));
      await here.clock.advance(100 + here.random() * 200);
    }
    await here.clock.advance(5_000);
    for (const { answers, cycle, name } of here.buses) {
      console.info(`${name}, full hall: ${figures(answers.waits)}; poll cycle ${Math.round(cycle)} ms`);
      expect(answers.open()).toBe(0);
      expect(quantile(answers.waits, 0.99)).toBeLessThan(cycle);
    }
  });

  test('when all press in the same moment, blinking signs or not, each has its answer within one poll cycle', async () => {
    const here = await hall();
    for (let round = 0; round < 40; round += 1) {
      for (const bus of here.buses) for (let pad = 1; pad <= bus.pads; pad += 1) bus.press(pad);
      await here.clock.advance(6_000 + here.random() * 6_000);
    }
    for (const { answers, cycle, name } of here.buses) {
      console.info(`${name}, all at once: ${figures(answers.waits)}; poll cycle ${Math.round(cycle)} ms`);
      expect(answers.open()).toBe(0);
      expect(answers.waits).toHaveLength(40 * 8);
      expect(Math.max(...answers.waits)).toBeLessThan(cycle);
    }
  });

  test('a teller who types fast does not keep the others waiting for longer than one poll cycle', async () => {
    const here = await hall();
    const bus = busOf(here, 0);
    for (let step = 0; step < 200; step += 1) {
      for (let key = 0; key < 3; key += 1) bus.press(1, '1');
      if (step % 4 === 0) bus.press(2 + ((step / 4) % 7));
      await here.clock.advance(400);
    }
    await here.clock.advance(5_000);
    const others = bus.answers.waitsOf((pad) => pad !== 'keypad-1');
    expect(others).toHaveLength(50);
    expect(Math.max(...others)).toBeLessThan(bus.cycle);
  });
});

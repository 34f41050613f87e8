import { expect, test } from 'vitest';
import { seededRandom } from './seeded.ts';
import { busStand } from './spec.ts';

/** Presses at random moments on nine pads; how long until the pad shows the answer, sorted. */
async function latencies(options: { readonly dead: number }): Promise<readonly number[]> {
  const bus = await busStand({ pads: 9, filler: 8, chunkSize: 4 });
  const random = seededRandom(9);
  for (const unit of bus.units) unit.answers = true;
  for (const pad of bus.pads.slice(0, options.dead)) pad.mood = 'mute';
  await bus.clock.advance(60_000);
  const took: number[] = [];
  for (let press = 0; press < 100; press += 1) {
    await bus.clock.advance(500 + random() * 1_000);
    const pad = bus.pads[options.dead + Math.floor(random() * (9 - options.dead))];
    if (!pad) return expect.unreachable();
    const [at, before] = [bus.clock.monotonic(), pad.shown.length];
    pad.press(1 + (press % 9));
    await bus.clock.advance(1_500);
    took.push((pad.shown[before]?.at ?? Number.POSITIVE_INFINITY) - at);
  }
  await bus.close();
  return took.sort((left, right) => left - right);
}

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;

// Twelve bytes each way, 2 ms of thinking, 9600 baud: an exchange takes some 30 ms, a round of nine 270 ms.
test.each([
  ['nine pads in use', { dead: 0 }, 400],
  ['nine pads, three of them dead', { dead: 3 }, 300],
])('on a 9600 baud bus with %s, 99 of 100 presses are answered in time', async (_, options, limit) => {
  expect(quantile(await latencies(options), 0.99)).toBeLessThan(limit);
});

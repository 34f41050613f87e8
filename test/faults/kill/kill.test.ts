import { describe, expect, it } from 'vitest';
import { minutes, ms, sleep } from '../../../src/clock.ts';
import { clock } from '../../stand/bell.ts';
import { type Chance, chance, seedOf } from '../../stand/chance.ts';
import { openScene, type Scene } from '../../stand/scene.ts';
import { startTraffic, type Traffic } from '../../stand/traffic.ts';
import { verdict } from '../../stand/verdict.ts';
import { lacks } from '../../tools.ts';

/** More for a night: `npm run faults -- kill`. */
const CYCLES = Number(process.env.LOBBYD_RUNS ?? (process.env.CI ? 30 : 12));
/** Every so many cycles the broker dies too. */
const BROKER_DIES_EVERY = 3;

/** Presses and keys that were dealt with, and what tablets were answered: it grows only while a daemon works. */
function dealtWith({ hall: { views }, reader }: Scene, { presses, keys }: Traffic): number {
  const kept = [views.panel, ...[1, 2, 3].map(views.pad)].flatMap((unit) => [...unit.unacknowledged]);
  return presses + keys - kept.length + reader.answers.length;
}

/** One daemon's life: it dies while it starts, or in the middle of traffic. */
async function live(scene: Scene, traffic: Traffic, draw: Chance, cycle: number): Promise<void> {
  const { hall, mosquitto } = scene;
  const before = dealtWith(scene, traffic);
  const run = hall.start();
  const isStarting = draw.is(0.25);
  if (!isStarting) await hall.until('somebody is answered', () => dealtWith(scene, traffic) > before);
  await sleep(clock, ms(draw.below(isStarting ? 600 : 900)));
  const isBrokerDying = cycle % BROKER_DIES_EVERY === BROKER_DIES_EVERY - 1;
  if (isBrokerDying) await mosquitto?.kill();
  if (isBrokerDying && draw.is(0.5)) await sleep(clock, ms(draw.below(300)));
  await run.kill();
  if (isBrokerDying) await mosquitto?.start();
  const bad = run.log().filter(({ level }) => level === 'fatal' || level === 'error');
  expect(bad, `cycle ${cycle}`).toEqual([]);
}

/** Two halls at once: most of the time of each goes by in waiting. */
const HALLS = [0, 1] as const;

describe.skipIf(lacks('socat', 'mosquitto')).concurrent('a daemon that is killed again and again under traffic', () => {
  const cycles = Math.ceil(CYCLES / HALLS.length);
  const seed = seedOf('kill -9 under traffic');
  it.for(HALLS)(
    `loses nothing, doubles nothing and is right at the end, ${cycles} times, hall %i`,
    {
      timeout: minutes(2 + cycles / 3),
    },
    async (hall, context) => {
      const draw = chance(seed + hall);
      const scene = await openScene(context);
      await scene.openCounters(1, 2, 3);
      const traffic = startTraffic(scene, draw);
      await scene.hall.run().kill();
      for (let cycle = 0; cycle < cycles; cycle += 1) await live(scene, traffic, draw, cycle);
      await scene.hall.ready();
      await sleep(clock, ms(draw.below(500)));
      await traffic.stop();
      expect(await verdict(scene, traffic)).toEqual([]);
      const told = `${traffic.presses} presses, ${traffic.keys} keys, ${scene.hall.slips.length} slips`;
      process.stderr.write(`hall ${hall}, ${cycles} kills: ${told}\n`);
      expect(traffic.presses).toBeGreaterThan(cycles / 2);
    },
  );
});

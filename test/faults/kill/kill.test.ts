import { describe, expect, it } from 'vitest';
import { minutes, ms, sleep } from '../../../src/clock.ts';
import { clock } from '../../stand/bell.ts';
import { type Chance, chance, seedOf } from '../../stand/chance.ts';
import type { Run } from '../../stand/daemon.ts';
import type { Hall } from '../../stand/hall.ts';
import { openScene, type Scene } from '../../stand/scene.ts';
import { startTraffic } from '../../stand/traffic.ts';
import { verdict } from '../../stand/verdict.ts';
import { lacks } from '../../tools.ts';

/** More for a night: `npm run faults -- kill`. */
const CYCLES = Number(process.env.LOBBYD_RUNS ?? 30);
/** Every so many cycles the broker dies too. */
const BROKER_DIES_EVERY = 5;

function isWorking({ views }: Hall, run: Run): boolean {
  return run.log().some(({ msg }) => msg.startsWith('ready')) && views.panel.isOnline && views.pad(1).isOnline;
}

/** One daemon's life: it dies while it starts, or in the middle of traffic. */
async function live({ hall, mosquitto }: Scene, draw: Chance, cycle: number): Promise<void> {
  const run = hall.start();
  const isStarting = draw.is(0.25);
  if (!isStarting) await hall.until('somebody is answered', () => isWorking(hall, run));
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
      for (let cycle = 0; cycle < cycles; cycle += 1) await live(scene, draw, cycle);
      await scene.hall.ready();
      await sleep(clock, ms(draw.below(500)));
      await traffic.stop();
      expect(await verdict(scene, traffic)).toEqual([]);
      expect(traffic.presses).toBeGreaterThan(cycles / 2);
    },
  );
});

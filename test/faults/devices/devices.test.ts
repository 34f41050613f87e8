import { afterAll, describe, expect, it } from 'vitest';
import { minutes } from '../../../src/clock.ts';
import { chance, seedOf } from '../../stand/chance.ts';
import { closer, openScene, type Scene } from '../../stand/scene.ts';
import { lacks } from '../../tools.ts';
import { type Case, liveThrough, Past } from './campaign.ts';
import { ILLS } from './ills.ts';

/** All of them: `npm run faults -- devices`. */
const RUNS = Number(process.env.LOBBYD_RUNS ?? 5);
/** After so many cases a new branch is opened: reading the journal of the day takes longer and longer. */
const CASES_PER_DAY = 12;

const draw = chance(seedOf('ill devices'));

/** As many as are asked for, the seed says which; those that take the broker's patience only where all are lived through. */
function cases(): readonly Case[] {
  const all = ILLS.flatMap((ill) => (['at the start', 'in traffic'] as const).map((when) => ({ ill, when })));
  if (RUNS >= all.length) return all;
  const quick = all.filter(({ ill }) => ill.fault !== 'hung');
  return quick
    .map((each) => ({ each, lot: draw.below(2 ** 32) }))
    .toSorted((one, other) => one.lot - other.lot)
    .slice(0, RUNS)
    .map(({ each }) => each);
}

interface Day {
  readonly scene: Scene;
  readonly past: Past;
  readonly end: () => Promise<void>;
  cases: number;
}

let today: Day | null = null;

async function day(): Promise<Day> {
  if (today && today.cases < CASES_PER_DAY) return today;
  await today?.end();
  const shared = closer();
  const scene = await openScene(shared, { broker: 'cabled', repeatEvery: 5 });
  today = { scene, past: new Past(), end: () => shared.close(), cases: 0 };
  await scene.openCounters(1, 2, 3);
  return today;
}

/** What a broken case left behind must not break the next one. */
async function giveUp(): Promise<void> {
  await today?.end();
  today = null;
}

afterAll(() => today?.end());

describe.skipIf(lacks('socat', 'mosquitto'))('a device or broker that is ill and gets well again', () => {
  const titled = cases().map((each) => [each.ill.place, each.ill.fault, each.when, each] as const);
  it.for(titled)(
    '%s, %s, %s: is told, spares all others, and costs nothing',
    { timeout: minutes(4) },
    async ([place, fault, when, each]) => {
      const { scene, past } = await day();
      if (today) today.cases += 1;
      const { wrong, named, over } = await liveThrough(scene, each, past, draw).catch(async (caught: unknown) => {
        await giveUp();
        throw caught;
      });
      const told = named === null ? 'nobody can tell' : `told after ${Math.round(named)} ms`;
      process.stderr.write(`${place}, ${fault}, ${when}: ${told}, well after ${Math.round(over)} ms\n`);
      const hasEnded = scene.hall.run().ended();
      if (wrong.length > 0 || hasEnded) await giveUp();
      expect(wrong).toEqual([]);
      expect(hasEnded).toBeNull();
    },
  );
});

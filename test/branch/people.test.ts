import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { minutes, seconds } from '../../src/clock.ts';
import type { HeardEvent } from '../../src/demo/mqtt-tap.ts';
import { startTraffic } from '../../src/demo/traffic.ts';
import { seededRandom } from '../../src/devices/wire/seeded.ts';
import { fasterClock } from '../../src/faster-clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

/** People come and work for so long in the world, then the hall comes to rest. */
async function people(clock: Clock, world: number, seed = 1): Promise<{ stop(): Promise<void> }> {
  const listeners = new Set<(event: HeardEvent) => void>();
  let heard = 0;
  const stop = startTraffic({
    config: stand.config,
    clock,
    chance: seededRandom(seed),
    view: (device) => stand.view(device),
    async act(device, action) {
      await stand.act(device, action);
      return { kind: 'done' };
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  for (let passed = 0; passed < world; passed += seconds(1)) {
    await stand.pass(seconds(1));
    for (const text of stand.messages().slice(heard)) {
      const { type, data } = JSON.parse(text);
      const message = { topic: '', text, seq: null, at: 0 };
      const event = { type: type.replace('lobbyd.', ''), data, time: null, message };
      for (const listener of listeners) listener(event);
    }
    heard = stand.messages().length;
  }
  return {
    async stop() {
      stop();
      await stand.pass(seconds(20));
      expect(listeners.size).toBe(0);
    },
  };
}

async function counts(): Promise<Readonly<Record<string, number>>> {
  const events = await stand.events();
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  const types = ['issued', 'called', 'recalled', 'started', 'finished', 'no-show', 'transferred', 'counter-paused'];
  return Object.fromEntries(types.map((type) => [type, count(type)]));
}

describe('customers and tellers who act by themselves', () => {
  it('take numbers, are called and served, stay away and are sent on, as in a branch, here in three hours of training', async () => {
    stand = await openStand({ config: smallBranch(), branchSpeed: 20 });
    await stand.start();
    const hall = await people(fasterClock(stand.clock, 20, 0), minutes(9));
    const told = await counts();
    expect(told.issued).toBeGreaterThan(30);
    expect(told.finished).toBeGreaterThan((told.issued ?? 0) * 0.7);
    expect(told.started).toBeGreaterThanOrEqual(told.finished ?? 0);
    const rare = ['recalled', 'no-show', 'transferred', 'counter-paused'];
    expect(rare.filter((type) => told[type] === 0)).toEqual([]);
    await hall.stop();
    const before = await counts();
    await stand.pass(minutes(1));
    expect(await counts()).toEqual(before);
  });

  it('take their time in a branch', async () => {
    stand = await openStand({ config: smallBranch() });
    await stand.start();
    const hall = await people(stand.clock, minutes(20));
    const told = await counts();
    expect(told.issued).toBeGreaterThan(1);
    expect(told.issued).toBeLessThan(25);
    expect(told.started).toBeGreaterThan(0);
    await hall.stop();
  });

  it('press no button whose lamp is dark', async () => {
    stand = await openStand({ config: smallBranch() });
    await stand.start();
    await stand.pass(seconds(5));
    await stand.act('printer1', 'paper out');
    await stand.pass(seconds(5));
    const hall = await people(stand.clock, minutes(15));
    expect(await counts()).toMatchObject({ issued: 0, called: 0 });
    await stand.act('printer1', 'paper load');
    await hall.stop();
  });
});

import { describe, expect, test } from 'vitest';
import { type FakeClock, fakeClock } from '../../clock.fake.ts';
import { heard } from '../spec.ts';
import { wirePair } from './pair.ts';
import { wireContract } from './wire.contract.ts';

/** Moves virtual time on until the promise has settled. */
async function runOn<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let isSettled = false;
  const watched = promise.finally(() => {
    isSettled = true;
  });
  for (let turn = 0; turn < 3_000 && !isSettled; turn += 1) await clock.advance(100);
  expect(isSettled).toBe(true);
  return watched;
}

for (const baud of [undefined, 9_600]) {
  wireContract(baud ? `the in-memory pair at ${baud} baud` : 'the in-memory pair', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:printer', ...(baud ? { baud } : {}) });
    return {
      factory: pair.factory,
      far: pair.attach(),
      run: (promise) => runOn(clock, promise),
      close: async () => pair.pull(),
    };
  });
}

describe('the in-memory pair', () => {
  const open = async (pair: ReturnType<typeof wirePair>, clock: FakeClock) => {
    const listener = heard();
    const end = await pair.factory.open(listener);
    await clock.advance(0);
    if (end.kind !== 'open') return expect.unreachable();
    return { wire: end.wire, listener };
  };

  test('takes the wire time of each character', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:x', baud: 9_600, chunkSize: 1 });
    const { listener } = await open(pair, clock);
    pair.attach().send(new Uint8Array(96));
    await clock.advance(99.9);
    expect(listener.bytes.length).toBe(95);
    await clock.advance(1);
    expect(listener.bytes.length).toBe(96);
  });

  test('cuts what is sent into chunks', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:x', chunkSize: 4 });
    const { listener } = await open(pair, clock);
    pair.attach().send(new Uint8Array(10));
    await clock.advance(1);
    expect(listener.order).toEqual(['bytes', 'bytes', 'bytes']);
  });

  test('flips the same bits for the same seed', async () => {
    const run = async (seed: number): Promise<number[]> => {
      const clock = fakeClock();
      const pair = wirePair({ clock, name: 'pair:x', noise: { seed, share: 0.1 } });
      const { listener } = await open(pair, clock);
      pair.attach().send(new Uint8Array(500));
      await clock.advance(10);
      return listener.bytes;
    };
    const spoiled = (await run(1)).filter((byte) => byte !== 0).length;
    expect(spoiled).toBeGreaterThan(20);
    expect(spoiled).toBeLessThan(100);
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  test('on a shared medium every unit hears the daemon and the other units', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:bus', isShared: true, baud: 9_600 });
    const { wire, listener } = await open(pair, clock);
    const [first, second] = [pair.attach(), pair.attach()];
    const [one, two] = [heard(), heard()];
    first.onBytes(one.onBytes);
    second.onBytes(two.onBytes);
    void wire.write(Uint8Array.of(1));
    await clock.advance(10);
    first.send(Uint8Array.of(2));
    await clock.advance(10);
    expect([one.bytes, two.bytes, listener.bytes]).toEqual([[1], [1, 2], [2]]);
  });

  test('two who speak at once on a shared medium garble each other', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:bus', isShared: true, baud: 9_600 });
    const { listener } = await open(pair, clock);
    pair.attach().send(Uint8Array.of(1, 1, 1));
    pair.attach().send(Uint8Array.of(2, 2, 2));
    await clock.advance(10);
    expect(listener.bytes).toHaveLength(6);
    expect(listener.bytes.filter((byte) => byte === 1 || byte === 2)).toEqual([]);
  });

  test('a stalled device takes nothing, and all of it later', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:x' });
    const { wire } = await open(pair, clock);
    const far = heard();
    pair.attach().onBytes(far.onBytes);
    pair.stall(true);
    void wire.write(Uint8Array.of(5));
    await clock.advance(1_000);
    expect(far.bytes).toEqual([]);
    pair.stall(false);
    await clock.advance(1);
    expect(far.bytes).toEqual([5]);
  });

  test('a port can be refused for a reason, and given free again', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:x' });
    pair.refuse('held by another process');
    expect(await pair.factory.open(heard())).toMatchObject({ reason: { detail: 'held by another process' } });
    pair.refuse(null);
    expect(await pair.factory.open(heard())).toMatchObject({ kind: 'open' });
  });

  test('a device that was taken off hears nothing and says nothing', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:bus', isShared: true });
    const { wire, listener } = await open(pair, clock);
    const far = pair.attach();
    const ear = heard();
    far.onBytes(ear.onBytes);
    await far.close();
    void wire.write(Uint8Array.of(1));
    far.send(Uint8Array.of(2));
    await clock.advance(10);
    expect([ear.bytes, listener.bytes]).toEqual([[], []]);
  });
});

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { runs } from '../../test/runs.ts';
import { fakeClock } from '../clock.fake.ts';
import { LobbydError } from '../errors.ts';
import type { DeviceHealth } from './kinds.ts';
import { echo, keptLog, type Stand, supervisorStand } from './spec.ts';
import { superviseDevice } from './supervisor.ts';
import { wirePair } from './wire/pair.ts';

let open: Stand | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function stand(...given: Parameters<typeof supervisorStand>): Promise<Stand> {
  open = await supervisorStand(...given);
  return open;
}

const states = (healths: readonly DeviceHealth[]): string[] => healths.map((health) => health.state);

describe('a supervised device', () => {
  test('is opened, identified and runs', async () => {
    const { clock, healths, supervised } = await stand();
    await clock.advance(100);
    expect(states(healths)).toEqual(['opening', 'identifying', 'running']);
    expect(supervised.health()).toMatchObject({ device: 'display-3', state: 'running', reason: null, conditions: [] });
  });

  test.each([0, 1_000, 8_000, 61_000, 600_000])(
    'is right again within 5 s after its cable is back, having been away for %d ms',
    async (away) => {
      for (let seed = 0; seed < 40; seed += 1) {
        const { clock, pair, supervised } = await stand({}, seed);
        await clock.advance(11_000);
        pair.pull();
        await clock.advance(away + seed * 77);
        pair.plug();
        await clock.advance(5_000);
        expect(supervised.health().state).toBe('running');
      }
    },
  );

  test('is right again within 5 s after its power is back, though the port was there all the time', async () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const made = await stand({}, seed);
      made.answers = false;
      await made.clock.advance(60_000 + seed * 97);
      expect(made.supervised.health().state).not.toBe('running');
      made.answers = true;
      await made.clock.advance(5_000);
      expect(made.supervised.health().state).toBe('running');
    }
  });

  test('names the port and the reason while it is away', async () => {
    const { clock, pair, supervised } = await stand();
    await clock.advance(100);
    pair.pull('pair:display was pulled');
    await clock.advance(10);
    expect(supervised.health()).toMatchObject({ state: 'backing-off', reason: 'pair:display was pulled' });
    await clock.advance(1_000);
    expect(supervised.health().reason).toContain('no such port: pair:display');
  });

  test('a device that does not answer in time is let go of and tried again', async () => {
    const made = await stand();
    made.answers = false;
    await made.clock.advance(4_000);
    expect(made.driver.seen.ends.length).toBeGreaterThan(1);
    expect(made.supervised.health().reason).toBe('no answer within 1500 ms');
  });

  test('an hour of trouble is a handful of log lines', async () => {
    const { clock, pair, lines } = await stand();
    await clock.advance(100);
    pair.pull();
    await clock.advance(3_600_000);
    pair.plug();
    await clock.advance(20_000);
    expect(lines.map(({ message }) => message)).toEqual([
      'device runs',
      'device lost',
      'device lost',
      'device is back',
    ]);
    for (const { fields } of lines.filter(({ level }) => level === 'warn')) {
      expect(fields).toMatchObject({ port: 'pair:display', next: expect.stringContaining('look at its cable') });
    }
  });

  test('a device that comes and goes every second does not flood the log', async () => {
    const { clock, driver, lines } = await stand();
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(1_000);
      driver.lost('mute');
    }
    expect(lines.length).toBeLessThan(6);
    await clock.advance(30_000);
    expect(lines.at(-1)?.message).toBe('device holds again');
  });

  test('a condition is raised once and cleared once', async () => {
    const { context, healths, lines, supervised } = await stand();
    const before = healths.length;
    for (const isRaised of [true, true, false, false]) context.condition('paper-out', isRaised);
    expect(healths.slice(before).map((health) => health.conditions)).toEqual([['paper-out'], []]);
    expect(lines.filter(({ message }) => message.startsWith('condition'))).toHaveLength(2);
    expect(supervised.health().conditions).toEqual([]);
  });

  test.each(['begin', 'bytes', 'end', 'timer'] as const)(
    'a driver that throws in %s loses its wire, nothing else',
    async (where) => {
      const { clock, pair, lines, supervised } = await stand({ [where]: true });
      await clock.advance(50);
      if (where === 'end') pair.pull();
      await clock.advance(60_000);
      const errors = lines.filter(({ level }) => level === 'error');
      expect(errors).toHaveLength(1);
      expect(supervised.health().state).not.toBe('closed');
    },
  );

  test('a listener of health that throws is logged and changes nothing', async () => {
    const clock = fakeClock();
    const pair = wirePair({ clock, name: 'pair:x' });
    const { log, lines } = keptLog();
    const supervised = await superviseDevice<'display'>({
      device: 'x',
      wires: pair.factory,
      clock,
      log,
      onHealth: () => JSON.parse('{'),
      open: async (context) => echo(context).device,
    });
    await clock.advance(100);
    expect(supervised.health().state).toBe('identifying');
    expect(lines.some(({ level }) => level === 'error')).toBe(true);
  });

  test('a word from a life that is over changes nothing', async () => {
    const { clock, pair, driver, supervised } = await stand();
    await clock.advance(100);
    const old = driver.seen.wire;
    pair.pull();
    pair.plug();
    await clock.advance(5_000);
    expect(supervised.health().state).toBe('running');
    expect(await old?.write(Uint8Array.of(1))).toMatchObject({ kind: 'closed' });
    expect(supervised.health().state).toBe('running');
  });

  test('close ends the wire, then the driver, once for all who ask', async () => {
    const { clock, pair, driver, supervised, healths } = await stand();
    await clock.advance(100);
    const closed = supervised.close();
    expect(supervised.close()).toBe(closed);
    await clock.advance(100);
    await closed;
    expect(driver.seen.ends).toEqual([{ kind: 'ours' }]);
    expect(driver.seen.closes).toBe(1);
    expect(pair.isOpen()).toBe(false);
    expect(healths.at(-1)?.state).toBe('closed');
    await clock.advance(60_000);
    expect(pair.isOpen()).toBe(false);
  });

  test('close does not wait for a driver that never closes', async () => {
    const clock = fakeClock();
    const { log, lines } = keptLog();
    const supervised = await superviseDevice<'display'>({
      device: 'x',
      wires: wirePair({ clock, name: 'pair:x' }).factory,
      clock,
      log,
      onHealth() {},
      open: async (context) => ({ ...echo(context).device, close: () => new Promise<void>(() => {}) }),
    });
    let isClosed = false;
    const closed = supervised.close().then(() => {
      isClosed = true;
    });
    await clock.advance(4_000);
    expect(isClosed).toBe(true);
    await closed;
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'a driver did not close within 3000 ms' });
  });

  test('what is open can be listed, with its owner and what went through', async () => {
    const { clock, ports, pair } = await stand();
    await clock.advance(100);
    expect(ports.list()).toEqual([
      { port: 'pair:display', owner: 'display-3', since: expect.any(Number), bytesIn: 1, bytesOut: 1 },
    ]);
    pair.pull();
    await clock.advance(1);
    expect(ports.list()).toEqual([]);
  });

  test('a driver that does not open is a fault with a next step', async () => {
    const clock = fakeClock();
    await expect(
      superviseDevice<'display'>({
        device: 'x',
        wires: wirePair({ clock, name: 'pair:x' }).factory,
        clock,
        log: keptLog().log,
        onHealth() {},
        open: () => Promise.reject(new TypeError('no such module')),
      }),
    ).rejects.toSatisfy((caught) => caught instanceof LobbydError && caught.code === 'device/driver');
  });

  test('whatever bytes come in whatever pieces, it never ends and comes back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('pull', 'plug', 'lost')), {
          maxLength: 30,
        }),
        async (story) => {
          const { clock, pair, driver, supervised } = await stand();
          const far = pair.attach();
          for (const step of story) {
            if (step === 'pull') pair.pull();
            else if (step === 'plug') pair.plug();
            else if (step === 'lost') driver.lost('asked to');
            else far.send(step);
            await clock.advance(150);
          }
          pair.plug();
          await clock.advance(5_000);
          expect(supervised.health().state).toBe('running');
          await open?.close();
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

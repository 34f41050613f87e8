import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { built } from '../test/built.ts';
import { fakeClock } from './clock.fake.ts';
import { gathered, ms, settled, systemClock } from './clock.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('what is asked for many times within a while is done once at its end, and again when it is asked for again', async () => {
  const clock = fakeClock();
  let done = 0;
  const ask = gathered(clock, ms(5), () => {
    done += 1;
    // Asked for while it is being done: there is something new.
    if (done === 2) ask();
  });
  ask();
  await clock.advance(4);
  ask();
  expect(done).toBe(0);
  await clock.advance(1);
  expect(done).toBe(1);
  await clock.advance(20);
  expect(done).toBe(1);
  ask();
  await clock.advance(5);
  expect(done).toBe(2);
  await clock.advance(5);
  expect(done).toBe(3);
});

test('what waits for the end of a rush is done when it is over, or has lasted too long', async () => {
  const clock = fakeClock();
  const doneAt: number[] = [];
  const ask = settled(clock, ms(10), ms(25), () => void doneAt.push(clock.monotonic()));
  const began = clock.monotonic();
  ask();
  await clock.advance(10);
  expect(doneAt).toEqual([began + 10]);
  await clock.advance(90);
  for (let at = 100; at <= 140; at += 5) {
    ask();
    await clock.advance(5);
  }
  expect(doneAt).toEqual([began + 10, began + 125]);
  await clock.advance(20);
  expect(doneAt).toEqual([began + 10, began + 125, began + 150]);
});

test('the next turn does not wait until something else happens', async () => {
  const program = `
    import { systemClock } from ${JSON.stringify(built('src/clock.ts').href)};
    const { after } = systemClock(() => true);
    setTimeout(() => console.log('late'), 1_000);
    after(0, () => after(0, () => after(0, () => console.log('at once'))));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stdout.split('\n')[0]).toBe('at once');
});

test('what the clock of the machine is to do after no time is done in the next turn, and can be taken back', async () => {
  const clock = systemClock(() => true);
  const done: string[] = [];
  clock.after(0, () => done.push('kept'));
  clock.after(0, () => done.push('taken back')).cancel();
  expect(done).toEqual([]);
  await turn();
  await turn();
  expect(done).toEqual(['kept']);
});

test('no timer comes before its time, also one that was set late in a long turn', async () => {
  const clock = systemClock(() => true);
  const spun = clock.monotonic() + 5;
  while (clock.monotonic() < spun);
  const waits = [1, 2.5, 8, 20, 20.4].map(
    (delay) =>
      new Promise<number>((resolve) => {
        const due = clock.monotonic() + delay;
        clock.after(delay, () => resolve(clock.monotonic() - due));
      }),
  );
  // Timers of the clock do not keep a process alive.
  const alive = setInterval(() => {}, 1_000);
  for (const late of await Promise.all(waits)) expect(late).toBeGreaterThanOrEqual(0);
  clearInterval(alive);
});

/** How often the clock sets a timer of Node's for one of its own, where each of those comes 0.9 ms too soon; and how late its own is, ms. */
function settingsOf(delay: number): { readonly settings: number; readonly late: number } {
  const world = { now: 1_000.4, settings: 0, late: Number.NaN };
  const due = world.now + delay;
  let next: (() => void) | null = null;
  vi.spyOn(performance, 'now').mockImplementation(() => world.now);
  vi.stubGlobal('setTimeout', (run: () => void, asked: number) => {
    world.settings += 1;
    next = () => {
      world.now += Math.max(1, asked) - 0.9;
      run();
    };
    return { unref: () => {} };
  });
  systemClock(() => true).after(delay, () => {
    world.late = world.now - due;
  });
  while (next && Number.isNaN(world.late)) (next as () => void)();
  return { settings: world.settings, late: world.late };
}

test('a long timer wakes the machine once, though those of Node come a little too soon; a short one is not made to wait', () => {
  expect(settingsOf(100)).toMatchObject({ settings: 1, late: expect.closeTo(0.1) });
  const short = settingsOf(4);
  expect(short.settings).toBeGreaterThan(1);
  expect(short.late).toBeLessThan(1);
});

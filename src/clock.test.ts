import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fakeClock } from './clock.fake.ts';
import { inNextTurn, systemClock } from './clock.ts';

test('what is asked for many times in a turn is done once in the next, and again when it is asked for again', async () => {
  const clock = fakeClock();
  let done = 0;
  const ask = inNextTurn(clock, () => {
    done += 1;
    // Asked for while it is being done: there is something new.
    if (done === 2) ask();
  });
  ask();
  ask();
  expect(done).toBe(0);
  await clock.advance(0);
  expect(done).toBe(1);
  await clock.advance(0);
  expect(done).toBe(1);
  ask();
  await clock.advance(0);
  expect(done).toBe(3);
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

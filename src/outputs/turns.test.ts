import { expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { openTurns } from './turns.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What was done in each turn of the event loop. */
async function doneByTurn(turns: number, ask: (later: (name: string, more?: () => void) => void) => void) {
  const { later } = openTurns(systemClock(() => true));
  const done: string[] = [];
  ask((name, more) =>
    later(() => {
      done.push(name);
      more?.();
    }),
  );
  const seen: string[] = [];
  for (let n = 0; n < turns; n += 1) {
    await turn();
    seen.push(done.splice(0).join(' '));
  }
  return seen;
}

test('a piece a turn, in the order of asking, and nothing is left', async () => {
  const seen = await doneByTurn(4, (later) => {
    for (const name of ['a', 'b', 'c']) later(name);
  });
  expect(seen).toEqual(['a', 'b', 'c', '']);
});

test('what a piece asks for comes last, and still one a turn', async () => {
  const seen = await doneByTurn(4, (later) => {
    later('a', () => later('c'));
    later('b');
  });
  expect(seen).toEqual(['a', 'b', 'c', '']);
  expect(await doneByTurn(3, (later) => later('a', () => later('b')))).toEqual(['a', 'b', '']);
});

import { expect, it } from 'vitest';
import { decide } from '../../queue/decide.ts';
import { and, ask, given, issued, later, MINUTE, opened, RULES } from '../../queue/spec.ts';
import type { Wish } from '../commands.ts';
import { NO_CHANGE } from './change.ts';
import { type Day, lastDay } from './day.fake.ts';
import { replayDay } from './replay.ts';
import { tapeOf } from './tape.ts';

/** Counter 1 pauses by itself after ten minutes. */
const LEAVABLE = {
  ...RULES,
  counters: RULES.counters.map((each) => (each.id === '1' ? { ...each, pausesAfter: 10 * MINUTE } : each)),
};
const ID = { source: 'keypad-1', key: '7' };

/** Somebody waits all the while; a key is pressed in time, the next customer is called too late without it. */
function dayWith(key: Wish, id: typeof ID | null): Day {
  const past = given(...opened(['1'], LEAVABLE), issued('cash'), later(9 * MINUTE));
  const pressed = decide(past.state, ask(key, id), past.now);
  const told = pressed.kind === 'decided' ? pressed.events : [];
  return lastDay(and(past, ...told, later(9 * MINUTE), ask({ type: 'call-next', counter: '1' })).events);
}

it.each([
  ['was refused', 'refused', { type: 'finish', counter: '1' }, ID],
  ['called for help', 'alert-raised', { type: 'panic', counter: '1' }, ID],
  ['called for help, without an id', 'alert-raised', { type: 'panic', counter: '1' }, null],
] as const)('a key that %s keeps an idle counter from pausing by itself', (_what, type, key, id) => {
  const day = dayWith(key, id);
  expect(day.map((event) => event.type)).toContain(type);
  const { events } = replayDay(tapeOf(day, day.at(-1)?.at ?? 0), NO_CHANGE);
  const calls = events.flatMap((event) => (event.type === 'called' ? [[event.at, event.counter, event.ticket]] : []));
  expect(calls).toEqual([[day.at(-1)?.at, '1', 1]]);
  expect(events.map((event) => event.type)).not.toContain('counter-paused');
});

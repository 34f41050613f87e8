import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/runs.ts';
import { anyRules } from '../../queue/any-rules-arbitrary.ts';
import { badDays, histories, play } from '../../queue/arbitrary.ts';
import { decide } from '../../queue/decide.ts';
import type { QueueEvent } from '../../queue/events.ts';
import { ask, given, issued, later, MINUTE, opened, RULES } from '../../queue/spec.ts';
import { VISIT_RULES } from '../../queue/spec-visit.fake.ts';
import { NO_CHANGE } from './change.ts';
import { asInBranch, type Day, lastDay, simulatedEvents } from './day.fake.ts';
import { replayDay } from './replay.ts';
import { tapeOf } from './tape.ts';

function callsOf(events: readonly QueueEvent[]) {
  return events.flatMap((event) =>
    event.type === 'called' ? [[event.at, event.counter, event.ticket, event.rule, event.how].join(' ')] : [],
  );
}

const horizon = (day: Day): number => day.at(-1)?.at ?? 0;

describe('a day under its own rules', () => {
  it('is what it was, call by call, whatever happened', () => {
    let calls = 0;
    fc.assert(
      fc.property(
        fc.oneof(histories(200), badDays(200)),
        fc.oneof(anyRules, fc.constantFrom(RULES, VISIT_RULES)),
        (steps, rules) => {
          const { events } = play(
            steps.filter(({ act }) => act.kind !== 'day'),
            { decide: (state, command, now) => decide(state, asInBranch(command), now) },
            rules,
            true,
          );
          const day = lastDay(events);
          const tape = tapeOf(day, horizon(day));
          expect(tape.unread).toEqual([]);
          const again = replayDay(tape, NO_CHANGE);
          expect(callsOf(again.events)).toEqual(callsOf(day));
          calls += callsOf(day).length;
        },
      ),
      { numRuns: runs(60), endOnFailure: true },
    );
    expect(calls).toBeGreaterThan(40);
  });

  it.each([
    ['example-day', 0, true],
    ['example-day', 0, false],
    ['example-day', 1, false],
    ['payday', 2, false],
    ['broken-machine', 0, false],
    ['teller-ill', 0, false],
    ['two-stage-settlement', 0, false],
  ] as const)('%s, rules %i: the same calls (by the record: %s)', (file, rules, isByRecord) => {
    const day = lastDay(simulatedEvents(file, rules));
    const again = replayDay(tapeOf(day, horizon(day)), NO_CHANGE, { isByRecord });
    expect(callsOf(again.events)).toEqual(callsOf(day));
    expect(callsOf(day).length).toBeGreaterThan(100);
    expect(again.moved.size).toBe(0);
  });
});

describe('a day whose counters all followed one profile', () => {
  it.each([
    ['example-day', 1],
    ['example-day', 2],
    ['payday', 1],
  ] as const)('%s, rules %i: is what it was when that profile is asked for by name', (file, rules) => {
    const day = lastDay(simulatedEvents(file, rules));
    const followed = new Set(
      day
        .flatMap((event) => (event.type === 'rules-applied' ? event.rules.counters : []))
        .map(({ profile }) => profile),
    );
    const before = day[0].opening.rules?.counters.map(({ profile }) => profile) ?? [];
    const [profile, ...others] = [...new Set([...followed, ...before])];
    expect([typeof profile, others]).toEqual(['string', []]);
    const again = replayDay(tapeOf(day, horizon(day)), { ...NO_CHANGE, profile: profile ?? '' });
    expect(callsOf(again.events)).toEqual(callsOf(day));
    const other = replayDay(tapeOf(day, horizon(day)), { ...NO_CHANGE, profile: 'complex-first' });
    expect(callsOf(other.events)).not.toEqual(callsOf(day));
  });
});

describe('a counter more', () => {
  it('serves too where the one that it is a copy of stands open since the day before', () => {
    const { events } = given(
      ...opened(['1']),
      ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: '' }),
      issued('cash'),
      issued('cash'),
      ask({ type: 'call-next', counter: '1' }),
      later(MINUTE),
      ask({ type: 'finish', counter: '1' }),
      later(30 * MINUTE),
      ask({ type: 'call-next', counter: '1' }),
      later(MINUTE),
      ask({ type: 'finish', counter: '1' }),
    );
    const day = lastDay(events);
    expect(day.some(({ type }) => type === 'counter-opened')).toBe(false);
    const again = replayDay(tapeOf(day, horizon(day)), { ...NO_CHANGE, extras: [{ id: '1+1', like: '1' }] });
    expect(again.events.some(({ type, counter }) => type === 'called' && counter === '1+1')).toBe(true);
  });
});

describe('a day with something otherwise', () => {
  const pressed = (type: 'call-next' | 'start' | 'finish', counter: string) => ask({ type, counter });
  /** C001 is served for six minutes; C002 gives up after four; C003 is served for two minutes after that. */
  const { events } = given(
    ...opened(['1']),
    issued('cash'),
    issued('cash'),
    pressed('call-next', '1'),
    issued('cash'),
    later(4 * MINUTE),
    ask({ type: 'cancel', ticket: { id: 2 }, counter: null, reason: 'walked-out' }),
    later(2 * MINUTE),
    pressed('call-next', '1'),
    later(2 * MINUTE),
    pressed('finish', '1'),
    ask({ type: 'close-counter', counter: '1' }),
  );
  const day = lastDay(events);
  const tape = tapeOf(day, horizon(day) + 60 * MINUTE);

  it('who gave up is served when called before, for the mean of the day; who changed counter for the own time', () => {
    const {
      events: again,
      imputed,
      moved,
    } = replayDay(tape, { profile: null, extras: [{ id: '1+1', like: '1' }], gone: [] });
    const served = again.flatMap((event) =>
      event.type === 'finished' ? [[event.ticket, event.counter, event.served / MINUTE]] : [],
    );
    // C002 goes to the new counter at once, for the mean of six and two; C003 there after that.
    expect(served).toEqual([
      [2, '1+1', 4],
      [1, '1', 6],
      [3, '1+1', 2],
    ]);
    expect([[...imputed], [...moved]]).toEqual([[2], [3]]);
    expect(again.some(({ type }) => type === 'cancelled')).toBe(false);
  });

  it('who gave up leaves at the same moment where the call comes no sooner', () => {
    const { events: again, imputed } = replayDay(tape, { profile: 'quick', extras: [], gone: [] });
    const left = again.find(({ type }) => type === 'cancelled');
    expect([left?.at, imputed.size]).toEqual([day.find(({ type }) => type === 'cancelled')?.at, 0]);
  });
});

import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { Rules } from '../rules.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, RULES } from '../spec.ts';

const DONE = { kind: 'done', label: null } as const;
const TICK = ask({ type: 'tick' });
const next = ask({ type: 'call-next', counter: '1' });
const paused = happens({ type: 'counter-paused', reason: 'left-alone' }, '1', 'left-alone');

/** Counter 1 pauses by itself after ten minutes. */
const LEAVABLE: Rules = {
  ...RULES,
  counters: RULES.counters.map((each) => (each.id === '1' ? { ...each, pausesAfter: 10 * MINUTE } : each)),
};

function branch(rules = LEAVABLE): Given {
  return given(...opened(['1'], rules));
}

describe('a counter that is left open without its teller', () => {
  test('pauses by itself while somebody it could call waits', () => {
    const left = and(branch(), issued('cash'));
    expect(nextDue(left.state)).toBe(left.now + 10 * MINUTE);
    and(left, later(10 * MINUTE))
      .when(TICK)
      .thenHappens(DONE, paused);
  });

  test('pauses not a moment sooner, and not while nobody waits', () => {
    and(branch(), issued('cash'), later(10 * MINUTE - 1))
      .when(TICK)
      .thenHappens(DONE);
    and(branch(), later(60 * MINUTE))
      .when(TICK)
      .thenHappens(DONE);
    and(branch(), issued('wealth'), later(60 * MINUTE))
      .when(TICK)
      .thenHappens(DONE);
  });

  test('counts from whoever came first to wait, and not from the opening', () => {
    const late = and(branch(), later(30 * MINUTE), issued('cash'), later(MINUTE), issued('cash'));
    expect(nextDue(late.state)).toBe(late.now + 9 * MINUTE);
  });

  test('stays open when a key is pressed, be it in vain', () => {
    const pressed = and(branch(), issued('cash'), later(9 * MINUTE));
    const id = { source: 'keypad-1', key: '1' };
    const { now } = pressed
      .when(ask({ type: 'finish', counter: '1' }, id))
      .thenRefused({ code: 'no-open-ticket', counter: '1' });
    expect(nextDue(pressed.state)).toBe(now + 10 * MINUTE);
  });

  test('is not kept open by a customer who gives a mark for the service before, but by a call for help', () => {
    const rules = { ...LEAVABLE, alerts: { panic: true } } as const;
    const left = and(branch(rules), issued('cash'), next, ask({ type: 'finish', counter: '1' }), issued('cash'));
    const due = nextDue(left.state);
    const rated = and(left, later(MINUTE), ask({ type: 'rate', counter: '1', ticket: null, score: 1 }));
    expect(rated.events.some(({ type }) => type === 'low-rated')).toBe(true);
    expect(nextDue(rated.state)).toBe(due);
    expect(rated.state.counters.get('1')?.leftSince).toBe(left.now);
    const helped = and(rated, later(MINUTE), ask({ type: 'panic', counter: '1' }));
    expect(helped.state.counters.get('1')?.leftSince).toBe(helped.now);
  });

  test('stays open while somebody is at the window, or next stands', () => {
    expect(
      and(branch(), issued('cash'), issued('cash'), next, later(60 * MINUTE), TICK).state.counters.get('1')?.state,
    ).toBe('open');
    expect(and(branch(), next, later(5 * MINUTE), TICK).state.counters.get('1')?.state).toBe('open');
  });

  test('is told of as idle before', () => {
    const watched = { ...LEAVABLE, alerts: { counterIdle: 5 * MINUTE } };
    const left = and(branch(watched), issued('cash'), later(5 * MINUTE), TICK);
    expect(left.events.at(-1)).toMatchObject({ type: 'alert-raised', kind: 'counter-idle' });
    const over = and(left, later(5 * MINUTE), TICK, later(1), TICK);
    expect(over.events.slice(-2)).toMatchObject([
      { type: 'counter-paused' },
      { type: 'alert-cleared', kind: 'counter-idle' },
    ]);
  });

  test('is left alone by the rule while the hall stands still', () => {
    const still = and(
      branch(),
      issued('cash'),
      ask({ type: 'set-hall', state: 'evacuation' }),
      later(60 * MINUTE),
      TICK,
    );
    expect(still.state.counters.get('1')?.state).toBe('open');
    const open = and(still, ask({ type: 'set-hall', state: 'open' }));
    expect(nextDue(open.state)).toBe(open.now + 10 * MINUTE);
  });

  test('is opened again by whoever comes back, under the same name', () => {
    const back = and(branch(), issued('cash'), later(10 * MINUTE), TICK);
    back
      .when(ask({ type: 'open-counter', counter: '1', teller: null, profile: null }))
      .thenHappens(DONE, happens({ type: 'counter-opened', profile: 'fair' }, '1'));
  });

  test('is known again after a restart', () => {
    const { state } = and(branch(), issued('cash'), later(MINUTE));
    const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
    expect(nextDue(copy)).toBe(nextDue(state));
  });

  test('stays open where the rules say nothing, also when they say so no more', () => {
    and(branch(RULES), issued('cash'), later(60 * MINUTE))
      .when(TICK)
      .thenHappens(DONE);
    const changed = and(branch(), issued('cash'), ask({ type: 'apply-rules', rules: RULES }), later(60 * MINUTE));
    changed.when(TICK).thenHappens(DONE);
  });
});

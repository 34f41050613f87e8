/** What has begun before closing time is brought to its end after it. */
import { describe, expect, test } from 'vitest';
import type { Rules } from '../rules.ts';
import { and, ask, type Given, given, issued, later, MINUTE, type Step } from '../spec.ts';
import { dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { next } from '../spec-visit.fake.ts';

function start(counter: string): Step {
  return ask({ type: 'start', counter });
}

/** Later on the same day, after what time alone has brought. */
function at(after: number, past: Given, ...steps: readonly Step[]): Given {
  return and(past, later(minute(after) - past.now), TICK, ...steps);
}

function open(rules: Rules, ...counters: readonly string[]): Given {
  return given(...dayOf(dayWith(), rules, ...counters));
}

function endings({ events }: Given): readonly string[] {
  return events.map(({ type }) => type).filter((type) => type === 'expired' || type === 'held-over');
}

describe('a customer who fills in a form while the doors close', () => {
  const park = (pool: 'counter' | 'teller' | 'branch') =>
    ask({ type: 'park', counter: '1', pool, returnAfter: 10 * MINUTE });

  test.each(['counter', 'teller', 'branch'] as const)(
    'parked for the %s keeps the hall closing, and is served',
    (pool) => {
      const parked = at(58, at(57, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park(pool));
      const closing = and(at(60, parked), later(1), TICK);
      expect([closing.state.hall.phase, closing.state.counters.get('1')?.state]).toEqual(['closing', 'open']);
      expect(closing.state.tickets.get(1)?.status).toBe('parked');
      const served = at(69, closing, next('1'), ask({ type: 'finish', counter: '1' }), TICK);
      expect(served.state.ended.map(({ status }) => status)).toEqual(['finished']);
      expect(served.state.hall.phase).toBe('closed');
    },
  );

  test('is waited for as well when a person closes early', () => {
    const parked = at(38, at(37, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park('counter'));
    const closing = at(41, at(40, parked, ask({ type: 'set-hall', state: 'closing' })));
    expect([closing.state.hall.phase, closing.state.tickets.get(1)?.status]).toEqual(['closing', 'parked']);
    expect(endings(closing)).toEqual([]);
  });

  test('who never comes back is waited for until the hall ends, and no longer', () => {
    const parked = at(58, at(57, open(ruled({}), '1'), issued('cash'), next('1'), start('1')), park('counter'));
    const gone = and(at(79, parked), later(MINUTE), TICK);
    expect(gone.state.hall.phase).toBe('closed');
    expect(endings(gone)).toEqual(['expired']);
  });
});

import { describe, expect, test } from 'vitest';
import type { ScheduledInstant } from '../instants.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, PLAIN, type Step } from '../spec.ts';
import { byHours, DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { VISITS } from '../spec-visit.fake.ts';

const DONE = { kind: 'done', label: null } as const;
const SERVE = ruled({});
const next = (counter = '1') => ask({ type: 'call-next', counter });
const finish = ask({ type: 'finish', counter: '1' });

/** Time goes on to a minute of the day, and the clock brings what it brings. */
function until(after: number, past: Given): Step[] {
  return [later(minute(after) - past.now), TICK];
}

function at(after: number, past: Given, ...steps: readonly Step[]): Given {
  return and(past, ...until(after, past), ...steps);
}

const counter = (isOpen: boolean, after: number, by: 'schedule' | 'teller' = 'schedule'): ScheduledInstant => {
  return { at: minute(after), what: 'counter', counter: '1', isOpen, by };
};

describe('a counter that the clock opens', () => {
  const day = dayWith(counter(true, 10), counter(false, 20), counter(true, 30), counter(false, 60));
  const openedAt = (branch: Given) => branch.state.counters.get('1')?.state;

  test('opens and closes at its hours, without a name', () => {
    let branch = at(10, given(...dayOf(day, SERVE)));
    expect(branch.state.counters.get('1')).toMatchObject({ state: 'open', teller: null });
    branch = at(20, branch);
    expect(openedAt(branch)).toBe('closed');
    branch = at(30, branch);
    expect(openedAt(branch)).toBe('open');
    expect(openedAt(at(60, branch))).toBe('closed');
  });

  test('stays while somebody is there, and until no undo can bring anybody back', () => {
    const overtime = (): Given => {
      const past = at(15, given(...dayOf(day, SERVE)), issued('cash'), next());
      return at(20, past, later(MINUTE), TICK);
    };
    expect(openedAt(overtime())).toBe('open');
    const finished = and(overtime(), finish, later(30_000), TICK);
    expect(openedAt(finished)).toBe('open');
    expect(openedAt(and(finished, later(1), TICK))).toBe('closed');
    const undone = and(overtime(), finish, later(30_000), ask({ type: 'undo', counter: '1' }), later(MINUTE), TICK);
    expect(openedAt(undone)).toBe('open');
  });

  test('stays after closing for those who wait for it', () => {
    const past = at(55, given(...dayOf(day, SERVE)), issued('cash'));
    const closing = at(60, past);
    expect(openedAt(closing)).toBe('open');
    expect(openedAt(and(closing, next(), finish, later(30_001), TICK))).toBe('closed');
  });

  test('stays after closing for whom another window has sent to it', () => {
    const sends = ask({ type: 'transfer', counter: '2', toCounter: '1' });
    const sent = (): Given =>
      at(55, given(...dayOf(day, { ...SERVE, visit: VISITS }, '2')), issued('cash'), next('2'), sends);
    const closing = at(61, sent());
    expect(openedAt(closing)).toBe('open');
    expect(closing.state.pooled.get('counter 1')?.length).toBe(1);
    expect(openedAt(and(closing, next(), finish, later(30_001), TICK))).toBe('closed');
    // Nobody is at a window that is paused: whoever waits for it goes on to the others.
    const paused = at(61, and(sent(), ask({ type: 'pause-counter', counter: '1' })));
    expect(openedAt(paused)).toBe('closed');
    expect(paused.state.waiting.get('cash')?.length).toBe(1);
  });

  test('stays open for a teller who sits down there', () => {
    const past = at(15, given(...dayOf(day, SERVE)), issued('cash'), next());
    const leaving = at(20, past);
    const stays = and(
      leaving,
      ask({ type: 'open-counter', counter: '1', teller: 'wang', profile: null }),
      finish,
      later(MINUTE),
      TICK,
    );
    expect(openedAt(stays)).toBe('open');
  });

  test('is only expected where a teller opens it: its hours are told, and nothing else', () => {
    const own = dayWith(counter(true, 10, 'teller'), counter(false, 20, 'teller'));
    const branch = at(10, given(...dayOf(own, SERVE)));
    expect(openedAt(branch)).toBe('closed');
    expect(branch.state.hall.manned).toEqual(['1']);
    expect(branch.events.at(-1)).toMatchObject({ type: 'counter-hours-changed', of: '1', isOpen: true, by: 'teller' });
  });

  test('like every window is closed some time after the hall, also one that a teller opened', () => {
    const past = at(55, given(...dayOf(DAY, SERVE, '1', '2')), issued('cash'), next());
    const closed = at(61, past, finish, TICK);
    expect(closed.state.hall.phase).toBe('closed');
    expect(closed.state.counters.get('2')?.state).toBe('closed');
    expect(openedAt(closed)).toBe('open');
    and(closed, later(30_001))
      .when(TICK)
      .thenHappens(DONE, byHours({ type: 'counter-closed' }, '1'));
  });
});

test('a customer whom a teller has parked returns when the clock closes the window, and is called where one asks', () => {
  const day = dayWith(counter(false, 20), counter(true, 10));
  const past = at(
    12,
    given(...dayOf(day, SERVE, '2')),
    issued('cash'),
    next('1'),
    ask({ type: 'park', counter: '1', pool: 'counter', returnAfter: null }),
  );
  const standing = and(past, next('2'), later(5 * MINUTE), TICK);
  const closed = and(standing, later(minute(20) - standing.now));
  const away = { ticket: 1, label: 'C001', service: 'cash' } as const;
  closed
    .when(TICK)
    .thenHappens(
      DONE,
      byHours({ type: 'hall-phase-changed', from: 'open', phase: 'break' }),
      byHours({ type: 'counter-hours-changed', of: '1', isOpen: false, by: 'schedule' }),
      { ...byHours({ type: 'counter-closed' }, '1'), teller: null },
      happens({ type: 'unparked', ...away, reason: 'closed' }),
      happens({ type: 'called', ...away, waited: 0, how: 'request', ...PLAIN }, '2', 'request'),
    );
});

describe('a counter that the clock opens, in a hall that closes early', () => {
  const early = ask({ type: 'set-hall', state: 'closing' });
  const open = ask({ type: 'set-hall', state: 'open' });
  const day = dayWith(counter(true, 10), counter(false, 60));
  const afternoon = dayWith(counter(true, 40), counter(false, 55));
  const isAt = (branch: Given) => branch.state.counters.get('1')?.state;

  test('closes with the hall, and is there again when somebody opens the hall again', () => {
    const closed = at(36, at(35, given(...dayOf(day, SERVE)), early));
    expect([closed.state.hall.phase, isAt(closed)]).toEqual(['closed', 'closed']);
    at(38, closed)
      .when(open)
      .thenHappens(
        DONE,
        happens({ type: 'hall-set', from: 'closing', state: 'open' }),
        byHours({ type: 'hall-phase-changed', from: 'closed', phase: 'open' }),
        { ...byHours({ type: 'counter-opened', profile: 'fair' }, '1'), teller: null },
      );
  });

  test('stays shut when its hours begin afterwards, until somebody opens the hall again', () => {
    const closed = (): Given => at(41, at(35, given(...dayOf(afternoon, SERVE)), early));
    expect([closed().state.hall.phase, isAt(closed())]).toEqual(['closed', 'closed']);
    expect(isAt(at(45, closed(), open))).toBe('open');
    expect(isAt(at(56, closed(), open))).toBe('closed');
  });

  test('stays shut too while those who are in the hall are served to the end', () => {
    const closing = at(41, at(35, given(...dayOf(afternoon, SERVE, '2')), issued('cash'), early));
    expect([closing.state.hall.phase, isAt(closing)]).toEqual(['closing', 'closed']);
    expect(isAt(and(closing, open))).toBe('open');
  });

  test('closes where a teller sits although its hours begin', () => {
    const past = at(
      35,
      given(...dayOf(dayWith(counter(true, 36), counter(false, 60)), SERVE, '1')),
      issued('cash'),
      next(),
    );
    // It stays until no undo can bring the customer back, and its hours begin meanwhile.
    const over = at(37, at(36, and(past, early, later(50_000), finish, TICK)));
    expect([over.state.hall.phase, isAt(over)]).toEqual(['closed', 'closed']);
  });

  test('is left to the teller who has closed it where the hall opens for the first time', () => {
    const past = at(5, given(...dayOf(dayWith(counter(true, 2), counter(false, 60)), SERVE)));
    const gone = and(past, ask({ type: 'close-counter', counter: '1' }));
    expect(isAt(at(10, gone))).toBe('closed');
  });
});

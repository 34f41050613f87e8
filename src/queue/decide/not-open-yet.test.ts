import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { EventBody } from '../events.ts';
import { reopensAt } from '../hall.ts';
import type { HallOrder } from '../hall-states.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, type Step } from '../spec.ts';
import { byHours, DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

const DONE = { kind: 'done', label: null } as const;
const next = ask({ type: 'call-next', counter: '1' });
const morning = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
const set = (state: HallOrder, until?: number) =>
  ask({ type: 'set-hall', state, ...(until === undefined ? {} : { until }) });
const notYet = (opens: number | null) => ({ code: 'not-open-yet', service: 'cash', opens }) as const;
const isSet = (from: HallOrder, state: HallOrder) => happens({ type: 'hall-set', from, state });
const turned = (from: 'not-open-yet', phase: 'open' | 'closing'): EventBody => ({
  type: 'hall-phase-changed',
  from,
  phase,
});

/** From the 9th to the 55th minute the clock has window 1 at work: it opens before the hall does. */
const WINDOW = { what: 'counter', counter: '1', by: 'schedule' } as const;
const WITH_WINDOW = dayWith({ ...WINDOW, at: minute(9), isOpen: true }, { ...WINDOW, at: minute(55), isOpen: false });

/** In the given minute of the day. */
function at(after: number, past: Given, ...steps: readonly Step[]): Given {
  return and(past, later(minute(after) - past.now), TICK, ...steps);
}

/** Five minutes before the branch should open: no power. */
const shut = (until?: number, ...counters: readonly string[]): Given =>
  at(5, given(...dayOf(DAY, ruled({}), ...counters)), set('not-open-yet', until));

describe('a branch that cannot open on time', () => {
  test('stays shut beyond its hour, and gives no number', () => {
    expect(shut().state.hall).toMatchObject({ phase: 'not-open-yet', byHand: { state: 'not-open-yet' } });
    for (const after of [6, 10, 25, 35, 51]) {
      const branch = at(after, shut());
      expect(branch.state.hall.phase).toBe('not-open-yet');
      // The hour of the clock is not to be believed any more.
      branch.when(issued('cash')).thenRefused(notYet(null));
    }
  });

  test('says when it is expected to open, until that time is over; nothing opens by it', () => {
    for (const after of [5, 12, 14])
      at(after, shut(minute(15)))
        .when(issued('cash'))
        .thenRefused(notYet(minute(15)));
    at(15, shut(minute(15)))
      .when(issued('cash'))
      .thenRefused(notYet(null));
  });

  test('says another time, and takes it back, as of the same beginning', () => {
    const told = at(12, shut(minute(15)), set('not-open-yet', minute(40)));
    told.when(issued('cash')).thenRefused(notYet(minute(40)));
    expect(told.state.hall.byHand?.since).toBe(minute(5));
    const silent = and(told, set('not-open-yet'));
    silent.when(issued('cash')).thenRefused(notYet(null));
    silent.when(set('not-open-yet')).thenRefused({ code: 'hall-already', state: 'not-open-yet' });
  });

  test('opens with one command, and gives numbers', () => {
    const branch = at(18, shut(minute(15), '1'));
    branch.when(set('open')).thenHappens(DONE, isSet('not-open-yet', 'open'), byHours(turned('not-open-yet', 'open')));
    expect(and(branch, issued('cash'), next).state.tickets.get(1)?.status).toBe('called');
  });

  test('is set so after its hour too, as long as nobody has a number', () => {
    const late = (): Given => at(12, given(...dayOf(DAY, ruled({}), '1')));
    const branch = and(late(), set('not-open-yet'));
    branch.when(issued('cash')).thenRefused(notYet(null));
    expect(branch.state.counters.get('1')?.state).toBe('open');
    and(late(), issued('cash')).when(set('not-open-yet')).thenRefused({ code: 'hall-has-opened' });
  });

  test('has closed at closing time, if nobody has opened it until then', () => {
    const branch = at(61, shut(minute(15)));
    expect(branch.events.filter(({ type }) => type.startsWith('hall-')).slice(-3)).toMatchObject([
      { type: 'hall-set', from: 'not-open-yet', state: 'open', rule: 'hours' },
      { type: 'hall-phase-changed', from: 'not-open-yet', phase: 'closing' },
      { type: 'hall-phase-changed', phase: 'closed' },
    ]);
    expect(branch.state.hall.byHand).toBeUndefined();
    branch.when(issued('cash')).thenRefused({ code: 'branch-closed', service: 'cash', opens: minute(1_000) });
  });

  test('whoever was held over waits for the hall to open, as before any morning', () => {
    const evening = at(40, given(...dayOf(DAY, ruled({ atClosing: 'park' }))), issued('cash'));
    const instants = DAY.map((each) => ({ ...each, at: each.at + 1_440 * MINUTE }));
    const opens = ask({ type: 'open-day', day: '2026-03-03', instants, openingHash: 'hash' });
    const early = at(1_442, at(90, evening), opens, TICK, set('not-open-yet'));
    expect(at(1_455, early).state.tickets.get(1)?.status).toBe('parked');
    expect(at(1_456, early, set('open')).state.tickets.get(1)?.status).toBe('waiting');
  });
});

describe('the windows of the clock', () => {
  const shutWindow = (): Given => at(5, given(...dayOf(WITH_WINDOW, ruled({}))), set('not-open-yet'));
  const window = ({ state }: Given) => state.counters.get('1')?.state;

  test('stay closed, and are there when the hall opens', () => {
    expect(window(at(12, shutWindow()))).toBe('closed');
    expect(window(at(12, shutWindow(), set('open')))).toBe('open');
    expect(window(at(56, shutWindow(), set('open')))).toBe('closed');
  });

  test('are there as well where an alarm comes in between', () => {
    expect(window(at(14, at(12, shutWindow(), set('evacuation')), set('open')))).toBe('open');
  });

  test('one that a teller has opened before its hours stays open as they begin', () => {
    const sits = ask({ type: 'open-counter', counter: '1', teller: 'wang', profile: null });
    const early = and(shutWindow(), sits);
    expect(window(at(14, early))).toBe('open');
    expect(early.state.hall.leaving).toEqual([]);
  });

  test('a teller who sits down opens one all the same', () => {
    const sits = ask({ type: 'open-counter', counter: '1', teller: 'wang', profile: null });
    expect(window(at(12, shutWindow(), sits))).toBe('open');
  });
});

test('without hours the branch is open again, and at the latest on the next day', () => {
  const branch = given(...opened(['1'], ruled({})), set('not-open-yet', minute(15)));
  branch.when(issued('cash')).thenRefused(notYet(minute(15)));
  expect(and(branch, set('open'), issued('cash')).state.hall.phase).toBe('open');
  const dawn = and(branch, morning);
  expect(dawn.state.hall).toMatchObject({ phase: 'open' });
  expect(dawn.state.hall.byHand).toBeUndefined();
});

test('after a snow day is taken back the branch may be late', () => {
  const snowed = at(5, given(...dayOf(DAY, ruled({}))), set('closing'));
  snowed.when(set('not-open-yet')).thenRefused({ code: 'hall-shut', phase: 'closed' });
  expect(and(snowed, set('open'), set('not-open-yet')).state.hall.byHand?.state).toBe('not-open-yet');
});

test('one state follows another: from not open yet to a snow day, an alarm, but no break', () => {
  expect(and(shut(), set('closing')).state.hall.phase).toBe('closed');
  const alarm = and(shut(minute(15)), set('evacuation'));
  alarm.when(issued('cash')).thenRefused({ code: 'hall-evacuated', service: 'cash' });
  expect(alarm.state.hall.byHand).toEqual({ state: 'evacuation', since: minute(5), before: 'not-open-yet' });
  shut().when(set('break')).thenRefused({ code: 'hall-shut', phase: 'not-open-yet' });
});

describe('a time that is told', () => {
  test('is of a break as well', () => {
    const branch = at(12, given(...dayOf(DAY, ruled({}))), set('break', minute(20)));
    branch.when(issued('cash')).thenRefused({ code: 'branch-break', service: 'cash', opens: minute(20) });
  });

  test.each(['evacuation', 'out-of-order', 'closing'] as const)('is none of %s', (state) => {
    const until = minute(20);
    at(12, given(...dayOf(DAY, ruled({}))))
      .when(set(state, until))
      .thenRefused({ code: 'hall-no-until', state, until });
  });

  test('lies ahead, as far as anybody knows', () => {
    const until = minute(5);
    const branch = at(5, given(...dayOf(DAY, ruled({}))));
    branch.when(set('not-open-yet', until)).thenRefused({ code: 'hall-no-until', state: 'not-open-yet', until });
    const clockless = and(branch, ask({ type: 'set-clock', offset: 0, isTrusted: false }), set('not-open-yet', until));
    clockless.when(issued('cash')).thenRefused(notYet(until));
  });

  test('is told no more from the instant on that it comes, though nothing else happens', () => {
    for (const [order, now] of [
      ['not-open-yet', 5],
      ['break', 12],
    ] as const) {
      const told = at(now, given(...dayOf(DAY, ruled({}))), set(order, minute(15)));
      expect(nextDue(told.state)).toBe(minute(15));
      and(told, later(minute(15) - 1 - told.now), TICK);
      expect(told.state.hall.byHand?.until).toBe(minute(15));
      const { since } = told.state.hall.byHand ?? {};
      const over = and({ ...told, now: minute(15) }).when(TICK);
      const { state } = over.thenHappens(DONE, byHours({ type: 'hall-set', from: order, state: order }));
      expect(reopensAt(state, null, state.lastAt)).toBeNull();
      expect(state.hall.byHand).toMatchObject({ state: order, since });
      expect(nextDue(state) ?? minute(16)).toBeGreaterThan(minute(15));
    }
  });

  test('is over with the hours at the latest, in one', () => {
    const branch = at(60, shut(minute(60)));
    expect(branch.events.filter(({ type }) => type.startsWith('hall-')).slice(-4)).toMatchObject([
      { type: 'hall-set', from: 'not-open-yet', state: 'not-open-yet', rule: 'hours' },
      { type: 'hall-set', from: 'not-open-yet', state: 'open', rule: 'hours' },
      { type: 'hall-phase-changed', phase: 'closing' },
      { type: 'hall-phase-changed', phase: 'closed' },
    ]);
  });

  test('moves with the clock, and stands while nobody knows the time', () => {
    const clock = (offset: number, isTrusted: boolean): Step => ask({ type: 'set-clock', offset, isTrusted });
    const told = shut(minute(15));
    expect(nextDue(and(told, clock(MINUTE, true)).state)).toBe(minute(14));
    expect(at(16, and(told, clock(0, false))).state.hall.byHand?.until).toBe(minute(15));
    expect(and({ ...told, now: minute(16) }, clock(0, true), TICK).state.hall.byHand?.until).toBeUndefined();
  });

  test('is restored from a snapshot', () => {
    const { state } = shut(minute(15));
    const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
    expect(snapshot(copy)).toEqual(snapshot(state));
    expect(copy.hall.byHand?.until).toBe(minute(15));
  });
});

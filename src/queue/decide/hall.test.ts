import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { ScheduledInstant } from '../instants.ts';
import { and, ask, type Given, given, happens, issued, issuedOnPaper, later, MINUTE, PLAIN, type Step } from '../spec.ts';
import { byHours, DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

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

const phases = ({ events }: Given) =>
  events.flatMap((event) => (event.type === 'hall-phase-changed' ? [event.phase] : []));
const service = (isOpen: boolean, after: number): ScheduledInstant => {
  return { at: minute(after), what: 'service', service: 'cash', isOpen };
};
const counter = (isOpen: boolean, after: number, by: 'schedule' | 'teller' = 'schedule'): ScheduledInstant => {
  return { at: minute(after), what: 'counter', counter: '1', isOpen, by };
};

describe('the hall', () => {
  test('goes through its day by the clock, each phase once, in order', () => {
    let branch = given(...dayOf(DAY, SERVE));
    expect(nextDue(branch.state)).toBe(minute(10));
    for (const [after, phase] of [
      [10, 'open'],
      [20, 'break'],
      [30, 'open'],
      [50, 'last-tickets'],
    ] as const) {
      branch = at(after, branch);
      expect(branch.state.hall).toMatchObject({ phase, since: minute(after) });
    }
    // Nobody is there at closing: it is closed at once.
    branch = at(60, branch);
    expect(phases(branch)).toEqual(['open', 'break', 'open', 'last-tickets', 'closing', 'closed']);
    expect(nextDue(branch.state)).toBeNull();
  });

  test('that a day opens late stands where the clock says, without what was missed', () => {
    const late = given(later(35 * MINUTE), ...dayOf(DAY, SERVE));
    expect(phases(late)).toEqual(['open']);
  });

  test('catches up in order with what came while the machine slept', () => {
    const branch = given(...dayOf(DAY, SERVE));
    expect(phases(at(55, branch))).toEqual(['open', 'break', 'open', 'last-tickets']);
  });

  test('is closing while somebody waits or is at a window, and closed when the last one has gone', () => {
    const past = at(40, given(...dayOf(DAY, SERVE, '1')), issued('cash'), issued('cash'), next());
    let branch = at(60, past);
    expect(branch.state.hall.phase).toBe('closing');
    branch = and(branch, next(), finish, TICK);
    expect(phases(branch).slice(-2)).toEqual(['closing', 'closed']);
  });

  test('takes up other hours at once, and a clock that was put back opens it again', () => {
    const branch = at(70, given(...dayOf(DAY, SERVE)));
    expect(branch.state.hall.phase).toBe('closed');
    const again = DAY.map((instant) => ({ ...instant, at: instant.at + 30 * MINUTE }));
    const open = and(branch, ask({ type: 'plan-day', instants: again }), TICK);
    expect(open.state.hall.phase).toBe('open');
    expect(nextDue(open.state)).toBe(minute(80));
  });

  test('stands still while the clock is not trusted, and is where it should be when it is', () => {
    const lost = and(at(40, given(...dayOf(DAY, SERVE))), ask({ type: 'set-clock', offset: 0, isTrusted: false }));
    expect(nextDue(lost.state)).toBeNull();
    const evening = at(90, lost);
    expect(evening.state.hall.phase).toBe('open');
    const right = and(evening, ask({ type: 'set-clock', offset: 0, isTrusted: true }), TICK);
    expect(right.state.hall.phase).toBe('closed');
  });

  test('without hours is open, and writes nothing', () => {
    const branch = given(...dayOf([], SERVE));
    expect(branch.state.hall.phase).toBe('open');
    expect(nextDue(branch.state)).toBeNull();
  });
});

describe('who still waits at closing', () => {
  const twoWait = (rules: typeof SERVE): Given =>
    at(40, given(...dayOf(DAY, rules, '1')), issued('cash'), issued('account'), issued('cash'), next());
  const ticket = (id: number, label: string, of: string) => ({ ticket: id, label, service: of });
  const changed = (from: 'last-tickets' | 'closing', phase: 'closing' | 'closed') =>
    byHours({ type: 'hall-phase-changed', from, phase });

  test('is served', () => {
    const closing = at(60, twoWait(SERVE));
    expect([...closing.state.waiting.keys()].sort()).toEqual(['account', 'cash']);
    const served = and(closing, next(), next(), finish, TICK);
    expect(served.events.filter(({ type }) => type === 'expired')).toEqual([]);
    expect(served.state.hall.phase).toBe('closed');
  });

  test('is served no longer than the rules say: then the rest expires', () => {
    const closing = at(79, twoWait(SERVE));
    const over = and(closing, later(MINUTE));
    over
      .when(TICK)
      .thenHappens(
        DONE,
        changed('closing', 'closed'),
        byHours({ type: 'expired', ...ticket(2, 'A001', 'account') }),
        byHours({ type: 'expired', ...ticket(3, 'C002', 'cash') }),
      );
  });

  test('expires, in one commit with the closing; who is at a window is served to the end', () => {
    const before = at(50, twoWait(ruled({ atClosing: 'expire' })));
    const closing = and(before, later(10 * MINUTE))
      .when(TICK)
      .thenHappens(
        DONE,
        changed('last-tickets', 'closing'),
        byHours({ type: 'expired', ...ticket(2, 'A001', 'account') }),
        byHours({ type: 'expired', ...ticket(3, 'C002', 'cash') }),
      );
    expect(and(closing, finish, TICK).state.hall.phase).toBe('closed');
  });

  test('is held over with the number, and goes before those who come the next morning', () => {
    const closed = at(60, twoWait(ruled({ atClosing: 'park' })), finish, TICK);
    expect(closed.state.hall.phase).toBe('closed');
    expect([...closed.state.parked.values()].map(({ label }) => label)).toEqual(['A001', 'C002']);
    const tomorrow = DAY.map((instant) => ({ ...instant, at: instant.at + 500 * MINUTE }));
    const night = at(500, closed, ask({ type: 'open-day', day: '2026-03-03', instants: tomorrow, openingHash: 'hash' }));
    expect([...night.state.parked.values()].map(({ label }) => label)).toEqual(['A001', 'C002']);
    const morning = at(510, night, ask({ type: 'open-counter', counter: '1', teller: null, profile: null }));
    const open = and(morning, issued('cash'));
    // C001 has gone home; C002 is live, and left out.
    expect(open.state.waiting.get('cash')?.map(({ label }) => label)).toEqual(['C002', 'C001']);
    const unparked = open.events.filter((event) => event.type === 'unparked');
    expect(unparked.map(({ reason, label }) => [label, reason])).toEqual([
      ['A001', 'opened'],
      ['C002', 'opened'],
    ]);
  });

  test('is called at once when the branch opens, where a window asked before', () => {
    const closed = at(60, twoWait(ruled({ atClosing: 'park' })), finish, TICK);
    const tomorrow = DAY.map((instant) => ({ ...instant, at: instant.at + 500 * MINUTE }));
    const early = at(501, closed, ask({ type: 'open-day', day: '2026-03-03', instants: tomorrow, openingHash: 'hash' }));
    const opened = and(early, ask({ type: 'open-counter', counter: '2', teller: 'teller-2', profile: null }), next('2'));
    const called = at(510, opened).events.filter((event) => event.type === 'called');
    expect(called.at(-1)).toMatchObject({ label: 'A001', counter: '2', rule: 'request' });
  });

  test('as a slip that is still in the printer is held over as well, and may be called in the morning', () => {
    const past = at(59, given(...dayOf(DAY, ruled({ atClosing: 'park' }))), later(58_000), issuedOnPaper('cash'));
    const held = at(60, past);
    expect(held.state.parked.size).toBe(1);
    const late = and(held, ask({ type: 'print-ended', ticket: 1, device: 'printer-1' }), later(MINUTE), TICK);
    expect(late.state.callable.size).toBe(0);
  });

  test('of a branch that was off at closing ends by the same rule when the next day opens', () => {
    const off = (rules: typeof SERVE): Given => {
      const past = at(40, given(...dayOf(DAY, rules)), issued('cash'), issued('wealth'));
      const day = ask({ type: 'open-day', day: '2026-03-03', instants: dayWith(), openingHash: 'hash' });
      return and(past, later(900 * MINUTE), day);
    };
    const own = ruled({ atClosing: 'expire' });
    const services = own.services.map((rules) => (rules.id === 'wealth' ? { ...rules, atClosing: 'park' as const } : rules));
    const branch = off({ ...own, services });
    expect(branch.state.waiting.size).toBe(0);
    expect([...branch.state.parked.values()].map(({ label }) => label)).toEqual(['W001']);
    expect(branch.state.ended.map(({ label, status }) => [label, status])).toEqual([['C001', 'expired']]);
  });
});

describe('a service with hours of its own', () => {
  const day = dayWith(service(false, 0), service(true, 12), service(false, 40));

  test('ends the waits of its own customers alone', () => {
    const rules = ruled({ atClosing: 'expire' });
    const past = at(30, given(...dayOf(day, rules)), issued('cash'), issued('account'));
    const over = at(40, past);
    expect(over.state.hall.shut).toEqual(['cash']);
    expect([...over.state.waiting.keys()]).toEqual(['account']);
  });
});

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
  const past = at(12, given(...dayOf(day, SERVE, '2')), issued('cash'), next('1'), ask({ type: 'park', counter: '1', pool: 'counter', returnAfter: null }));
  const standing = and(past, next('2'), later(5 * MINUTE), TICK);
  const closed = and(standing, later(minute(20) - standing.now));
  const away = { ticket: 1, label: 'C001', service: 'cash' } as const;
  closed.when(TICK).thenHappens(
    DONE,
    byHours({ type: 'hall-phase-changed', from: 'open', phase: 'break' }),
    byHours({ type: 'counter-hours-changed', of: '1', isOpen: false, by: 'schedule' }),
    { ...byHours({ type: 'counter-closed' }, '1'), teller: null },
    happens({ type: 'unparked', ...away, reason: 'closed' }),
    happens({ type: 'called', ...away, waited: 0, how: 'request', ...PLAIN }, '2', 'request'),
  );
});

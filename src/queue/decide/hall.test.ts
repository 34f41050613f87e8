import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { ScheduledInstant } from '../instants.ts';
import { and, ask, type Given, given, issued, issuedOnPaper, later, MINUTE, type Step } from '../spec.ts';
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
    const night = at(
      500,
      closed,
      ask({ type: 'open-day', day: '2026-03-03', instants: tomorrow, openingHash: 'hash' }),
    );
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
    const early = at(
      501,
      closed,
      ask({ type: 'open-day', day: '2026-03-03', instants: tomorrow, openingHash: 'hash' }),
    );
    const opened = and(
      early,
      ask({ type: 'open-counter', counter: '2', teller: 'teller-2', profile: null }),
      next('2'),
    );
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
    const services = own.services.map((rules) =>
      rules.id === 'wealth' ? { ...rules, atClosing: 'park' as const } : rules,
    );
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

describe('who waits for a window, not in a queue', () => {
  const wanted = (rules: typeof SERVE): Given => {
    const past = at(40, given(...dayOf(DAY, rules, '1', '2')), issued('cash'), next());
    const to = ask({ type: 'transfer', counter: '1', toCounter: '2' });
    return and(past, to);
  };

  test('is under way when the doors close, and expires once the hall ends, once', () => {
    const closing = at(60, wanted(ruled({ atClosing: 'expire' })));
    expect([closing.state.hall.phase, closing.state.pooled.size]).toEqual(['closing', 1]);
    const closed = at(80, closing);
    expect(closed.events.filter(({ type }) => type === 'expired')).toHaveLength(1);
    expect(closed.state.hall.phase).toBe('closed');
    expect(closed.state.pooled.size).toBe(0);
  });
});

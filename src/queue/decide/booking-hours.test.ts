import { describe, expect, test } from 'vitest';
import { type BookedHours, bookedHours } from '../booked-hours.ts';
import type { Command } from '../commands.ts';
import type { Rules } from '../rules.ts';
import { and, ask, decideFrozen, type Given, given, issued, later, MINUTE } from '../spec.ts';
import { DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

const APPOINTMENTS = { before: 5 * MINUTE, after: 5 * MINUTE, expiresAfter: 60 * MINUTE, most: 9 };
const rules = (over: Parameters<typeof ruled>[0] = {}): Rules => ({ ...ruled(over), appointments: APPOINTMENTS });
const ACCOUNT = { what: 'service', service: 'account' } as const;
const LATE_ACCOUNT = dayWith(
  { ...ACCOUNT, at: minute(0), isOpen: false },
  { ...ACCOUNT, at: minute(35), isOpen: true },
  { ...ACCOUNT, at: minute(45), isOpen: false },
);

const body = { type: 'book', reference: 'R-1', segment: 'senior' } as const;

/** Books with what the hours of the day say of that time. */
function book(after: number, service = 'cash', instants = DAY): Command {
  const time = minute(after);
  const hours = bookedHours(instants, service, time);
  return ask({ ...body, service, time, ...(hours ? { hours } : {}) });
}

function whyNot(command: Command, under = rules()): unknown {
  const branch = given(...dayOf(DAY, under));
  const { answer } = decideFrozen(branch.state, command, branch.now);
  return answer.kind === 'refused' ? answer.refusal : answer.kind;
}

describe('nobody is expected', () => {
  const refused = (why: 'break' | 'closed' | 'service', service: string, opens: number | null) =>
    ({ code: 'appointment-outside-hours', reference: 'R-1', service, why, opens }) as const;

  test.each([
    [5, 'closed', minute(10)],
    [20, 'break', minute(30)],
    [29, 'break', minute(30)],
    [60, 'closed', minute(1_000)],
    [85, 'closed', minute(1_000)],
  ] as const)('outside the hours of the branch: in the %sth minute', (after, why, opens) => {
    expect(whyNot(book(after))).toEqual(refused(why, 'cash', opens));
  });

  test.each([10, 19, 30, 50, 59])('but within them: in the %sth minute', (after) => {
    expect(whyNot(book(after))).toBe('done');
  });

  test('outside the own hours of the service', () => {
    expect(whyNot(book(32, 'account', LATE_ACCOUNT))).toEqual(refused('service', 'account', minute(35)));
    expect(whyNot(book(35, 'account', LATE_ACCOUNT))).toBe('done');
    expect(whyNot(book(45, 'account', LATE_ACCOUNT))).toEqual(refused('service', 'account', null));
    expect(whyNot(book(45, 'cash', LATE_ACCOUNT))).toBe('done');
  });

  test('in a break, unless numbers are issued in it', () => {
    expect(whyNot(book(25), rules({ issuesInBreak: true }))).toBe('done');
  });

  test('a day without hours is open, and so is a branch of which nobody knows them', () => {
    expect(bookedHours([], 'cash', minute(5))).toBeNull();
    const hours: BookedHours = { phase: 'open', isServiceShut: false, opens: null };
    expect(whyNot(ask({ ...body, service: 'cash', time: minute(5), hours }))).toBe('done');
  });
});

describe('who was told to come keeps the number although the hours are others now', () => {
  const checkIn = ask({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' });
  const answerAt = (now: number, past: Given) => {
    const branch = and(past, later(minute(now) - past.now), TICK);
    const { answer } = decideFrozen(branch.state, checkIn, branch.now);
    return answer.kind === 'refused' ? answer.refusal.code : answer.kind;
  };
  /** Booked without a word of hours, as before they were changed. */
  const booked = (after: number, instants = DAY, service = 'cash'): Given =>
    given(...dayOf(instants, rules(), '1'), ask({ ...body, service, time: minute(after) }));

  test('where the branch opens later by now', () => {
    expect(answerAt(3, booked(6))).toBe('issued');
    // Whoever comes too early of those who will be there in time comes again.
    expect(answerAt(8, booked(11))).toBe('not-open-yet');
    expect(answerAt(10, booked(11))).toBe('issued');
  });

  /** A customer is at a window of cash, or with another number at one of wealth, when the branch closes. */
  const atClosing = (after: number, service = 'cash', counter = '1'): Given => {
    const past = given(...dayOf(DAY, rules(), counter), ask({ ...body, service: 'cash', time: minute(after) }));
    return and(past, later(minute(55) - minute(0)), TICK, issued(service), ask({ type: 'call-next', counter }));
  };

  test('where the branch closes earlier by now, as long as it serves people and a window is there', () => {
    expect(answerAt(61, atClosing(65))).toBe('issued');
    expect(answerAt(62, atClosing(58))).toBe('issued');
    expect(answerAt(61, atClosing(65, 'wealth', '4'))).toBe('branch-closed');
    expect(answerAt(61, booked(65))).toBe('branch-closed');
    expect(answerAt(81, atClosing(82))).toBe('branch-closed');
  });

  test('where the service has other hours by now', () => {
    expect(answerAt(31, booked(33, LATE_ACCOUNT, 'account'))).toBe('issued');
    expect(answerAt(47, booked(44, LATE_ACCOUNT, 'account'))).toBe('issued');
    expect(answerAt(33, booked(36, LATE_ACCOUNT, 'account'))).toBe('service-closed');
  });

  test('but not where a person keeps the hall shut', () => {
    const shut = (state: 'not-open-yet' | 'closing' | 'out-of-order') =>
      and(booked(6), ask({ type: 'set-hall', state }));
    expect(answerAt(5, shut('not-open-yet'))).toBe('not-open-yet');
    expect(answerAt(5, shut('closing'))).toBe('branch-closed');
    expect(answerAt(5, shut('out-of-order'))).toBe('hall-out-of-order');
  });

  test('a break that a person has asked for is one like others', () => {
    const paused = and(booked(12), later(minute(10) - minute(0)), TICK, ask({ type: 'set-hall', state: 'break' }));
    expect(answerAt(11, paused)).toBe('issued');
    paused.when(issued('account')).thenRefused({ code: 'branch-break', service: 'account', opens: null });
  });

  test('who is late is one like others', () => {
    expect(answerAt(65, atClosing(59))).toBe('branch-closed');
  });

  test('and is called', () => {
    const next = ask({ type: 'call-next', counter: '1' });
    const branch = and(atClosing(65), later(minute(61) - minute(55)), TICK, checkIn, next);
    expect(branch.events.at(-1)).toMatchObject({ type: 'called', label: 'C002' });
  });
});

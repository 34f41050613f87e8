import { describe, expect, test } from 'vitest';
import type { Command } from '../commands.ts';
import type { ScheduledInstant } from '../instants.ts';
import type { Rules } from '../rules.ts';
import { and, ask, decideFrozen, type Given, given, issued, issuedOnPaper, later, MINUTE, type Step } from '../spec.ts';
import { DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';
import { tallyOf } from '../tallies.ts';

const SERVE = ruled({});
const insists = ask({
  type: 'issue',
  service: 'cash',
  segment: 'ordinary',
  language: 'en',
  handover: 'screen',
  insists: true,
});
const cash = issued('cash');

/** Time goes on to a minute of the day; no tick tells so. */
function silently(after: number, past: Given): Given {
  return and(past, later(minute(after) - past.now));
}

function at(after: number, past: Given, ...steps: readonly Step[]): Given {
  return and(silently(after, past), TICK, ...steps);
}

describe('outside hours no number is issued, whether a tick has come or not', () => {
  const branch = (): Given => given(...dayOf(DAY, SERVE, '1'));

  test.each([
    [5, { code: 'not-open-yet', service: 'cash', opens: minute(10) }],
    [20, { code: 'branch-break', service: 'cash', opens: minute(30) }],
    [60, { code: 'branch-closed', service: 'cash', opens: minute(1_000) }],
    [85, { code: 'branch-closed', service: 'cash', opens: minute(1_000) }],
  ] as const)('in minute %i', (after, refusal) => {
    silently(after, branch()).when(cash).thenRefused(refusal);
    at(after, branch()).when(cash).thenRefused(refusal);
    // Nobody overrides the hours.
    at(after, branch()).when(insists).thenRefused(refusal);
  });

  test.each([10, 19, 30, 50, 59])('and in minute %i one is', (after) => {
    expect(and(silently(after, branch()), cash).state.waiting.get('cash')).toHaveLength(1);
    expect(and(at(after, branch()), cash).state.waiting.get('cash')).toHaveLength(1);
  });

  test('but in a break where the rules say so', () => {
    const rules = ruled({ issuesInBreak: true });
    expect(at(25, given(...dayOf(DAY, rules)), cash).state.waiting.get('cash')).toHaveLength(1);
  });

  test('and while the clock is not trusted numbers are issued whatever the hours say', () => {
    const closed = at(90, branch(), ask({ type: 'set-clock', offset: 0, isTrusted: false }));
    expect(and(closed, cash).state.waiting.get('cash')).toHaveLength(1);
  });
});

describe('a service with hours of its own', () => {
  const own: readonly ScheduledInstant[] = [
    { at: minute(0), what: 'service', service: 'cash', isOpen: false },
    { at: minute(12), what: 'service', service: 'cash', isOpen: true },
    { at: minute(40), what: 'service', service: 'cash', isOpen: false },
    { at: minute(900), what: 'reopens', service: 'cash' },
  ];

  test('is closed while the branch is open, and says when it opens', () => {
    const branch = given(...dayOf(dayWith(...own), SERVE));
    silently(11, branch)
      .when(cash)
      .thenRefused({ code: 'service-closed', service: 'cash', opens: minute(12) });
    at(45, branch)
      .when(cash)
      .thenRefused({ code: 'service-closed', service: 'cash', opens: minute(900) });
    expect(and(branch, issued('account')).state.waiting.size).toBe(1);
  });

  test('has its own last ticket', () => {
    const rules = ruled({ lastTicketBefore: 3 * MINUTE });
    const branch = at(36, given(...dayOf(dayWith(...own), rules)), cash);
    const closes = minute(40);
    silently(37, branch).when(cash).thenRefused({ code: 'no-time-left', service: 'cash', closes, estimate: null });
    expect(and(branch, issued('account')).state.waiting.size).toBe(2);
  });
});

/** What a command would be answered. */
function answerTo({ state, now }: Given, command = cash) {
  return decideFrozen(state, command, now).answer;
}

/** One counter, five minutes a customer; one is called, so many wait. */
function queueOf(people: number, rules: Rules): Given {
  const one = (all: Rules): Rules => ({ ...all, counters: all.counters.filter(({ id }) => id === '1') });
  const steps: Step[] = Array.from({ length: people + 1 }, () => cash);
  const past = at(31, given(...dayOf(DAY, one(SERVE), '1')), ...steps, ask({ type: 'call-next', counter: '1' }));
  return and(past, ask({ type: 'apply-rules', rules: one(rules) }));
}

describe('the last ticket before closing', () => {
  test('is decided by the queue: with nobody before it a number is issued a minute before closing', () => {
    const branch = at(40, given(...dayOf(DAY, ruled({ lastTicketBy: 'p90' }), '1')));
    expect(answerTo(silently(59, branch))).toMatchObject({ kind: 'issued' });
  });

  test('and with many before it none half an hour before', () => {
    const refused = { kind: 'refused', refusal: { code: 'no-time-left', service: 'cash', closes: minute(60) } };
    const eight = queueOf(8, ruled({ lastTicketBy: 'p50' }));
    expect(answerTo(eight)).toMatchObject(refused);
    const { refusal } = answerTo(eight) as { refusal: { estimate: number } };
    expect(refusal.estimate).toBeGreaterThan(29 * MINUTE);
    expect(answerTo(queueOf(8, ruled({ lastTicketBy: null })))).toMatchObject({ kind: 'issued' });
  });

  test('is one or another by half of the customers and by nine of ten', () => {
    const people = Array.from({ length: 9 }, (_, waiting) => waiting);
    const last = (by: 'p50' | 'p90') =>
      people.findLast((waiting) => answerTo(queueOf(waiting, ruled({ lastTicketBy: by }))).kind === 'issued') ?? -1;
    expect(last('p90')).toBeGreaterThan(0);
    expect(last('p90')).toBeLessThan(last('p50'));
  });

  test('and where no window is open the clock decides', () => {
    const branch = at(
      31,
      given(...dayOf(DAY, ruled({ lastTicketBy: 'p90' }))),
      ...Array.from({ length: 30 }, () => cash),
    );
    expect(answerTo(silently(59, branch))).toMatchObject({ kind: 'issued' });
  });
});

describe('the capacity of a day', () => {
  const refused = (of: 'service' | 'branch', limit: number) =>
    ({ code: 'capacity-reached', service: 'cash', of, limit }) as const;

  test('is that of the service', () => {
    const branch = at(31, given(...dayOf(DAY, ruled({}, {}, { perDay: 2 }))), cash, cash);
    branch.when(cash).thenRefused(refused('service', 2));
    branch.when(insists).thenRefused(refused('service', 2));
    expect(and(branch, issued('account')).state.lastTicket).toBe(3);
  });

  test('is that of the branch', () => {
    const branch = at(31, given(...dayOf(DAY, ruled({}, { perDay: 2 }))), cash, issued('account'));
    branch.when(cash).thenRefused(refused('branch', 2));
  });

  test('gets back the number whose slip did not come out', () => {
    const failed = ask({ type: 'print-failed', ticket: 1, device: 'printer-1', reason: 'gone' });
    const branch = at(31, given(...dayOf(DAY, ruled({}, {}, { perDay: 1 }))), issuedOnPaper('cash'));
    branch.when(cash).thenRefused(refused('service', 1));
    expect(and(branch, failed, cash).state.lastTicket).toBe(2);
  });

  test('begins anew with the day', () => {
    const branch = at(31, given(...dayOf(DAY, ruled({}, {}, { perDay: 1 }))), cash);
    const day = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
    expect(and(branch, day, cash).state.lastTicket).toBe(2);
  });
});

describe('the question whether it is worth the wait', () => {
  const asking = ruled({}, { askWaiting: 2 });
  const question = (waiting: number) =>
    ({ code: 'confirm-needed', service: 'cash', reason: 'waiting', waiting, estimate: null }) as const;

  test('comes when more than so many wait, and who insists gets the number', () => {
    const branch = at(31, given(...dayOf(DAY, asking)), cash, cash);
    expect(answerTo(branch)).toMatchObject({ kind: 'issued' });
    const three = and(branch, cash);
    three.when(cash).thenRefused(question(3));
    const insisted = and(three, insists);
    expect(insisted.events.at(-1)).toMatchObject({ type: 'issued', insisted: 'waiting' });
  });

  test('leaves no mark on a number for which nobody was asked', () => {
    const branch = at(31, given(...dayOf(DAY, asking)), insists);
    expect(branch.events.at(-1)).not.toHaveProperty('insisted');
  });

  test('comes when the estimate passes closing time', () => {
    const rules = ruled({}, { askBy: 'p50' });
    expect(answerTo(queueOf(2, rules))).toMatchObject({ kind: 'issued' });
    const asked = { code: 'confirm-needed', reason: 'closing', waiting: 8 };
    expect(answerTo(queueOf(8, rules))).toMatchObject({ kind: 'refused', refusal: asked });
    expect(and(queueOf(8, rules), insists).events.at(-1)).toMatchObject({ type: 'issued', insisted: 'closing' });
  });

  test('is not asked of who keeps an appointment, who is not bound by capacity and time either', () => {
    const rules = ruled({ lastTicketBy: 'p50' }, { askWaiting: 0, perDay: 1 });
    const booked = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: minute(35) });
    const checkIn = ask({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' });
    const branch = at(32, given(...dayOf(DAY, rules, '1')), cash, booked);
    expect(answerTo(branch, checkIn)).toMatchObject({ kind: 'issued' });
    expect(answerTo(at(65, branch), checkIn)).toMatchObject({ kind: 'refused' });
  });

  test('is asked of nobody in a break, who is sent away; but not who was told to come then', () => {
    const booked = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: minute(25) });
    const checkIn = ask({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' });
    const inBreak = at(24, given(...dayOf(DAY, ruled({}), '1')), booked);
    expect(answerTo(inBreak, cash)).toMatchObject({ refusal: { code: 'branch-break' } });
    expect(answerTo(inBreak, checkIn)).toMatchObject({ kind: 'issued' });
  });

  test('is asked of who is late for an appointment, and answered by checking in once more', () => {
    const rules = {
      ...ruled({}, { askWaiting: 1 }),
      appointments: { before: 0, after: 0, expiresAfter: minute(60), most: 9 },
    };
    const booked = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: minute(31) });
    const checkIn = { type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' } as const;
    const late = at(33, at(30, given(...dayOf(DAY, rules, '1')), cash, cash, booked));
    expect(answerTo(late, ask(checkIn))).toMatchObject({ refusal: { code: 'confirm-needed', waiting: 2 } });
    expect(answerTo(late, ask({ ...checkIn, insists: true }))).toMatchObject({ kind: 'issued' });
  });
});

test('questions, refusals and insistence are counted by service and day', () => {
  const named = (key: string, insists: boolean): Command =>
    ask(
      { type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen', insists },
      { source: 'kiosk', key },
    );
  const asked = (branch: Given, command: Command): Given => {
    const decision = decideFrozen(branch.state, command, branch.now);
    return and(branch, ...(decision.kind === 'decided' ? decision.events : []));
  };
  const rules = ruled({}, { askWaiting: 1 }, { perDay: 3 });
  const two = at(31, given(...dayOf(DAY, rules)), cash, cash);
  let branch = asked(two, named('1', false));
  branch = asked(branch, named('2', true));
  branch = asked(branch, named('3', false));
  expect(tallyOf(branch.state, 'cash')).toEqual({ issued: 3, refused: 1, asked: 1, insisted: 1 });
  expect(tallyOf(branch.state, 'account')).toEqual({ issued: 0, refused: 0, asked: 0, insisted: 0 });
});

import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { EventOf } from '../events.ts';
import {
  and,
  ask,
  decideFrozen,
  type Given,
  given,
  happens,
  issued,
  later,
  MINUTE,
  opened,
  PLAIN,
  RULES,
  START,
  type Step,
} from '../spec.ts';

/** Wall time is ahead of branch time by so much. */
const OFFSET = 5_000_000;
const BOOKED = START + 60 * MINUTE;
const clock = (offset: number, isTrusted = true): Step => ask({ type: 'set-clock', offset, isTrusted });
const book = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'senior', time: BOOKED + OFFSET });
const asked = { type: 'check-in', reference: 'R-1', language: 'zh-CN', handover: 'screen' } as const;
const checkIn = ask(asked);
const tick = ask({ type: 'tick' });
const next = ask({ type: 'call-next', counter: '1' });
const done = { kind: 'done', label: null } as const;

/** R-1 is booked for `BOOKED`, and it is so long after that; negative is before. */
function at(duration: number, ...steps: readonly Step[]): Given {
  return given(...opened(['1']), clock(OFFSET), book, later(BOOKED - START + duration), ...steps);
}

function checkedIn(standing: 'kept' | 'late' | 'unknown') {
  return happens({ type: 'checked-in', reference: 'R-1', ticket: 1, label: 'C001', standing });
}

function ticket(booked: number | null) {
  const body = { type: 'issued', ticket: 1, label: 'C001', number: 1, service: 'cash', segment: 'senior' } as const;
  const more = { language: 'zh-CN', handover: 'screen', ahead: 0 } as const;
  return happens({ ...body, ...more, ...(booked === null ? {} : { booked }) });
}

const answer = { kind: 'issued', ticket: 1, label: 'C001', ahead: 0 } as const;

test('a time is booked for a service and a segment, under a reference that says nothing of the person', () => {
  const branch = given(...opened(), clock(OFFSET))
    .when(book)
    .thenHappens(
      done,
      happens({ type: 'booked', reference: 'R-1', service: 'cash', segment: 'senior', time: BOOKED + OFFSET }),
    );
  expect(nextDue(branch.state)).toBe(BOOKED + 30 * MINUTE);
});

describe('who checks in', () => {
  test.each([
    ['from the first moment of the window', -10 * MINUTE],
    ['at the booked time', 0],
    ['up to the last moment of the window', 5 * MINUTE],
  ])('%s is in time, and stands in the queue from the booked time on', (_when, duration) => {
    at(duration).when(checkIn).thenHappens(answer, checkedIn('kept'), ticket(BOOKED));
  });

  test('is called by lamp and pager, and has a large slip, as anybody else who needs that', () => {
    const branch = at(0, ask({ ...asked, needs: ['large-type', 'flash'], pager: '12' }));
    const { type, needs } = branch.events.at(-1) as EventOf<'issued'>;
    expect([type, needs]).toEqual(['issued', { kinds: ['large-type', 'flash', 'pager'], pager: '12' }]);
    expect(and(branch, next).events.at(-1)).toMatchObject({ type: 'called', flash: true, pager: '12' });
    at(0, issued('cash'), ask({ type: 'set-needs', ticket: { id: 1 }, needs: [], pager: '12' }))
      .when(ask({ ...asked, pager: '12' }))
      .thenRefused({ code: 'pager-taken', pager: '12', label: 'C001' });
  });

  test('needs a pager that the lobby is asked for', () => {
    const branch = at(0, ask({ ...asked, needs: ['pager'] }));
    expect(branch.events.slice(-3).map(({ type }) => type)).toEqual(['checked-in', 'issued', 'pager-needed']);
  });

  test('before the window is told how long it is', () => {
    at(-10 * MINUTE - 7)
      .when(checkIn)
      .thenRefused({ code: 'check-in-early', reference: 'R-1', wait: 7 });
  });

  test('after the window is a customer as any other', () => {
    at(5 * MINUTE + 1)
      .when(checkIn)
      .thenHappens(answer, checkedIn('late'), ticket(null));
  });

  test('while nobody knows the time of day is a customer as any other', () => {
    const branch = at(-60 * MINUTE, clock(OFFSET, false));
    branch.when(checkIn).thenHappens(answer, checkedIn('unknown'), ticket(null));
    expect(nextDue(branch.state)).toBeNull();
  });

  test('is no longer expected', () => {
    const branch = at(0, checkIn);
    expect(branch.state.appointments.size).toBe(0);
    expect(nextDue(branch.state)).toBeNull();
    branch.when(checkIn).thenRefused({ code: 'unknown-appointment', reference: 'R-1' });
  });

  test('is called at once where a counter waits for that', () => {
    const called = {
      type: 'called',
      ticket: 1,
      label: 'C001',
      service: 'cash',
      waited: 0,
      how: 'request',
      ...PLAIN,
    } as const;
    at(-1, next)
      .when(checkIn)
      .thenHappens(answer, checkedIn('kept'), ticket(BOOKED), happens(called, '1', 'request'));
  });

  test('is asked to come again when no number is free, and the appointment stands', () => {
    const services = RULES.services.map((service) => ({
      ...service,
      numbers: { ...service.numbers, last: service.numbers.first },
    }));
    const branch = at(0, ask({ type: 'apply-rules', rules: { ...RULES, services } }), issued('cash'));
    branch.when(checkIn).thenRefused({ code: 'numbers-exhausted', service: 'cash' });
    expect(branch.state.appointments.size).toBe(1);
  });
});

test('the booked time orders: after who came before it, before who came after it, also when checked in late', () => {
  const branch = at(-2, issued('cash'), later(4), issued('cash'), later(MINUTE), checkIn);
  expect(branch.state.waiting.get('cash')?.map(({ id }) => id)).toEqual([1, 3, 2]);
  const early = at(-4, checkIn, later(2), issued('cash'), later(4), issued('cash'));
  expect(early.state.waiting.get('cash')?.map(({ id }) => id)).toEqual([2, 1, 3]);
});

test('what is waited counts from the booked time, and from the check-in of who came after it', () => {
  const waited = (branch: Given): unknown => {
    const event = and(branch, next).events.at(-1);
    return event?.type === 'called' ? event.waited : null;
  };
  expect(waited(at(-MINUTE, checkIn, later(3 * MINUTE)))).toBe(2 * MINUTE);
  expect(waited(at(-MINUTE, checkIn))).toBe(0);
  expect(waited(at(MINUTE, checkIn, later(3 * MINUTE)))).toBe(3 * MINUTE);
});

test('who comes early and whose slip comes out while a counter stands waits for nothing yet', () => {
  const onPaper = { ...checkIn, handover: 'paper' } as typeof checkIn;
  const called = {
    type: 'called',
    ticket: 1,
    label: 'C001',
    service: 'cash',
    waited: 0,
    how: 'request',
    ...PLAIN,
  } as const;
  at(-MINUTE, next, onPaper)
    .when(ask({ type: 'print-ended', ticket: 1, device: 'printer-1' }))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'print-ended', ticket: 1, label: 'C001', device: 'printer-1' }),
      happens(called, '1', 'request'),
    );
});

test('to a score who comes early waits for nothing yet, whatever its power', () => {
  const profiles = RULES.profiles.map(({ id }) => ({ id, kind: 'score', exponent: 1.5, cap: 60 * MINUTE }) as const);
  const rules = ask({ type: 'apply-rules', rules: { ...RULES, profiles } });
  const branch = at(-2 * MINUTE, rules, checkIn, issued('account'), later(MINUTE), next);
  expect(branch.events.at(-1)).toMatchObject({ type: 'called', label: 'A001', rule: 'score' });
  const both = and(branch, next);
  expect(both.events.at(-1)).toMatchObject({ type: 'called', label: 'C001', rule: 'score', score: 0, waited: 0 });
});

test('an appointment that nobody checked in for expires, not before', () => {
  at(30 * MINUTE - 1)
    .when(tick)
    .thenHappens(done);
  const branch = at(30 * MINUTE)
    .when(tick)
    .thenHappens(done, happens({ type: 'booking-expired', reference: 'R-1' }));
  expect(branch.state.appointments.size).toBe(0);
  expect(nextDue(branch.state)).toBeNull();
});

test('the clock on the wall counts: when it is put right, the window moves with it', () => {
  const hour = 60 * MINUTE;
  at(-hour, clock(OFFSET + hour))
    .when(checkIn)
    .thenHappens(answer, checkedIn('kept'), ticket(BOOKED - hour));
  const branch = at(-hour, clock(OFFSET + hour), later(30 * MINUTE));
  branch.when(tick).thenHappens(done, happens({ type: 'booking-expired', reference: 'R-1' }));
  const unknown = given(...opened(), book);
  expect(nextDue(unknown.state)).toBeNull();
  expect(nextDue(and(unknown, clock(OFFSET)).state)).toBe(BOOKED + 30 * MINUTE);
});

test('new rules move the end of those that stand', () => {
  const appointments = { before: 0, after: 0, expiresAfter: MINUTE, most: 9 };
  const branch = at(0, ask({ type: 'apply-rules', rules: { ...RULES, appointments } }));
  expect(nextDue(branch.state)).toBe(BOOKED + MINUTE);
});

test('what cannot be booked is refused', () => {
  const branch = given(...opened(), clock(OFFSET), book);
  branch.when(book).thenRefused({ code: 'reference-taken', reference: 'R-1' });
  const other = (more: object): Step => ({ ...book, reference: 'R-2', ...more }) as Step;
  const of = (more: object) => decideFrozen(branch.state, other(more) as never, branch.now).answer;
  expect(of({ service: 'gold' })).toEqual({ kind: 'refused', refusal: { code: 'unknown-service', service: 'gold' } });
  expect(of({ segment: 'x' })).toEqual({ kind: 'refused', refusal: { code: 'unknown-segment', segment: 'x' } });
  const past = START + OFFSET - 5 * MINUTE;
  expect(of({ time: past }).kind).toBe('done');
  expect(of({ time: past - 1 })).toEqual({
    kind: 'refused',
    refusal: { code: 'appointment-past', reference: 'R-2' },
  });
  and(branch, other({}))
    .when({ ...book, reference: 'R-3' } as typeof book)
    .thenRefused({ code: 'appointments-full', limit: 2 });
  const { appointments: _, ...without } = RULES;
  given(...opened([], without))
    .when(book)
    .thenRefused({ code: 'no-appointments' });
});

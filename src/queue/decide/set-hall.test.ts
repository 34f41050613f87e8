import { describe, expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { HallOrder } from '../hall-states.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, type Given, given, happens, issued, issuedOnPaper, later, MINUTE, opened, RULES } from '../spec.ts';
import { byHours, DAY, dayOf, dayWith, minute, ruled, TICK } from '../spec-hours.fake.ts';

const DONE = { kind: 'done', label: null } as const;
const next = (counter = '1') => ask({ type: 'call-next', counter });
const set = (state: HallOrder, until?: number) =>
  ask({ type: 'set-hall', state, ...(until === undefined ? {} : { until }) });
const ticket = (id: number, label: string, service = 'cash') => ({ ticket: id, label, service });
const phaseTurned = (from: 'open' | 'break' | 'closing' | 'closed', phase: 'open' | 'break' | 'closing' | 'closed') =>
  byHours({ type: 'hall-phase-changed', from, phase });

/** In the given minute of a day with hours, counter 1 open. */
function at(after: number, rules = ruled({})): Given {
  const past = given(...dayOf(DAY, rules, '1'));
  return and(past, later(minute(after) - past.now), TICK);
}

describe.each([
  ['evacuation', 'hall-evacuated'],
  ['out-of-order', 'hall-out-of-order'],
] as const)('while the hall is set to %s', (state, code) => {
  const stopped = (): Given => given(...opened(['1', '2']), issued('cash'), issued('cash'), next(), set(state));

  test('nobody is issued, called or recalled', () => {
    const branch = stopped();
    branch.when(issued('cash')).thenRefused({ code, service: 'cash' });
    branch.when(next('2')).thenRefused({ code });
    branch.when(ask({ type: 'call-ticket', counter: '2', ticket: { id: 2 } })).thenRefused({ code });
    branch.when(ask({ type: 'recall', counter: '1' })).thenRefused({ code });
  });

  test('tickets, visits and places stay, and it goes on where it was', () => {
    const open = and(stopped(), later(20 * MINUTE), TICK, set('open'));
    expect(open.state.tickets.get(1)?.status).toBe('called');
    open.when(next('2')).thenHappens(
      { kind: 'called', ticket: 2, label: 'C002', counter: '2', waiting: 0 },
      happens(
        {
          type: 'called',
          ...ticket(2, 'C002'),
          waited: 20 * MINUTE,
          how: 'next',
          score: null,
          passedOver: 0,
          turns: null,
        },
        '2',
        'longest-wait',
      ),
    );
  });

  test('a request that stands ends: whoever comes back to the window presses again', () => {
    given(...opened(['1']), next())
      .when(set(state))
      .thenHappens(
        DONE,
        happens({ type: 'request-ended', reason: 'hall' }, '1'),
        happens({ type: 'hall-set', from: 'open', state }),
      );
  });

  test('a slip that comes out meanwhile is called by nobody', () => {
    const branch = given(...opened(['1']), issuedOnPaper('cash'), next(), set(state), later(MINUTE), TICK);
    expect(branch.state.tickets.get(1)).toMatchObject({ status: 'waiting', isCallable: true });
  });

  test('the clock turns nothing, and brings it all at once when it rules again', () => {
    const past = at(40, ruled({ atClosing: 'expire' }));
    const evening = and(past, issued('cash'), set(state), later(30 * MINUTE), TICK);
    expect(nextDue(evening.state)).toBeNull();
    expect(evening.state.hall.phase).toBe('open');
    evening
      .when(set('open'))
      .thenHappens(
        DONE,
        happens({ type: 'hall-set', from: state, state: 'open' }),
        phaseTurned('open', 'closing'),
        byHours({ type: 'expired', ...ticket(1, 'C001') }),
        phaseTurned('closing', 'closed'),
        byHours({ type: 'counter-closed' }, '1'),
      );
  });

  test('waits are no alert, and are one again, from their beginning, when it goes on', () => {
    const alerts = { waitOver: { above: 1, below: 1 }, counterIdle: MINUTE, queueLong: { above: 0, below: 1 } };
    const long = given(...opened(['1'], { ...RULES, alerts }), issued('cash'), later(30 * MINUTE), TICK);
    const kinds = ({ state: { alerts: book } }: Given) => [...book.standing.values()].map(({ kind }) => kind).sort();
    expect(kinds(long)).toEqual(['counter-idle', 'queue-long', 'wait-over-target']);
    const still = and(long, set(state), later(1), TICK, later(30 * MINUTE), TICK);
    expect(kinds(still)).toEqual([]);
    const open = and(still, set('open'), later(1), TICK);
    // The counter is idle only from now on.
    expect(kinds(open)).toEqual(['queue-long', 'wait-over-target']);
    expect(open.state.alerts.standing.get('wait-over-target/cash')?.since).toBe(open.now);
  });

  test('the end of the day ends it', () => {
    const opens = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
    const branch = stopped();
    const morning = and(branch, opens);
    expect(morning.events.slice(-1)).toMatchObject([{ type: 'hall-set', from: state, state: 'open', rule: 'day-end' }]);
    expect(and(morning, next('2')).state.tickets.get(2)?.status).toBe('called');
  });

  test('it is restored from a snapshot', () => {
    const { state: before, now } = stopped();
    const copy = restore(JSON.parse(JSON.stringify(snapshot(before))));
    expect(snapshot(copy)).toEqual(snapshot(before));
    expect(copy.hall.byHand).toEqual({ state, since: now, before: 'open' });
  });
});

test('whoever has left the building has not missed a call', () => {
  const called = given(...opened(['1']), issued('cash'), next());
  const noShow = ask({ type: 'no-show', counter: '1' });
  and(called, set('evacuation')).when(noShow).thenRefused({ code: 'hall-evacuated' });
  const repaired = and(called, set('out-of-order'), noShow);
  expect(repaired.events.at(-1)?.type).toBe('no-show');
});

describe('a break by hand', () => {
  test('is like that of the hours: numbers as these say, and counters go on calling', () => {
    const branch = and(at(12), issued('cash'), set('break'));
    expect(branch.state.hall).toMatchObject({ phase: 'break', byHand: { state: 'break' } });
    branch.when(issued('cash')).thenRefused({ code: 'branch-break', service: 'cash', opens: null });
    expect(and(branch, next()).state.tickets.get(1)?.status).toBe('called');
  });

  test('holds beyond the break of the clock, and ends at once by hand', () => {
    const branch = and(at(12), set('break'), later(23 * MINUTE), TICK);
    expect(branch.state.hall.phase).toBe('break');
    branch
      .when(set('open'))
      .thenHappens(DONE, happens({ type: 'hall-set', from: 'break', state: 'open' }), phaseTurned('break', 'open'));
  });

  test('that is forgotten keeps no branch open: closing time ends it', () => {
    const branch = and(at(40), set('break'), later(20 * MINUTE), TICK);
    expect(branch.events.filter(({ type }) => type.startsWith('hall-')).slice(-3)).toMatchObject([
      { type: 'hall-set', from: 'break', state: 'open', rule: 'hours' },
      { type: 'hall-phase-changed', phase: 'closing' },
      { type: 'hall-phase-changed', phase: 'closed' },
    ]);
    expect(branch.state.hall.byHand).toBeUndefined();
  });

  test('without hours ends where it began', () => {
    const branch = given(...opened(['1'], ruled({})), set('break'));
    branch.when(issued('cash')).thenRefused({ code: 'branch-break', service: 'cash', opens: null });
    expect(and(branch, set('open'), issued('cash')).state.hall.phase).toBe('open');
  });
});

describe('an early close', () => {
  test.each([
    ['serve', 'waiting'],
    ['park', 'parked'],
  ] as const)('gives no more numbers, and who waits is treated as closing time says: %s', (atClosing, status) => {
    const branch = and(at(40, ruled({ atClosing })), issued('cash'), set('closing'));
    expect(branch.state.tickets.get(1)?.status).toBe(status);
    branch.when(issued('cash')).thenRefused({ code: 'branch-closed', service: 'cash', opens: minute(1_000) });
  });

  test('expires who waits where the rules say so', () => {
    const branch = and(at(40, ruled({ atClosing: 'expire' })), issued('cash'), set('closing'));
    expect(branch.state.tickets.size).toBe(0);
    expect(branch.state.hall.phase).toBe('closed');
  });

  test('has closed once nobody is there, in the middle of the day and without hours too', () => {
    for (const branch of [at(40), given(...opened(['1'], ruled({})))]) {
      const closing = and(branch, issued('cash'), set('closing'), next());
      expect(closing.state.hall.phase).toBe('closing');
      const over = and(closing, ask({ type: 'finish', counter: '1' }), TICK, later(MINUTE), TICK);
      expect(over.state.hall.phase).toBe('closed');
      expect(over.state.counters.get('1')?.state).toBe('closed');
    }
  });

  test('is taken back: who was held over waits again', () => {
    const branch = and(at(40, ruled({ atClosing: 'park' })), issued('cash'), set('closing'), set('open'));
    expect(branch.state.hall).toMatchObject({ phase: 'open' });
    expect(branch.state.tickets.get(1)?.status).toBe('waiting');
  });

  test('ends with the day', () => {
    const closed = and(given(...opened(['1'], ruled({}))), set('closing'));
    const morning = and(closed, ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }));
    expect(morning.state.hall).toMatchObject({ phase: 'open' });
    expect(and(morning, issued('cash')).state.tickets.size).toBe(1);
  });
});

describe('a branch that does not open today', () => {
  const opens = { at: minute(10), what: 'counter', counter: '1', isOpen: true, by: 'schedule' } as const;
  const ends = { ...opens, at: minute(60), isOpen: false };
  const snowed = (): Given => {
    const early = given(...dayOf(dayWith(opens, ends), ruled({})), later(5 * MINUTE), TICK);
    return and(early, set('closing'), later(1), TICK);
  };

  test('is closed before it opens, and stays so through its hours', () => {
    expect(snowed().state.hall.phase).toBe('closed');
    for (const after of [10, 30, 50, 61, 81]) {
      const past = snowed();
      const branch = and(past, later(minute(after) - past.now), TICK);
      expect([branch.state.hall.phase, branch.state.counters.get('1')?.state]).toEqual(['closed', 'closed']);
      branch.when(issued('cash')).thenRefused({ code: 'branch-closed', service: 'cash', opens: minute(1_000) });
    }
  });

  test('opens after all where somebody says so, with the windows of the clock', () => {
    const past = snowed();
    const branch = and(past, later(minute(15) - past.now), TICK, set('open'));
    expect([branch.state.hall.phase, branch.state.counters.get('1')?.state]).toEqual(['open', 'open']);
  });
});

describe('what may not be asked', () => {
  test('is what stands already', () => {
    const branch = given(...opened([]));
    branch.when(set('open')).thenRefused({ code: 'hall-already', state: 'open' });
    and(branch, set('evacuation')).when(set('evacuation')).thenRefused({ code: 'hall-already', state: 'evacuation' });
  });

  test('is a break of a branch that is not open, or an early close of one that has closed', () => {
    at(5).when(set('break')).thenRefused({ code: 'hall-shut', phase: 'not-open-yet' });
    at(61).when(set('closing')).thenRefused({ code: 'hall-shut', phase: 'closed' });
    at(61).when(set('not-open-yet')).thenRefused({ code: 'hall-shut', phase: 'closed' });
  });

  test('is anything before the first day', () => {
    given(ask({ type: 'apply-rules', rules: RULES }))
      .when(set('evacuation'))
      .thenRefused({ code: 'no-day' });
  });

  test('but one state follows another: a break becomes an evacuation', () => {
    const branch = and(at(12), set('break'), set('evacuation'));
    expect(branch.state.hall.byHand).toMatchObject({ state: 'evacuation', before: 'open' });
    expect(and(branch, set('open')).state.hall.phase).toBe('open');
  });
});

import { expect, test } from 'vitest';
import { nextDue } from '../due.ts';
import type { Rules } from '../rules.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, START } from '../spec.ts';
import { issuedFor, next, VISIT_RULES } from '../spec-visit.fake.ts';

const DAY = 24 * 60 * MINUTE;
const tick = ask({ type: 'tick' });

/** Counter 2 is there for gold customers, and helps others who have waited longer than five minutes. */
const HELPING: Rules = {
  ...VISIT_RULES,
  counters: VISIT_RULES.counters.map((each) =>
    each.id === '2'
      ? { ...each, own: { of: { segments: ['gold'] }, helps: [{ when: { longerThan: 5 * MINUTE }, of: {} }] } }
      : each,
  ),
};

/** C001 is set aside at counter 1 for six minutes, and counter 2 has asked for whomever it may call. */
function setAside(to: { readonly toCounter?: string; readonly service?: string }): Given {
  return given(
    ...opened(['1', '2', '3'], HELPING),
    issued('cash'),
    next('1'),
    ask({ type: 'transfer', counter: '1', ...to, after: 6 * MINUTE }),
    next('2'),
    later(6 * MINUTE),
  );
}

test('who returns into the pool of a window is not called away by a window that helps who has waited long', () => {
  const back = setAside({ toCounter: '3' })
    .when(tick)
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'unparked', ticket: 1, label: 'C001', service: 'cash', reason: 'time' }),
    );
  expect(back.state.pooled.get('counter 3')?.map(({ id }) => id)).toEqual([1]);
  expect(and(back, next('3')).state.counters.get('3')?.ticket).toBe(1);
});

test('who returns to a queue is called by a window that helps who has waited long', () => {
  const back = and(setAside({ service: 'account' }), tick);
  expect(back.events.map(({ type }) => type).slice(-2)).toEqual(['unparked', 'called']);
  expect(back.events.at(-1)).toMatchObject({ label: 'C001', counter: '2' });
});

test('whoever was held over and waits again as the hall opens is called by the same tick', () => {
  const instants = [
    { at: START + 10 * MINUTE, what: 'opens' },
    { at: START + 20 * MINUTE, what: 'closes' },
  ] as const;
  const day = (date: string, days: number) =>
    ask({
      type: 'open-day',
      day: date,
      instants: instants.map(({ at, what }) => ({ at: at + days * DAY, what })),
      openingHash: 'hash',
    });
  const rules: Rules = {
    ...HELPING,
    hours: { issuesInBreak: false, lastTicketBy: null, lastTicketBefore: 0, atClosing: 'park' },
  };
  const evening = given(
    ask({ type: 'apply-rules', rules }),
    ask({ type: 'set-clock', offset: 0, isTrusted: true }),
    day('2026-03-02', 0),
    later(10 * MINUTE),
    tick,
    issued('cash'),
    later(10 * MINUTE),
    tick,
  );
  const asked = and(
    evening,
    later(DAY - 15 * MINUTE),
    day('2026-03-03', 1),
    tick,
    ask({ type: 'open-counter', counter: '2', teller: 'teller-2', profile: null }),
    next('2'),
  );
  expect(asked.state.counters.get('2')?.request).not.toBeNull();
  const open = and(asked, later(5 * MINUTE), tick);
  expect(open.events.slice(-3).map(({ type }) => type)).toEqual(['hall-phase-changed', 'unparked', 'called']);
  expect(nextDue(open.state)).toBe(START + DAY + 20 * MINUTE);
});

test('who is sent on to others by next, none of whom has asked, is helped there as anybody else', () => {
  const helps = [{ when: 'idle', of: {} }] as const;
  const rules: Rules = {
    ...VISIT_RULES,
    counters: VISIT_RULES.counters.map((each) =>
      each.id === '3' ? { ...each, own: { of: { segments: ['gold'] }, helps } } : each,
    ),
  };
  const past = (...counters: readonly string[]): Given => {
    const branch = given(...opened(counters, rules), issuedFor('cash', 'wealth'), next('3'), later(MINUTE));
    return counters.includes('4') ? and(branch, next('4')) : branch;
  };
  const types = ({ events }: Given) => events.slice(-3).map(({ type, counter }) => [type, counter]);
  const helped = and(past('3'), next('3'));
  expect(types(helped)).toEqual([
    ['service-finished', '3'],
    ['request-stands', '3'],
    ['called', '3'],
  ]);
  expect(helped.state.tickets.get(1)).toMatchObject({ status: 'called', service: 'wealth', counter: '3' });
  expect(helped.state.counters.get('3')?.request).toBeNull();
  // Whoever is there for wealth and has asked goes before.
  const others = and(past('3', '4'), next('3'));
  expect(types(others).at(-1)).toEqual(['called', '4']);
  expect(others.state.counters.get('3')?.request).not.toBeNull();
  // A wrong key is taken back as ever: the call alone, then nothing more.
  const back = and(helped, ask({ type: 'undo', counter: '3' }));
  expect(back.state.tickets.get(1)?.status).toBe('waiting');
});

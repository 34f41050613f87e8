import { describe, expect, test } from 'vitest';
import type { EventOf } from '../events.ts';
import { snapshot } from '../snapshot.ts';
import { and, ask, type Given, given, happens, issued, later, MINUTE, opened, RULES, type Step } from '../spec.ts';
import { handoff, next, VISIT_RULES } from '../spec-visit.fake.ts';

const at = (counter: string, type: 'start' | 'finish' | 'undo' | 'pause-counter' | 'no-show'): ReturnType<typeof ask> =>
  ask({ type, counter });
const takeOver = ask({ type: 'take-over', counter: '2', from: '1' });
const done = { kind: 'done', label: 'C001' } as const;
const taken = (status: 'called' | 'serving') =>
  happens({ type: 'taken-over', ticket: 1, label: 'C001', from: '1', status }, '2');
const paused = happens({ type: 'counter-paused', reason: 'take-over' }, '1');
const calledAt1: readonly Step[] = [...opened(['1', '2']), issued('cash'), next('1'), later(MINUTE)];
const servedAt1: readonly Step[] = [...calledAt1, at('1', 'start'), later(MINUTE)];

/** What a person can see of the branch: all but what a counter could undo. */
function visible({ state }: Given) {
  const { tickets, ended, counters } = snapshot(state);
  return { tickets, ended, counters: counters.map((counter) => ({ ...counter, undo: null })) };
}

test('a customer who does not hear and is taken over is called by lamp and pager there; not who is being served', () => {
  const needs = ask({ type: 'set-needs', ticket: { label: 'C001' }, needs: ['flash'], pager: '12' });
  const [signs, called] = [
    { flash: true, pager: '12' },
    { type: 'taken-over', ticket: 1, label: 'C001', from: '1' },
  ] as const;
  given(...calledAt1, needs)
    .when(takeOver)
    .thenHappens(done, happens({ ...called, status: 'called', ...signs }, '2'), paused);
  given(...servedAt1, needs)
    .when(takeOver)
    .thenHappens(done, taken('serving'), paused);
});

describe('a visit that is taken over', () => {
  test.each([
    ['called', calledAt1],
    ['serving', servedAt1],
  ] as const)('goes on as it was, %s; the window where it was pauses', (status, steps) => {
    const before = given(...steps);
    const { counter: _, ...ticket } = before.state.tickets.get(1) ?? expect.fail();
    const branch = before.when(takeOver).thenHappens(done, taken(status), paused);
    expect(branch.state.tickets.get(1)).toEqual({ ...ticket, counter: '2' });
    expect(branch.state.counters.get('1')).toMatchObject({ state: 'paused', teller: 'teller-1', ticket: null });
    expect(branch.state.counters.get('2')).toMatchObject({ state: 'open', ticket: 1 });
  });

  test('is finished by the teller who took it, with all of its time', () => {
    const branch = given(...servedAt1, takeOver, later(MINUTE))
      .when(at('2', 'finish'))
      .thenHappens(
        done,
        happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 2 * MINUTE }, '2'),
      );
    const [serving] = branch.state.ended[0]?.servings ?? [];
    expect(serving).toMatchObject({ counter: '2', teller: 'teller-2' });
  });

  test('ends the request that stood at the window', () => {
    given(...calledAt1, next('2'))
      .when(takeOver)
      .thenHappens(done, happens({ type: 'request-ended', reason: 'chosen' }, '2'), taken('called'), paused);
  });

  test('leaves who waits for the paused window where they are', () => {
    const sent = ask({ type: 'transfer', counter: '2', toCounter: '1' });
    const branch = given(...opened(['1', '2']), issued('cash'), issued('cash'), next('1'), next('2'), sent, takeOver);
    expect(branch.state.tickets.get(2)?.visit?.pool).toEqual({ kind: 'counter', counter: '1' });
  });

  test('may be of a window that was paused already, by the teller who moves', () => {
    const moved = ask({ type: 'open-counter', counter: '2', teller: 'teller-1', profile: null });
    given(...opened(['1']), issued('cash'), next('1'), at('1', 'pause-counter'), moved)
      .when(takeOver)
      .thenHappens(done, { ...taken('called'), teller: 'teller-1' });
  });

  test('of the back office goes on in the back office alone, and at no window of its own', () => {
    const review: readonly Step[] = [
      ...opened(['1', '3', '5', '6'], VISIT_RULES),
      issued('settlement'),
      next('3'),
      handoff('3'),
      next('5'),
    ];
    const branch = given(...review);
    branch
      .when(ask({ type: 'take-over', counter: '1', from: '5' }))
      .thenRefused({ code: 'back-counter', counter: '5' });
    branch
      .when(ask({ type: 'take-over', counter: '6', from: '5' }))
      .thenHappens(
        { kind: 'done', label: 'S001' },
        happens({ type: 'taken-over', ticket: 1, label: 'S001', from: '5', status: 'serving' }, '6'),
        happens({ type: 'counter-paused', reason: 'take-over' }, '5'),
      );
    const atWindow = given(...opened(['1', '5'], VISIT_RULES), issued('cash'), next('1'));
    atWindow
      .when(ask({ type: 'take-over', counter: '5', from: '1' }))
      .thenRefused({ code: 'back-counter', counter: '5' });
  });

  test('that is over its time is told of at the window where it is', () => {
    const rules = { ...RULES, alerts: { serviceOver: 1 } };
    const tick = ask({ type: 'tick' });
    const at1: readonly Step[] = [...opened(['1', '2'], rules), issued('cash'), next('1'), at('1', 'start')];
    const over: readonly Step[] = [at('1', 'pause-counter'), later(5 * MINUTE + 1), tick];
    const told = (branch: Given, since: number): readonly string[] =>
      branch.events
        .slice(since)
        .flatMap(({ type, counter }) => (type.startsWith('alert-') ? [`${type} ${counter}`] : []));
    const before = given(...at1, ...over);
    expect(told(before, 0)).toEqual(['alert-raised 1']);
    const taken = and(before, takeOver, later(1), tick);
    expect(told(taken, before.events.length)).toEqual(['alert-cleared 1', 'alert-raised 2']);
    const back = and(taken, at('2', 'undo'), later(1), tick);
    expect(told(back, taken.events.length)).toEqual(['alert-raised 1', 'alert-cleared 2']);
  });

  test.each([
    ['a window that the branch does not have', '9', { code: 'unknown-counter', counter: '9' }],
    ['the window itself', '2', { code: 'same-counter', counter: '2' }],
    ['a window where nobody is', '3', { code: 'no-open-ticket', counter: '3' }],
  ] as const)('is not that of %s', (_, from, refusal) => {
    given(...opened(['1', '2', '3']))
      .when(ask({ type: 'take-over', counter: '2', from }))
      .thenRefused(refusal);
  });

  test('goes to an open window without a customer, and not in an evacuation', () => {
    given(...calledAt1, issued('cash'), next('2'))
      .when(takeOver)
      .thenRefused({ code: 'counter-busy', counter: '2', label: 'C002' });
    given(...calledAt1, at('2', 'pause-counter'))
      .when(takeOver)
      .thenRefused({ code: 'counter-paused', counter: '2' });
    given(...calledAt1, ask({ type: 'close-counter', counter: '2' }))
      .when(takeOver)
      .thenRefused({ code: 'counter-closed', counter: '2' });
    given(...calledAt1, ask({ type: 'set-hall', state: 'evacuation' }))
      .when(takeOver)
      .thenRefused({ code: 'hall-evacuated' });
  });
});

describe('a take-over that is taken back', () => {
  const undone = (status: 'called' | 'serving') =>
    happens({ type: 'undone', what: 'take-over', restored: [{ ticket: 1, status, counter: '1' }] }, '2', 'undo');
  const opensAgain = happens({ type: 'counter-opened', profile: 'fair' }, '1', 'undo');

  test.each([
    ['called', calledAt1],
    ['serving', servedAt1],
  ] as const)('puts the customer and the window back as they were, %s', (status, steps) => {
    const before = given(...steps);
    const seen = visible(before);
    const after = and(before, takeOver, later(1_000))
      .when(at('2', 'undo'))
      .thenHappens(done, opensAgain, undone(status));
    expect(visible(after)).toEqual(seen);
  });

  test('leaves a window paused that was paused before, and open whom somebody has opened since', () => {
    given(...calledAt1, at('1', 'pause-counter'), takeOver)
      .when(at('2', 'undo'))
      .thenHappens(done, undone('called'));
    given(...calledAt1, takeOver, ask({ type: 'open-counter', counter: '1', teller: null, profile: null }))
      .when(at('2', 'undo'))
      .thenHappens(done, undone('called'));
  });

  test('leaves a window paused that somebody has opened and paused since', () => {
    const opens = ask({ type: 'open-counter', counter: '1', teller: null, profile: null });
    given(...calledAt1, takeOver, opens, at('1', 'pause-counter'))
      .when(at('2', 'undo'))
      .thenHappens(done, undone('called'));
  });

  test('has its time, and is over once the customer has begun or the window has another one', () => {
    given(...calledAt1, takeOver, later(RULES.undoWindow + 1))
      .when(at('2', 'undo'))
      .thenRefused({ code: 'undo-too-late', counter: '2' });
    given(...calledAt1, takeOver, at('2', 'start'))
      .when(at('2', 'undo'))
      .thenRefused({ code: 'nothing-to-undo', counter: '2' });
    const opens = ask({ type: 'open-counter', counter: '1', teller: null, profile: null });
    const overtaken = { code: 'undo-overtaken', label: 'C001' } as const;
    given(...calledAt1, takeOver, opens, next('1'))
      .when(at('2', 'undo'))
      .thenRefused(overtaken);
    given(...calledAt1, takeOver, opens, issued('cash'), next('1'))
      .when(at('2', 'undo'))
      .thenRefused(overtaken);
    given(...calledAt1, takeOver, ask({ type: 'close-counter', counter: '1' }))
      .when(at('2', 'undo'))
      .thenRefused(overtaken);
  });

  test('waits until the teller who moved has let go of the other window', () => {
    const moved = ask({ type: 'open-counter', counter: '3', teller: 'teller-1', profile: null });
    given(...calledAt1, takeOver, moved)
      .when(at('2', 'undo'))
      .thenRefused({ code: 'teller-elsewhere', teller: 'teller-1', counter: '3' });
  });

  test('lets the window that has the customer again take back its call', () => {
    given(...calledAt1, takeOver, at('2', 'undo'))
      .when(at('1', 'undo'))
      .thenRefused({ code: 'undo-too-late', counter: '1' });
    const soon = given(...opened(['1', '2']), issued('cash'), next('1'), takeOver, at('2', 'undo'), at('1', 'undo'));
    expect(soon.state.waiting.get('cash')?.map(({ id }) => id)).toEqual([1]);
  });
});

test('at a change of shift the visit goes on with the teller who has sat down, who is credited with its end', () => {
  const change = ask({ type: 'open-counter', counter: '1', teller: 'wang', profile: null });
  const branch = given(...servedAt1, change, later(MINUTE), at('1', 'finish'));
  const finished = branch.events.findLast((event): event is EventOf<'finished'> => event.type === 'finished');
  expect(finished).toMatchObject({ counter: '1', teller: 'wang', served: 2 * MINUTE });
  expect(branch.state.ended[0]?.servings[0]).toMatchObject({ counter: '1', teller: 'wang' });
});

import { expect, test } from 'vitest';
import { snapshot } from '../snapshot.ts';
import { and, ask, type Expected, type Given, given, happens, issued, later, opened, PLAIN, RULES } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const start = ask({ type: 'start', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });
const noShow = ask({ type: 'no-show', counter: '1' });
const undo = ask({ type: 'undo', counter: '1' });

const waits = (ticket: number) => ({ ticket, status: 'waiting', counter: null }) as const;
const isCalled = (ticket: number) => ({ ticket, status: 'called', counter: '1' }) as const;
const isServed = (ticket: number) => ({ ticket, status: 'serving', counter: '1' }) as const;

function undone(
  what: 'call' | 'finish' | 'no-show',
  ...restored: Extract<Expected['body'], { type: 'undone' }>['restored']
) {
  return happens({ type: 'undone', what, restored }, '1', 'undo');
}

/** What a person can see of the branch: all but what the counter could undo. */
function visible({ state }: Given) {
  const { tickets, ended, counters } = snapshot(state);
  const places = [...state.waiting].map(([service, queue]) => [service, queue.map(({ id }) => id)]);
  return { tickets, ended, counters: counters.map((counter) => ({ ...counter, undo: null })), places };
}

test('a wrong next puts the customer back in the same place', () => {
  const before = given(...opened(['1']), issued('cash'), later(5), issued('cash'), later(5));
  const seen = visible(before);
  const after = and(before, next, later(1000))
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('call', waits(1)));
  expect(visible(after)).toEqual(seen);
});

test('a wrong next that ended a visit gives that visit back too, started or only called', () => {
  const serving = given(...opened(['1']), issued('cash'), issued('cash'), next, start, later(50));
  const seen = visible(serving);
  const after = and(serving, next, later(1000))
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('call', waits(2), isServed(1)));
  expect(visible(after)).toEqual(seen);
  const called = given(...opened(['1']), issued('cash'), issued('cash'), next, ask({ type: 'recall', counter: '1' }));
  const seenCalled = visible(called);
  const back = and(called, next)
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('call', waits(2), isCalled(1)));
  expect(visible(back)).toEqual(seenCalled);
});

test('a wrong finish and a wrong no-show bring the customer back to the window', () => {
  const serving = given(...opened(['1']), issued('cash'), next, start);
  const seen = visible(serving);
  const after = and(serving, finish)
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('finish', isServed(1)));
  expect(visible(after)).toEqual(seen);
  const called = given(...opened(['1']), issued('cash'), next);
  const seenCalled = visible(called);
  const back = and(called, noShow)
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('no-show', isCalled(1)));
  expect(visible(back)).toEqual(seenCalled);
});

test('a next that ended a visit and found nobody is taken back with its request', () => {
  given(...opened(['1']), issued('cash'), next, next)
    .when(undo)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'request-ended', reason: 'undo' }, '1', 'undo'),
      undone('finish', isCalled(1)),
    );
});

test('two commands are undone one by one: the visit that finish ended stays ended', () => {
  const id = (key: string) => ({ source: 'pad-1', key });
  given(
    ...opened(['1']),
    issued('cash'),
    issued('cash'),
    next,
    ask({ type: 'finish', counter: '1' }, id('1')),
    ask({ type: 'call-next', counter: '1' }, id('2')),
  )
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C002' }, undone('call', waits(2)))
    .when(undo)
    .thenRefused({ code: 'nothing-to-undo', counter: '1' });
});

test('who goes back to the queue is called at once where another counter waits for just that', () => {
  given(...opened(['1', '2']), issued('cash'), next, ask({ type: 'call-next', counter: '2' }), later(7))
    .when(undo)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      undone('call', waits(1)),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 7, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
    );
});

test('a no-show that paused the counter is taken back with the pause', () => {
  const branch = given(...opened(['1']), next, issued('cash'), noShow, next, issued('cash'), noShow);
  branch
    .when(undo)
    .thenHappens(
      { kind: 'done', label: 'C002' },
      happens({ type: 'counter-opened', profile: 'fair' }, '1', 'undo'),
      undone('no-show', isCalled(2)),
    );
  expect(branch.state.counters.get('1')).toMatchObject({ state: 'open', noShows: 1, ticket: 2 });
});

test('a no-show that paused the counter is not taken back while its teller works at another one', () => {
  const moved = ask({ type: 'open-counter', counter: '2', teller: 'teller-1', profile: null });
  const branch = given(...opened(['1']), next, issued('cash'), noShow, next, issued('cash'), noShow, moved);
  branch.when(undo).thenRefused({ code: 'teller-elsewhere', teller: 'teller-1', counter: '2' });
  and(branch, ask({ type: 'close-counter', counter: '2' }))
    .when(undo)
    .thenHappens(
      { kind: 'done', label: 'C002' },
      happens({ type: 'counter-opened', profile: 'fair' }, '1', 'undo'),
      undone('no-show', isCalled(2)),
    );
});

test('a counter that its teller has opened since is not opened again', () => {
  given(
    ...opened(['1']),
    next,
    issued('cash'),
    noShow,
    next,
    issued('cash'),
    noShow,
    ask({ type: 'open-counter', counter: '1', teller: null, profile: null }),
  )
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C002' }, undone('no-show', isCalled(2)));
});

test('undo has its time', () => {
  const called = given(...opened(['1']), issued('cash'), next);
  const inTime = and(called, later(RULES.undoWindow));
  inTime.when(undo).thenHappens({ kind: 'done', label: 'C001' }, undone('call', waits(1)));
  const late = given(...opened(['1']), issued('cash'), next, later(RULES.undoWindow + 1));
  late.when(undo).thenRefused({ code: 'undo-too-late', counter: '1' });
});

test('nothing is left to undo once the customer is at the window, or the counter has closed', () => {
  const nothing = { code: 'nothing-to-undo', counter: '1' } as const;
  given(...opened(['1']))
    .when(undo)
    .thenRefused(nothing);
  given(...opened(['1']), issued('cash'), next, start)
    .when(undo)
    .thenRefused(nothing);
  given(...opened(['1']), issued('cash'), next, finish, ask({ type: 'close-counter', counter: '1' }))
    .when(undo)
    .thenRefused({ code: 'counter-closed', counter: '1' });
});

test('what somebody else has taken since stays as it is', () => {
  given(
    ...opened(['1']),
    issued('cash'),
    next,
    ask({ type: 'cancel', ticket: { label: 'C001' }, counter: null, reason: 'left' }),
  )
    .when(undo)
    .thenRefused({ code: 'undo-overtaken', label: 'C001' });
  const services = RULES.services.map((service) => ({ ...service, numbers: { ...service.numbers, last: 1 } }));
  given(...opened(['1'], { ...RULES, services }), issued('cash'), next, finish, issued('cash'))
    .when(undo)
    .thenRefused({ code: 'undo-overtaken', label: 'C001' });
});

test('a no-show is not taken back once the customer came late and was served at another window', () => {
  const elsewhere = ask({ type: 'finish', counter: '2' });
  const late = ask({ type: 'return-late', ticket: { label: 'C001' }, counter: '2' });
  const noShow = ask({ type: 'no-show', counter: '1' });
  given(...opened(['1', '2']), issued('cash'), next, noShow, late, ask({ type: 'call-next', counter: '2' }), elsewhere)
    .when(undo)
    .thenRefused({ code: 'undo-overtaken', label: 'C001' });
});

test('a visit may be taken back however many others have ended since', () => {
  const ended = [1, 2, 3, 4, 5].flatMap(() => [
    issued('wealth'),
    ask({ type: 'call-next', counter: '4' }),
    ask({ type: 'finish', counter: '4' }),
  ]);
  const branch = given(...opened(['1', '4']), issued('cash'), next, finish, ...ended);
  expect(branch.state.ended.length).toBe(6);
  branch.when(undo).thenHappens({ kind: 'done', label: 'C001' }, undone('finish', isCalled(1)));
  const longAgo = and(branch, later(RULES.undoWindow + 1), ...ended.slice(0, 3));
  expect(longAgo.state.ended.length).toBe(RULES.endedKept);
});

test('a finish that was pressed by itself is not taken back with the next that came later', () => {
  given(...opened(['1']), issued('cash'), issued('cash'), next, start, finish, later(5_000), next, later(1_000))
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C002' }, undone('call', waits(2)));
});

test('a visit may be taken back up to the last moment of the window, whatever ends in that moment', () => {
  const other = [issued('wealth'), ask({ type: 'call-next', counter: '4' }), ask({ type: 'finish', counter: '4' })];
  const rules = { ...RULES, endedKept: 0 };
  given(...opened(['1', '4'], rules), issued('cash'), next, finish, later(RULES.undoWindow), ...other)
    .when(undo)
    .thenHappens({ kind: 'done', label: 'C001' }, undone('finish', isCalled(1)));
});

import { expect, test } from 'vitest';
import {
  and,
  ask,
  type Given,
  given,
  happens,
  issued,
  later,
  opened,
  PLAIN,
  RULES,
  START,
  type Step,
} from '../spec.ts';

const WITHIN = 15_000;
const counters = RULES.counters.map((counter) => (counter.id === '1' ? { ...counter, noShowWithin: WITHIN } : counter));
const next = ask({ type: 'call-next', counter: '1' });
const gone = happens({ type: 'no-show', ticket: 1, label: 'C001', service: 'cash' }, '1', 'next');

function called(waited: number) {
  return happens(
    { type: 'called', ticket: 2, label: 'C002', service: 'cash', waited, how: 'next', ...PLAIN },
    '1',
    'longest-wait',
  );
}

/** C001 was called at counter 1, so long ago; C002 waits. */
function after(duration: number, ...steps: readonly Step[]): Given {
  const rules = { ...RULES, counters };
  return given(...opened(['1', '2'], rules), issued('cash'), issued('cash'), next, later(duration), ...steps);
}

const answer = { kind: 'called', ticket: 2, label: 'C002', counter: '1', waiting: 0 } as const;

test('next up to the last moment after a call says that nobody came, later it ends the visit', () => {
  after(WITHIN).when(next).thenHappens(answer, gone, called(WITHIN));
  const finished = { type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: WITHIN + 1 } as const;
  after(WITHIN + 1)
    .when(next)
    .thenHappens(answer, happens(finished, '1', 'next'), called(WITHIN + 1));
});

test('what counts is when the key was pressed, not when it was heard', () => {
  const held = ask({ type: 'call-next', counter: '1', heldFor: 3_000 });
  after(WITHIN + 3_000)
    .when(held)
    .thenHappens(answer, gone, called(WITHIN + 3_000));
});

test('a customer who was started is served: next ends the visit', () => {
  const branch = after(5, ask({ type: 'start', counter: '1' }));
  expect(and(branch, next).events.at(-2)).toMatchObject({ type: 'finished', ticket: 1 });
});

test('a counter without the rule ends the visit, and a chosen ticket does so anywhere', () => {
  const other = ask({ type: 'call-next', counter: '2' });
  expect(and(after(5), other, issued('cash'), other).events.at(-2)).toMatchObject({ type: 'finished', ticket: 2 });
  const chosen = ask({ type: 'call-ticket', counter: '1', ticket: { id: 2 } });
  expect(and(after(5), chosen).events.at(-2)).toMatchObject({ type: 'finished', ticket: 1 });
});

test('undo brings back who was taken for a no-show, with the one that was called instead', () => {
  const restored = [
    { ticket: 2, status: 'waiting', counter: null },
    { ticket: 1, status: 'called', counter: '1' },
  ] as const;
  const back = and(after(WITHIN), next)
    .when(ask({ type: 'undo', counter: '1' }))
    .thenHappens({ kind: 'done', label: 'C001' }, happens({ type: 'undone', what: 'call', restored }, '1', 'undo'));
  expect(back.state.counters.get('1')?.ticket).toBe(1);
});

test('with nobody else to call it is taken back with the request', () => {
  const rules = { ...RULES, counters };
  given(...opened(['1'], rules), issued('cash'), next, next)
    .when(ask({ type: 'undo', counter: '1' }))
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'request-ended', reason: 'undo' }, '1', 'undo'),
      happens(
        { type: 'undone', what: 'no-show', restored: [{ ticket: 1, status: 'called', counter: '1' }] },
        '1',
        'undo',
      ),
    );
});

test('who presses next sits at the window: no count of no-shows pauses it', () => {
  const rules = { ...RULES, counters };
  const missed = [issued('cash'), later(1), next];
  const branch = given(...opened(['1'], rules), next, ...missed, ...missed, ...missed);
  expect(branch.events.filter(({ type }) => type === 'no-show')).toHaveLength(3);
  expect(branch.state.counters.get('1')).toMatchObject({ state: 'open', noShows: 0 });
  expect(branch.now).toBe(START + 3);
});

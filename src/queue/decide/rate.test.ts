import { describe, expect, test } from 'vitest';
import {
  and,
  ask,
  type Expected,
  type Given,
  given,
  issued,
  later,
  MINUTE,
  opened,
  RULES,
  type Step,
} from '../spec.ts';
import { VISIT_RULES } from '../spec-visit.fake.ts';

/** The plain yes. */
const done = (label: string) => ({ kind: 'done', label }) as const;
const NEXT = ask({ type: 'call-next', counter: '1' });
const START: Step = ask({ type: 'start', counter: '1' });
const FINISH: Step = ask({ type: 'finish', counter: '1' });
const UNDO: Step = ask({ type: 'undo', counter: '1' });
const C001 = { ticket: 1, label: 'C001', service: 'cash' } as const;

/** A mark given at a counter, or for a ticket by its label. */
function mark(score: number, where: { counter?: string; label?: string } = { counter: '1' }) {
  const { counter = null, label } = where;
  return ask({ type: 'rate', counter, ticket: label === undefined ? null : { label }, score });
}

function rated(score: number, more: { part?: number; replaces?: number } = {}): Expected {
  const { part = 0, replaces = null } = more;
  return at1({ type: 'rated', ...C001, part, score, scale: 5, replaces });
}

function told(score: number): Expected {
  return { ...at1({ type: 'low-rated', ...C001, score, scale: 5 }), rule: 'tell-below' };
}

function at1(body: Expected['body']): Expected {
  return { body, counter: '1', teller: 'teller-1', rule: null };
}

/** C001 was served at counter 1, and went. */
const served: readonly Step[] = [...opened(['1', '2']), issued('cash'), NEXT, START, later(MINUTE), FINISH];

describe('a mark of a customer', () => {
  test('is tied to the ticket, the service, the counter and the teller of the service that ended there last', () => {
    given(...served)
      .when(mark(4))
      .thenHappens(done('C001'), rated(4));
  });

  test('counts for the teller who served, also when another one sits there by now', () => {
    const shift = [ask({ type: 'close-counter', counter: '1' })];
    const wang = ask({ type: 'open-counter', counter: '1', teller: 'wang', profile: null });
    given(...served, ...shift, wang)
      .when(mark(4))
      .thenHappens(done('C001'), rated(4));
  });

  test('is taken while the time of the rules runs, and not a moment longer', () => {
    given(...served, later(2 * MINUTE))
      .when(mark(5))
      .thenHappens(done('C001'), rated(5));
    given(...served, later(2 * MINUTE + 1))
      .when(mark(5))
      .thenRefused({ code: 'rating-too-late', label: 'C001' });
  });

  test('is given once; shortly after it another one corrects it', () => {
    const first = given(...served)
      .when(mark(4))
      .thenHappens(done('C001'), rated(4));
    first.when(mark(4)).thenRefused({ code: 'already-rated', label: 'C001' });
    const corrected = and(first, later(10_000))
      .when(mark(5))
      .thenHappens(done('C001'), rated(5, { replaces: 4 }));
    and(corrected, later(10_001)).when(mark(3)).thenRefused({ code: 'already-rated', label: 'C001' });
  });

  test('below the bound is told to the lobby manager, once', () => {
    const low = given(...served)
      .when(mark(2))
      .thenHappens(done('C001'), rated(2), told(2));
    low.when(mark(1)).thenHappens(done('C001'), rated(1, { replaces: 2 }));
    low.when(mark(5)).thenHappens(done('C001'), rated(5, { replaces: 1 }));
    given(...served, mark(3))
      .when(mark(2))
      .thenHappens(done('C001'), rated(2, { replaces: 3 }), told(2));
  });

  test('is told to nobody where the rules do not say so', () => {
    const { tellBelow: _, ...rating } = RULES.rating ?? expect.fail('no rating');
    const rules = { ...RULES, rating };
    given(...opened(['1'], rules), issued('cash'), NEXT, FINISH)
      .when(mark(1))
      .thenHappens(done('C001'), rated(1));
  });

  test.each([0, 6, -1, 2.5])('goes from one to the scale, and is not %s', (score) => {
    given(...served)
      .when(mark(score))
      .thenRefused({ code: 'no-such-mark', mark: score, scale: 5 });
  });

  test('is for whoever left, until the teller has started with the next one', () => {
    const next = [issued('cash'), NEXT];
    given(...served, ...next)
      .when(mark(4))
      .thenHappens(done('C001'), rated(4));
    const begun = given(...served, ...next, START);
    begun.when(mark(4)).thenRefused({ code: 'nothing-to-rate' });
    begun.when(mark(4, { label: 'C001' })).thenHappens(done('C001'), rated(4));
  });

  test('is given for each service of a visit, also while the customer waits for the next one', () => {
    const sent = given(
      ...opened(['1', '4']),
      issued('cash'),
      NEXT,
      ask({ type: 'transfer', counter: '1', service: 'wealth' }),
    );
    const first = sent.when(mark(5, { label: 'C001' })).thenHappens(done('C001'), rated(5));
    const both = and(first, ask({ type: 'call-next', counter: '4' }), ask({ type: 'finish', counter: '4' }));
    const second = { type: 'rated', ticket: 1, label: 'C001', service: 'wealth', part: 1 } as const;
    both.when(mark(3, { label: 'C001' })).thenHappens(done('C001'), {
      body: { ...second, score: 3, scale: 5, replaces: null },
      counter: '4',
      teller: 'teller-4',
      rule: null,
    });
    both.when(mark(3, { label: 'C001', counter: '1' })).thenHappens(done('C001'), rated(3, { replaces: 5 }));
  });

  test('is given at the window also while the same customer goes on there with the next service, and by nobody else', () => {
    const more = [
      later(MINUTE),
      ask({ type: 'add-service', counter: null, ticket: { label: 'C001' }, service: 'account' }),
    ];
    const goesOn = (): Given => given(...opened(['1', '2'], VISIT_RULES), issued('cash'), NEXT, START, ...more, FINISH);
    goesOn().when(mark(4)).thenHappens(done('C001'), rated(4));
    and(goesOn(), later(2 * MINUTE + 1))
      .when(mark(4))
      .thenRefused({ code: 'rating-too-late', label: 'C001' });
    const second = { ...C001, type: 'rated', service: 'account', part: 1, scale: 5, replaces: null } as const;
    and(goesOn(), FINISH)
      .when(mark(2))
      .thenHappens(done('C001'), at1({ ...second, score: 2 }), {
        ...at1({ type: 'low-rated', ...C001, service: 'account', score: 2, scale: 5 }),
        rule: 'tell-below',
      });
    and(goesOn(), FINISH, issued('cash'), NEXT, START).when(mark(4)).thenRefused({ code: 'nothing-to-rate' });
  });

  test('stays when the end of the service is undone: no teller takes a mark away', () => {
    const undone = given(...served, mark(1), UNDO);
    undone.when(mark(5)).thenRefused({ code: 'nothing-to-rate' });
    and(undone, later(MINUTE), FINISH).when(mark(5)).thenRefused({ code: 'already-rated', label: 'C001' });
  });

  test('is taken of whoever left before, when the end of the next service is undone', () => {
    // The teller of C002 presses no *start*: for the branch it is still called.
    const undone = (): Given => given(...served, issued('cash'), NEXT, later(1000), FINISH, UNDO);
    undone().when(mark(4)).thenHappens(done('C001'), rated(4));
    and(undone(), START).when(mark(4)).thenRefused({ code: 'nothing-to-rate' });
    and(undone(), later(2 * MINUTE))
      .when(mark(4))
      .thenRefused({ code: 'rating-too-late', label: 'C001' });
    const second = { type: 'rated', ticket: 2, label: 'C002', service: 'cash' } as const;
    and(undone(), FINISH)
      .when(mark(3))
      .thenHappens(done('C002'), at1({ ...second, part: 0, score: 3, scale: 5, replaces: null }));
  });

  test('is taken of whoever left before also when a sending on is undone, and when *next* had ended the visit', () => {
    const here = [...served, issued('cash'), issued('cash'), NEXT, later(1000)];
    for (const act of [ask({ type: 'transfer', counter: '1', service: 'wealth' }), NEXT]) {
      given(...here, act, UNDO)
        .when(mark(4))
        .thenHappens(done('C001'), rated(4));
    }
  });

  test('is not given where nobody was served: not at another counter, nor for a no-show or one who waits', () => {
    const past = given(...served, issued('cash'), NEXT, ask({ type: 'no-show', counter: '1' }), issued('cash'));
    past.when(mark(5, { counter: '2' })).thenRefused({ code: 'nothing-to-rate' });
    past.when(mark(5, { label: 'C002' })).thenRefused({ code: 'nothing-to-rate' });
    past.when(mark(5, { label: 'C003' })).thenRefused({ code: 'nothing-to-rate' });
    past.when(mark(5, {})).thenRefused({ code: 'nothing-to-rate' });
    past.when(mark(5, { counter: '9' })).thenRefused({ code: 'unknown-counter', counter: '9' });
    past.when(mark(5, { label: 'C777' })).thenRefused({ code: 'unknown-ticket', ticket: 'C777' });
  });

  test('is asked of nobody where the rules know no rating', () => {
    const { rating: _, ...rules } = RULES;
    given(...opened(['1'], rules), issued('cash'), NEXT, FINISH)
      .when(mark(5))
      .thenRefused({ code: 'no-rating' });
  });
});

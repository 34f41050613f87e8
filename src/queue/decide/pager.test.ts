import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../decide.ts';
import { evolve } from '../evolve.ts';
import { runs } from '../runs-arbitrary.ts';
import { and, ask, type Given, given, later, MINUTE, opened } from '../spec.ts';

const PAGER = '12';
const next = (counter: string) => ask({ type: 'call-next', counter });
const pagered = ask({
  type: 'issue',
  service: 'cash',
  segment: 'ordinary',
  language: 'en',
  handover: 'screen',
  needs: ['flash'],
  pager: PAGER,
});
const late = ask({ type: 'return-late', ticket: { label: 'C001' }, counter: null });
const undo = ask({ type: 'undo', counter: '1' });
const needsOf = ({ state }: Given, id: number) => state.tickets.get(id)?.needs;
const WITHOUT = { kinds: ['flash', 'pager'], pager: null } as const;
const HELD = { kinds: ['flash', 'pager'], pager: PAGER } as const;

/** C001 with the pager is at counter 1. */
const called = (): Given => given(...opened(['1', '2']), pagered, next('1'));

test('who comes back late finds the pager in another hand, and is called without it', () => {
  const back = and(called(), later(MINUTE), ask({ type: 'no-show', counter: '1' }), pagered, late);
  expect(back.events.at(-1)).toMatchObject({ type: 'returned', withoutPager: true });
  expect([needsOf(back, 1), needsOf(back, 2)]).toEqual([WITHOUT, HELD]);
  const calls = and(back, next('1'), next('2')).events.filter(({ type }) => type === 'called');
  expect(calls.slice(-2)).toMatchObject([
    { ticket: 2, pager: PAGER },
    { ticket: 1, flash: true },
  ]);
  expect(calls.at(-1)).not.toHaveProperty('pager');
});

test('who comes back late to a counter that has asked is called without the pager that another has', () => {
  const missed = and(called(), later(MINUTE), ask({ type: 'no-show', counter: '1' }), pagered);
  const back = and(missed, next('1'), next('2'), late);
  expect(back.events.at(-1)).toMatchObject({ type: 'called', ticket: 1, how: 'request', flash: true });
  expect(back.events.at(-1)).not.toHaveProperty('pager');
});

test('who comes back late, and whose pager nobody has had since, holds it still', () => {
  const back = and(called(), later(MINUTE), ask({ type: 'no-show', counter: '1' }), late);
  expect(back.events.at(-1)).not.toHaveProperty('withoutPager');
  expect(needsOf(back, 1)).toEqual(HELD);
});

test.each(['finish', 'no-show'] as const)(
  'a %s is undone after the pager went to somebody else: it stays there',
  (type) => {
    const back = and(called(), ask({ type, counter: '1' }), pagered, undo);
    expect(back.events.at(-1)).toMatchObject({ type: 'undone', withoutPager: [1] });
    expect([needsOf(back, 1), needsOf(back, 2)]).toEqual([WITHOUT, HELD]);
    const alone = and(called(), ask({ type, counter: '1' }), undo);
    expect(alone.events.at(-1)).not.toHaveProperty('withoutPager');
    expect(needsOf(alone, 1)).toEqual(HELD);
  },
);

test('whatever two windows do with customers who come and go, no pager is in two hands', () => {
  const act = fc.oneof(
    fc.constant(pagered),
    fc
      .record({
        type: fc.constantFrom('call-next', 'finish', 'no-show', 'undo' as const),
        counter: fc.constantFrom('1', '2'),
      })
      .map(ask),
    fc.nat({ max: 4 }).map((id) => ask({ type: 'return-late', ticket: { id }, counter: null })),
    fc
      .nat({ max: 4 })
      .map((id) => ask({ type: 'set-needs', ticket: { id }, needs: [], pager: id % 2 === 0 ? PAGER : null })),
  );
  fc.assert(
    fc.property(fc.array(act, { minLength: 40, maxLength: 60 }), (acts) => {
      const { state, now } = given(...opened(['1', '2']));
      for (const command of acts) {
        const decision = decide(state, command, now);
        for (const event of decision.kind === 'decided' ? decision.events : []) evolve(state, event);
      }
      const pagers = [...state.tickets.values()].flatMap(({ needs }) => needs?.pager ?? []);
      expect(new Set(pagers).size).toBe(pagers.length);
    }),
    { numRuns: runs(40) },
  );
});

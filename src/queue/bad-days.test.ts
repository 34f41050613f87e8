import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, type Onlooker, play } from './arbitrary.ts';
import { awaiting, eligible } from './plain-choice.fake.ts';
import type { Rules } from './rules.ts';
import { OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { restore, snapshot } from './snapshot.ts';
import { RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';

/** All counters pause by themselves, soon. */
const LEAVABLE: Rules = {
  ...RICH_RULES,
  counters: RICH_RULES.counters.map((each) => ({ ...each, pausesAfter: 20_000 })),
};

/** What is promised of every history with bad days. */
function promise(name: string, onlooker: () => Onlooker): void {
  test(name, () => {
    fc.assert(
      fc.property(badDays(), fc.constantFrom(RULES, RICH_RULES, OWN_RULES, VISIT_RULES, LEAVABLE), (steps, rules) => {
        play(steps, onlooker(), rules);
      }),
      { numRuns: runs(50) },
    );
  });
}

promise('nobody is issued, called or recalled while the hall stands still', () => {
  let stopped: string | null = null;
  return {
    beforeEvent(_state, event) {
      if (event.type === 'hall-set')
        stopped = ['evacuation', 'out-of-order'].includes(event.state) ? event.state : null;
      if (stopped !== null) expect(['issued', 'called', 'recalled', 'request-stands']).not.toContain(event.type);
      if (stopped === 'evacuation') expect(event.type).not.toBe('no-show');
    },
    afterStep(state, { command, decision }) {
      if (stopped === null) return;
      expect([...state.counters.values()].filter(({ request }) => request)).toEqual([]);
      const before = decision.kind === 'decided' && decision.events.some(({ type }) => type === 'hall-set');
      // What was asked before is answered as it was then.
      if (before || decision.kind === 'repeated') return;
      if (command.type === 'call-next' || command.type === 'issue') expect(decision.answer.kind).toBe('refused');
    },
  };
});

promise('nobody gets a number in a branch that somebody has said is not open yet', () => ({
  beforeEvent({ hall }, event) {
    if (hall.byHand?.state !== 'not-open-yet') return;
    expect(['issued', 'checked-in']).not.toContain(event.type);
    // By the clock no window opens there.
    if (event.type === 'counter-opened') expect(event.rule).not.toBe('hours');
  },
}));

promise('no teller works at two windows', () => ({
  afterStep(state) {
    const seated = [...state.counters.values()].filter(({ state: is }) => is === 'open');
    const names = seated.flatMap(({ teller }) => teller ?? []);
    expect(new Set(names).size).toBe(names.length);
  },
}));

promise('a counter pauses by itself only where nobody is and somebody waits whom it could call', () => ({
  beforeEvent(state, event) {
    if (event.type !== 'counter-paused' || event.reason !== 'left-alone') return;
    const counter = state.counters.get(event.counter ?? '');
    expect(counter).toMatchObject({ state: 'open', ticket: null, request: null });
    expect(
      eligible(state, event.counter, event.at).length + awaiting(state, event.counter ?? '').length,
    ).toBeGreaterThan(0);
  },
}));

promise('a state made anew knows the hall by hand, bulk visits and when counters pause', () => ({
  afterStep(state) {
    const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
    expect(snapshot(copy)).toEqual(snapshot(state));
    expect([...copy.bulks.keys()].sort()).toEqual([...state.bulks.keys()].sort());
    expect(copy.due.until(Number.POSITIVE_INFINITY)).toEqual(state.due.until(Number.POSITIVE_INFINITY));
  },
}));

test('a tick leaves nothing due, whatever the hall was set to', () => {
  fc.assert(
    fc.property(badDays(), fc.constantFrom(RULES, RICH_RULES, OWN_RULES, VISIT_RULES, LEAVABLE), (steps, rules) => {
      play(steps, {}, rules, true);
    }),
    { numRuns: runs(100) },
  );
});

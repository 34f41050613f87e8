import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, type Onlooker, play } from './arbitrary.ts';
import { OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import { RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';

/** What is promised of every history with bad days. */
function promise(name: string, onlooker: () => Onlooker): void {
  test(name, () => {
    fc.assert(
      fc.property(badDays(), fc.constantFrom(RULES, RICH_RULES, OWN_RULES, VISIT_RULES), (steps, rules) => {
        play(steps, onlooker(), rules);
      }),
      { numRuns: 150 },
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

promise('no teller sits at two windows', () => ({
  afterStep(state) {
    const seated = [...state.counters.values()].filter(({ state: is }) => is !== 'closed');
    const names = seated.flatMap(({ teller }) => teller ?? []);
    expect(new Set(names).size).toBe(names.length);
  },
}));

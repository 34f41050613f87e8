import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, histories, play } from './arbitrary.ts';
import type { QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { GUIDED_RULES, OWN_RULES, RICH_RULES } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { emptyState, restore, snapshot } from './snapshot.ts';
import { RULES } from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import type { QueueState } from './state.ts';

function replay(from: QueueState, events: readonly QueueEvent[]): QueueState {
  for (const event of JSON.parse(JSON.stringify(events)) as QueueEvent[]) evolve(from, event);
  return from;
}

test('replay gives the same state, from the first event ever and from every day that was opened', () => {
  fc.assert(
    fc.property(
      fc.oneof(histories(), badDays()),
      fc.constantFrom(RULES, RICH_RULES, OWN_RULES, VISIT_RULES, GUIDED_RULES),
      (steps, rules) => {
        const { state, events } = play(steps, {}, rules);
        const expected = snapshot(state);
        expect(snapshot(replay(emptyState(), events))).toEqual(expected);
        for (const [index, event] of events.entries()) {
          if (event.type !== 'day-opened') continue;
          const opening = restore(JSON.parse(JSON.stringify(event.opening)));
          expect(snapshot(replay(opening, events.slice(index)))).toEqual(expected);
        }
      },
    ),
    { numRuns: runs(50) },
  );
});

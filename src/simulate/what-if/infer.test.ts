import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/runs.ts';
import { anyRules } from '../../queue/any-rules-arbitrary.ts';
import { badDays, histories, play } from '../../queue/arbitrary.ts';
import { decide } from '../../queue/decide.ts';
import type { QueueEvent } from '../../queue/events.ts';
import { askedBy } from './infer.ts';

test('what was asked follows from what happened: decided again it comes to the same events', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(histories(), badDays()), anyRules, (steps, rules) => {
      play(
        steps,
        {
          decide(state, command, now) {
            const actor = command.type === 'tick' ? { kind: 'schedule' as const } : command.actor;
            const decision = decide(state, { ...command, actor }, now);
            if (decision.kind !== 'decided' || decision.events.length === 0) return decision;
            const asked = askedBy(decision.events, state);
            expect(asked.kind, JSON.stringify([command, decision.events])).not.toBe('unknown');
            if (asked.kind !== 'wish') return decision;
            const again = decide(state, { ...asked.wish, id: command.id, actor } as typeof command, now);
            const plain = (events: readonly QueueEvent[]) => events.map((event) => ({ ...event, answer: null }));
            expect(again.kind === 'decided' ? plain(again.events) : [], JSON.stringify([command, asked.wish])).toEqual(
              plain(decision.events),
            );
            read += 1;
            return decision;
          },
        },
        rules,
        true,
      );
    }),
    { numRuns: runs(40), endOnFailure: true },
  );
  expect(read).toBeGreaterThan(400);
});

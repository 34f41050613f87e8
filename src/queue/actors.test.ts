import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, histories, play } from './arbitrary.ts';
import type { Actor } from './commands.ts';
import { decide } from './decide.ts';
import { EVENT_VERSIONS, type EventType } from './events.ts';
import { RICH_RULES } from './rules-arbitrary.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';

const through = { kind: 'mqtt', client: 'console' } as const;
const ACTORS: readonly Actor[] = [
  { kind: 'kiosk', device: 'kiosk-1' },
  { kind: 'keypad', device: 'keypad-3' },
  { kind: 'rating-pad', device: 'marks-3' },
  { kind: 'printer', device: 'printer-1' },
  through,
  { kind: 'http', client: 'tablet-7' },
  { kind: 'lobby-manager', user: 'lm-wang', through },
  { kind: 'head-office', user: 'ho-operations' },
  { kind: 'schedule' },
  { kind: 'daemon' },
];

test('every event of every history names who asked for it, whatever it led to', () => {
  const seen = new Set<EventType>();
  fc.assert(
    fc.property(
      fc.oneof({ weight: 4, arbitrary: histories() }, { weight: 1, arbitrary: badDays() }),
      fc.constantFrom(RICH_RULES, VISIT_RULES),
      (steps, rules) => {
        let turn = 0;
        const onlooker: Parameters<typeof play>[1] = {
          decide(state, command, now) {
            turn += 1;
            const actor = ACTORS[turn % ACTORS.length] ?? expect.unreachable();
            const decision = decide(state, { ...command, actor }, now);
            for (const event of decision.kind === 'decided' ? decision.events : []) {
              expect(event.actor).toEqual(actor);
              seen.add(event.type);
            }
            return decision;
          },
        };
        play(steps, onlooker, rules);
      },
    ),
    { numRuns: 900, seed: 7 },
  );
  const rare = new Set<EventType>([
    'low-rated',
    'requeued',
    'released',
    'booking-expired',
    'expired',
    'profile-switched',
  ]);
  const missing = (Object.keys(EVENT_VERSIONS) as EventType[]).filter((type) => !seen.has(type) && !rare.has(type));
  expect(missing).toEqual([]);
});

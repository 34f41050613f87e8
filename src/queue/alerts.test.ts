import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertKey } from './alerts.ts';
import { badDays, histories, play } from './arbitrary.ts';
import { dueOf } from './due.ts';
import type { QueueEvent } from './events.ts';
import { PlainAlerts, plainCounters, plainPassed } from './plain-alerts.fake.ts';
import type { Rules } from './rules.ts';
import { OWN_RULES, RICH_RULES, SOON_ALERTS } from './rules-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import { RULES } from './spec.ts';

const WATCHED: readonly Rules[] = [{ ...RULES, alerts: SOON_ALERTS }, RICH_RULES, OWN_RULES];

const isOfAlerts = ({ type }: QueueEvent): boolean => type.startsWith('alert-');

test('the alerts that stand are those that a look at every customer and every counter would raise', () => {
  let looks = 0;
  fc.assert(
    fc.property(fc.oneof(histories(60), badDays(60)), fc.constantFrom(...WATCHED), (steps, rules) => {
      const plain = new PlainAlerts();
      play(
        steps,
        {
          beforeEvent(state, event) {
            // A counter for which nobody waits any more is not idle, also where somebody else comes back with the same command.
            if (!isOfAlerts(event)) plain.happened(state, event.at);
            if (event.type !== 'alert-raised' || event.service === null) return;
            expect([...event.counters].sort()).toEqual(plainCounters(state, event));
            const passed = plainPassed(state, event);
            if (passed) expect(event.tickets.map(({ ticket }) => ticket)).toEqual(passed);
          },
          afterStep(state, { decision, now }) {
            const events = decision.kind === 'decided' ? decision.events : [];
            if (events.some((event) => !isOfAlerts(event))) plain.happened(state, now);
            // What has happened just now is told by the tick that follows.
            if (
              state.alerts.pending.size > 0 ||
              state.due.until(now).some(({ name }) => dueOf(name).kind === 'alert')
            ) {
              expect(state.lastAt).toBe(now);
              return;
            }
            const keys = [...state.alerts.standing.keys()].filter((key) => !key.startsWith('panic/'));
            expect(keys.sort()).toEqual(plain.wanted(state, now));
            looks += 1;
          },
        },
        rules,
        true,
      );
    }),
    { numRuns: runs(50) },
  );
  expect(looks).toBeGreaterThan(660);
});

test('each alert is raised once and cleared once or stands at the end, and of one queue or counter one stands at a time', () => {
  fc.assert(
    fc.property(histories(), fc.constantFrom(...WATCHED), fc.boolean(), (steps, rules, isOnTime) => {
      const { state, events } = play(steps, {}, rules, isOnTime);
      const ids = new Set<string>();
      const standing = new Map<string, string>();
      for (const event of events) {
        if (event.type === 'alert-raised') {
          expect(ids).not.toContain(event.alert);
          ids.add(event.alert);
          expect([...standing.values()]).not.toContain(alertKey(event));
          standing.set(event.alert, alertKey(event));
        } else if (event.type === 'alert-cleared') expect(standing.delete(event.alert)).toBe(true);
      }
      expect([...standing.values()].sort()).toEqual([...state.alerts.standing.keys()].sort());
    }),
    { numRuns: runs(50) },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/runs.ts';
import { badDays, histories, play } from '../queue/arbitrary.ts';
import type { Rules } from '../queue/rules.ts';
import { RICH_RULES } from '../queue/rules-arbitrary.ts';
import { emptyState } from '../queue/snapshot.ts';
import type { QueueState } from '../queue/state.ts';
import { Standards } from '../report/standards.ts';
import { isSameValue } from './same-value.ts';
import { listSources, type StateSources, thingsOf } from './state-views.ts';

function sourcesOf(committed: QueueState, at: number): StateSources {
  return {
    branch: { committed, now: () => at, wallOf: (time) => time },
    devices: () => [],
    deviceAlerts: () => [],
    zone: () => 'Asia/Shanghai',
    shownHead: () => HEAD,
    standards: () => null,
    guidance: () => null,
  };
}

const HEAD = { seq: 0, hash: '' };

interface Seen {
  readonly painted: object | null;
  readonly text: string;
}

const lives = [
  ['any', histories(40)],
  ['bad', badDays(40)],
] as const;

test.each(lives)(
  'what was painted on %s days stays as it was, and is the same value where its JSON is the same',
  (_of, days) => {
    let [same, others] = [0, 0];
    fc.assert(
      fc.property(days, (steps) => {
        let before = new Map<string, Seen>();
        const afterStep = (state: QueueState, { now }: { readonly now: number }): void => {
          const seen = new Map<string, Seen>();
          for (const { name, paint } of thingsOf(sourcesOf(state, now))) {
            const painted = paint();
            const text = JSON.stringify(painted);
            seen.set(name, { painted, text });
            const last = before.get(name);
            if (!last) continue;
            expect(JSON.stringify(last.painted)).toBe(last.text);
            expect(isSameValue(last.painted, painted)).toBe(last.text === text);
            if (last.text === text) same += 1;
            else others += 1;
          }
          before = seen;
        };
        play(steps, { afterStep }, RICH_RULES);
      }),
      { numRuns: runs(40) },
    );
    expect(same).toBeGreaterThan(others);
    expect(others).toBeGreaterThan(100);
  },
);

test('what the things are listed by is another value whenever there are others', () => {
  const committed = play([], {}, RICH_RULES).state;
  const here = sourcesOf(committed, 0);
  const under = (rules: Partial<Rules>): StateSources =>
    sourcesOf({ ...committed, rules: { ...RICH_RULES, ...rules } }, 0);
  const panel = { device: 'panel-1', state: 'running', reason: null, conditions: [], since: 0 } as const;
  const told = { names: {}, forms: [], messages: [] };
  const kept = { seq: 1, kept: new Standards().kept() };
  const namesOf = (sources: StateSources): readonly string[] => thingsOf(sources).map(({ name }) => name);
  const others: readonly StateSources[] = [
    sourcesOf(emptyState(), 0),
    under({ counters: RICH_RULES.counters.slice(1) }),
    under({ services: RICH_RULES.services.slice(1) }),
    under({ machines: [] }),
    { ...here, devices: () => [panel] },
    { ...here, guidance: () => told },
    { ...here, standards: () => kept },
  ];
  for (const other of others) {
    expect(namesOf(other)).not.toEqual(namesOf(here));
    expect(isSameList(listSources(other), listSources(here))).toBe(false);
  }
  expect(isSameList(listSources({ ...here }), listSources(here))).toBe(true);
  // Its head is another one: so is the value that it is painted from.
  const later = { ...here, shownHead: () => ({ seq: 9, hash: 'x' }) };
  expect(isSameList(listSources(later), listSources(here))).toBe(false);
});

const isSameList = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((each, place) => each === others[place]);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badDays, histories, play } from '../queue/arbitrary.ts';
import { RICH_RULES } from '../queue/rules-arbitrary.ts';
import { runs } from '../queue/runs-arbitrary.ts';
import type { QueueState } from '../queue/state.ts';
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

test('there are the same things as long as what they are listed by is the same', () => {
  fc.assert(
    fc.property(histories(40), (steps) => {
      let before: { readonly by: readonly unknown[]; readonly names: readonly string[] } = { by: [], names: [] };
      const afterStep = (state: QueueState, { now }: { readonly now: number }): void => {
        const sources = sourcesOf(state, now);
        const by = listSources(sources);
        const names = thingsOf(sources).map(({ name }) => name);
        const isSame = by.length === before.by.length && by.every((each, place) => each === before.by[place]);
        if (isSame) expect(names).toEqual(before.names);
        before = { by, names };
      };
      play(steps, { afterStep }, RICH_RULES);
    }),
    { numRuns: runs(40) },
  );
});

import { expect, it } from 'vitest';
import type { KeptState, StateShelf } from '../branch/kept-state.ts';
import { fakeClock } from '../clock.fake.ts';
import { silentLog } from '../devices/log.ts';
import { openingHashOf } from '../journal/canonical.ts';
import { memoryStore } from '../journal/memory.ts';
import { openLifetime } from '../lifetime.ts';
import { snapshot } from '../queue/snapshot.ts';
import { ask, RULES } from '../queue/spec.ts';
import { openRecorded } from './recorded.ts';
import { KEPT_EVERY } from './state-keeping.ts';

const ISSUE = { type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' } as const;

it('a start goes on from what the run before kept, and is where a replay of everything would be', async () => {
  const clock = fakeClock();
  const store = memoryStore();
  const shelved: KeptState[] = [];
  const told: object[] = [];
  const states: StateShelf = {
    take: () => shelved.at(-1) ?? null,
    keep: async (kept) => void shelved.push(JSON.parse(JSON.stringify(kept))),
  };
  const warnings: string[] = [];
  const log = {
    ...silentLog,
    info: (fields: object) => void told.push(fields),
    warn: (_fields: object, text: string) => void warnings.push(text),
  };
  const life = async (shelf: StateShelf, customers: number) => {
    const lifetime = openLifetime();
    const { branch } = await openRecorded({ store, clock, log, states: shelf }, lifetime);
    const asked: Promise<unknown>[] = [];
    if (store.head().seq === 0) {
      asked.push(branch.submit(ask({ type: 'apply-rules', rules: RULES })));
      const openingHash = openingHashOf(snapshot(branch.newest));
      asked.push(branch.submit(ask({ type: 'open-day', day: '2026-03-02', instants: [], openingHash })));
    }
    for (let key = store.head().seq, last = key + customers; key < last; key += 1) {
      asked.push(branch.submit(ask(ISSUE, { source: 'panel:p', key: `${key}` })));
    }
    await clock.advance(0);
    await Promise.all(asked);
    const state = snapshot(branch.committed);
    expect(await lifetime.close()).toEqual([]);
    return state;
  };
  await life(states, KEPT_EVERY);
  expect(told).toEqual([]);
  const [kept] = shelved;
  expect(kept?.head).toEqual(store.head());
  const lived = await life(states, 10);
  expect(told).toEqual([{ seq: kept?.head.seq, replayed: 0 }]);
  // Too little came for another one: the next start replays it.
  expect(shelved).toHaveLength(1);
  expect(await life(states, 0)).toEqual(lived);
  expect(told.at(-1)).toEqual({ seq: kept?.head.seq, replayed: store.head().seq - (kept?.head.seq ?? 0) });
  expect(await life({ ...states, take: () => null }, 0)).toEqual(lived);
  const wrong = (): KeptState | null => (kept ? { ...kept, state: { ...kept.state, lastTicket: 1 } } : null);
  expect(await life({ ...states, take: wrong }, 0)).toEqual(lived);
  expect(warnings).toEqual([expect.stringContaining('does not fit what came later: journal/contradiction')]);
});

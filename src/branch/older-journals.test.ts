import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import { verifyJournal } from '../journal/reader.ts';
import { openStore, workshop, write } from '../journal/spec.ts';
import type { QueueEvent } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { emptyState, snapshot } from '../queue/snapshot.ts';
import type { QueueState, Snapshot } from '../queue/state.ts';
import { replay } from './replay.ts';

const shop = workshop();
afterAll(() => shop.remove());

/**
 * Days as an older lobbyd recorded them, whose state was another afterwards than today's would be: a window of the clock stayed
 * open in a hall that had closed early; the undo of a take-over would open a window that somebody had paused since; a day that began in a break
 * left who was held over where they were. Each is followed by another day, and the second by that undo.
 */
const OLDER = ['early-close', 'take-over', 'morning-break'] as const;

function eventsOf(name: (typeof OLDER)[number]): readonly QueueEvent[] {
  const file = new URL(`../journal/fixtures/before-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly QueueEvent[];
}

function playedOn(state: QueueState, events: readonly QueueEvent[]): Snapshot {
  for (const event of events) evolve(state, structuredClone(event));
  return snapshot(state);
}

describe.each(OLDER)('a journal of a %s that an older lobbyd has written', (name) => {
  const events = eventsOf(name);
  const newest = events.findLastIndex(({ type }) => type === 'day-opened');
  const opening = events[newest];

  it('has an opening balance that today’s rules would not come to', () => {
    if (opening?.type !== 'day-opened') return expect.fail('no day');
    expect(playedOn(emptyState(), events.slice(0, newest))).not.toEqual(opening.opening);
  });

  it('is sound, and starts from its newest opening balance as that was written', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    const label = { offset: 0, isTrusted: true };
    await write(store, ...events.map((event) => draftOf(event, label)));
    await store.close();
    expect(verifyJournal(directory).head.seq).toBe(events.length);

    const again = await openStore(directory);
    const { state, records } = await replay(again);
    expect(records).toBe(events.length - newest);
    if (opening?.type !== 'day-opened') return expect.fail('no day');
    const { leaving } = state.hall;
    expect(leaving).toEqual(opening.opening.hall?.leaving);
    // Also from its first record, which no start does, nothing contradicts what was written before it.
    expect((await replay(again, 'first-record')).records).toBe(events.length);
    await again.close();
  });
});

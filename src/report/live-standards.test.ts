import { expect, test } from 'vitest';
import { fakeBranch } from '../branch/port.fake.ts';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { draftOf } from '../journal/codec.ts';
import { memoryStore } from '../journal/memory.ts';
import { dayOpened, write } from '../journal/spec.ts';
import type { Store } from '../journal/store.ts';
import type { QueueEvent } from '../queue/events.ts';
import { liveStandards } from './live-standards.ts';

const recalled = { type: 'recalled', ticket: 1, label: 'A001', times: 1, counter: 'c1' } as const;
const head = { at: 0, actor: { kind: 'daemon' }, teller: null, rule: null, command: null, answer: null } as const;
const recall = draftOf({ ...head, ...recalled } as QueueEvent, { offset: 0, isTrusted: true });

function stand(store: Pick<Store, 'read' | 'newestOpening'>, committedSeq: number) {
  const clock = fakeClock();
  const branch = { ...fakeBranch(), committedSeq };
  const warnings: string[] = [];
  const onUnread = (seq: number, reason: string): void => void warnings.push(`${seq}: ${reason}`);
  const live = liveStandards({ clock, store, onUnread });
  const shown: number[] = [];
  live.onShown(() => void shown.push(live.shown()?.kept.all.recalls ?? -1));
  const stop = live.follow(branch);
  const press = (seq: number): void => {
    branch.committedSeq = seq;
    branch.commit(recalled);
  };
  return { clock, branch, live, shown, stop, press, warnings };
}

test('the record that is shown goes on with the branch, another one at most once a minute', async () => {
  const { clock, branch, live, shown, stop, press } = stand(memoryStore(), 0);
  await clock.advance(seconds(2));
  expect([live.shown()?.seq, shown]).toEqual([0, [0]]);
  for (let seq = 1; seq <= 3; seq += 1) {
    press(seq);
    await clock.advance(1_000);
  }
  expect([live.shown()?.seq, shown]).toEqual([0, [0]]);
  await clock.advance(57_000);
  expect([live.shown()?.seq, shown]).toEqual([3, [0, 3]]);
  await clock.advance(600_000);
  branch.commit();
  await clock.advance(600_000);
  expect(shown).toEqual([0, 3]);
  stop();
  press(4);
  await clock.advance(600_000);
  expect(shown).toEqual([0, 3]);
});

test('what the day has brought before is read a little at a time, each event once, whatever is committed meanwhile', async () => {
  const store = memoryStore();
  await write(store, recall, recall, dayOpened('2026-03-01'), ...Array.from({ length: 250 }, () => recall));
  const { clock, live, shown, press } = stand(store, 253);
  expect(live.shown()).toBeNull();
  await clock.advance(seconds(1) + 10);
  expect(live.shown()).toBeNull();
  // On disk before the branch has released it: it comes with the branch's word, or with the next page.
  await write(store, recall);
  press(254);
  await clock.advance(seconds(1));
  expect([live.shown()?.seq, shown]).toEqual([254, [251]]);
  await write(store, recall);
  press(255);
  await clock.advance(seconds(60));
  expect([live.shown()?.seq, shown]).toEqual([255, [251, 252]]);
});

test('a journal that cannot be read is told of, and read again', async () => {
  const store = memoryStore();
  await write(store, dayOpened('2026-03-01'), recall);
  let isBroken = true;
  const read: Store['read'] = (from, limit) =>
    isBroken ? Promise.reject(new Error('the disk is gone')) : store.read(from, limit);
  let hasOpening = false;
  const newestOpening = (): Promise<number> =>
    hasOpening ? store.newestOpening() : Promise.reject(new Error('the disk is gone'));
  const { clock, live, warnings } = stand({ read, newestOpening }, 2);
  await clock.advance(seconds(2));
  hasOpening = true;
  await clock.advance(seconds(5));
  expect(live.shown()).toBeNull();
  expect(warnings).toEqual(['0: the disk is gone', '1: the disk is gone']);
  isBroken = false;
  await clock.advance(seconds(5));
  expect(live.shown()?.kept.all.recalls).toBe(1);
});

test('whoever stops before the day was read is shown nothing', async () => {
  const store = memoryStore();
  await write(store, dayOpened('2026-03-01'), recall);
  const { clock, live, stop, shown } = stand(store, 2);
  stop();
  await clock.advance(seconds(60));
  expect([live.shown(), shown]).toEqual([null, []]);
});

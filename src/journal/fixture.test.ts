import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { QueueEvent } from '../queue/events.ts';
import { openingHashOf } from './canonical.ts';
import { eventOf } from './codec.ts';
import { fromSeal, fromStart } from './inspect.ts';
import { verifyJournal } from './reader.ts';
import { bytesOf, contentOf, draft, openStore, workshop, write } from './spec.ts';

const shop = workshop();
afterAll(() => shop.remove());

/** Two business days over a turn of the month, as the first release wrote them; made by `fixtures/make-version-1.mjs`. */
const VERSION_1 = fileURLToPath(new URL('./fixtures/version-1', import.meta.url));

test('a journal of the first release starts, and its events are read in today’s shape', async () => {
  const content = await contentOf(shop.copy(VERSION_1));
  if (!('records' in content)) throw content;
  const events = content.records.map(eventOf).filter((event): event is QueueEvent => event !== null);
  expect(content.records).toHaveLength(67);
  expect(events).toHaveLength(65);
  expect(content).toMatchObject({ opening: 35, cursors: [66, 0] });
  const paused = content.records.filter(({ type }) => type === 'counter-paused');
  expect(paused.map(({ seq, version }) => [seq, version])).toEqual([28, 34, 61, 67].map((seq) => [seq, 1]));
  expect(paused.filter(({ body }) => Object.hasOwn(body as object, 'reason'))).toEqual([]);
  const lifted = events.filter(({ type }) => type === 'counter-paused');
  expect(lifted).toMatchObject(Array.from({ length: 4 }, () => ({ reason: 'teller' })));
  const calls = events.filter(({ type }) => type === 'called');
  expect(calls.length).toBeGreaterThan(4);
  for (const call of calls) expect(call).toMatchObject({ score: null, passedOver: 0, turns: null });
});

test('its opening balances still have the hash that was written beside them', async () => {
  const content = await contentOf(shop.copy(VERSION_1));
  if (!('records' in content)) throw content;
  const openings = content.records.map(eventOf).filter((event) => event?.type === 'day-opened');
  expect(openings.map((event) => event?.type === 'day-opened' && event.day)).toEqual(['2025-12-31', '2026-01-01']);
  for (const event of openings) {
    if (event?.type === 'day-opened') expect(openingHashOf(event.opening)).toBe(event.openingHash);
  }
});

test('it verifies from its first record and from its seal, and is not changed by that', () => {
  const directory = shop.copy(VERSION_1);
  const before = bytesOf(directory);
  const whole = verifyJournal(directory, fromStart);
  expect(whole).toMatchObject({ head: { seq: 67 }, checkedFrom: 1, openMonth: '2026-01', newestOpening: 35 });
  expect(whole.seals).toMatchObject([{ month: '2025-12', first: 1, last: 34 }]);
  expect(verifyJournal(directory, fromSeal(0))).toEqual({ ...whole, checkedFrom: 35 });
  expect(bytesOf(directory)).toMatchObject(before);
});

test('it goes on in today’s shape', async () => {
  const directory = shop.copy(VERSION_1);
  const store = await openStore(directory);
  expect((await write(store, draft(1)))[0]?.seq).toBe(68);
  await store.close();
  expect(verifyJournal(directory).head.seq).toBe(68);
});

import { afterAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/config.ts';
import { load } from '../config/spec.ts';
import { draft, openStore, workshop, write } from '../journal/spec.ts';
import { examineClock } from './clock.ts';
import { fakeMachine } from './machine.fake.ts';

const shop = workshop();
afterAll(() => shop.remove());
const NOW = 1_700_000_000_000;

/** What is found when the newest record is so far ahead of the clock, ms. */
async function examine(ahead: number, isTrusted: boolean): Promise<readonly string[]> {
  const directory = shop.directory();
  const store = await openStore(directory);
  // Branch time is an hour behind the clock.
  await write(store, draft(1, { at: NOW + ahead - 3_600_000, offset: 3_600_000, isTrusted }));
  await store.close();
  const { config } = load({}) as { readonly config: Config };
  const asked: Config = { ...config, journalDirectory: directory, clock: { ...config.clock, trust: 'always' } };
  return examineClock(asked, fakeMachine(), NOW).map(({ id }) => id);
}

describe('the clock of the machine', () => {
  it.each([
    [60_000, true, ['clock/ok']],
    [60_001, true, ['clock/behind-journal', 'clock/ok']],
    // Nobody believed the clock when that was written.
    [86_400_000, false, ['clock/ok']],
  ] as const)('%d ms behind a record whose clock was trusted or not (%s): %j', async (ahead, isTrusted, ids) => {
    expect(await examine(ahead, isTrusted)).toEqual(ids);
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import { openingHashOf } from '../journal/canonical.ts';
import { verifyJournal } from '../journal/reader.ts';
import { hold, openStore, workshop } from '../journal/spec.ts';
import { openWriter } from '../journal/writer.ts';
import type { Command } from '../queue/commands.ts';
import { snapshot } from '../queue/snapshot.ts';
import { ask, RULES } from '../queue/spec.ts';
import { type LiveBranch, openBranch } from './branch.ts';
import type { Reply } from './port.ts';
import { replay } from './replay.ts';
import { startBranchTime } from './time.ts';

const shop = workshop();
afterAll(() => shop.remove());

interface Life {
  readonly branch: LiveBranch;
  end(): Promise<void>;
}

/** The branch on the journal in a directory, on real time. */
async function live(directory: string): Promise<Life> {
  const clock = systemClock(() => true);
  const store = await openStore(directory);
  const { state, last } = await replay(store);
  const time = startBranchTime(clock, last);
  const branch = openBranch({
    store,
    clock,
    time,
    log: silentLog,
    state,
    writer: (onBroken) => openWriter(store, onBroken),
  });
  return {
    branch,
    async end() {
      await branch.close();
      await store.close();
    },
  };
}

async function openDay(branch: LiveBranch, day: string): Promise<void> {
  const openingHash = openingHashOf(snapshot(branch.newest));
  const reply = await branch.submit(ask({ type: 'open-day', day, instants: [], openingHash }));
  expect(reply.kind).toBe('done');
}

async function working(directory: string): Promise<Life> {
  const life = await live(directory);
  await life.branch.submit(ask({ type: 'apply-rules', rules: RULES }));
  await openDay(life.branch, '2026-01-30');
  for (const counter of ['1', '2']) {
    await life.branch.submit(ask({ type: 'open-counter', counter, teller: null, profile: null }));
  }
  return life;
}

const issue = (key: string, source = 'panel:p'): Command =>
  ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'zh-CN', handover: 'screen' }, { source, key });
const next = (counter: string): Command => ask({ type: 'call-next', counter });
const said = (reply: Reply): string =>
  reply.kind === 'fault' ? reply.fault.code : 'label' in reply ? `${reply.label}` : reply.kind;

/** What replay makes of the journal is what the branch had, whichever way it is read. */
async function expectReplayed(directory: string, lived: unknown): Promise<void> {
  const store = await openStore(directory);
  expect(snapshot((await replay(store)).state)).toEqual(lived);
  expect(snapshot((await replay(store, 'first-record')).state)).toEqual(lived);
  await store.close();
}

describe('a branch on a real disk', () => {
  it('goes on after a restart where it was: numbers, answers, customers at the windows, over a month and a night', async () => {
    const directory = shop.directory();
    const first = await working(directory);
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => first.branch.submit(issue(key))));
    expect(answers.map(said)).toEqual(['C001', 'C002', 'C003']);
    await first.branch.submit(next('1'));
    await openDay(first.branch, '2026-02-02');
    expect(said(await first.branch.submit(issue('d')))).toBe('C005');
    const lived = snapshot(first.branch.committed);
    await first.end();
    await expectReplayed(directory, lived);

    const second = await live(directory);
    expect(await second.branch.submit(issue('b'))).toEqual(answers[1]);
    expect(snapshot(second.branch.committed)).toEqual(lived);
    expect(said(await second.branch.submit(next('2')))).toBe('C002');
    await second.end();
    expect(verifyJournal(directory).seals).toHaveLength(1);
  });

  it('that another program holds refuses presses, keeps nothing of them, and goes on when it is let go', async () => {
    const directory = shop.directory();
    const { branch, end } = await working(directory);
    const heard: number[] = [];
    branch.onCommitted((batch) => heard.push(batch.length));
    const release = hold(directory);
    const refused = await Promise.all([branch.submit(issue('a')), branch.submit(issue('b')), branch.submit(next('1'))]);
    expect(new Set(refused.map(said))).toEqual(new Set(['journal/not-written']));
    expect([branch.committed.tickets.size, branch.newest.tickets.size, heard.length]).toEqual([0, 0, 0]);
    expect(branch.newest.counters.get('1')?.request).toBeNull();
    release();
    expect(said(await branch.submit(issue('a')))).toBe('C001');
    const lived = snapshot(branch.committed);
    await end();
    await expectReplayed(directory, lived);
  });
});

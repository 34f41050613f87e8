import { type LiveBranch, openBranch } from '../../../src/branch/branch.ts';
import { replay } from '../../../src/branch/replay.ts';
import { startBranchTime } from '../../../src/branch/time.ts';
import { sleep } from '../../../src/clock.ts';
import type { Config } from '../../../src/config/config.ts';
import { rulesOf } from '../../../src/config/rules.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { openingHashOf } from '../../../src/journal/canonical.ts';
import { openSqliteStore } from '../../../src/journal/sqlite.ts';
import type { Store } from '../../../src/journal/store.ts';
import { openWriter } from '../../../src/journal/writer.ts';
import type { Command } from '../../../src/queue/commands.ts';
import { snapshot } from '../../../src/queue/snapshot.ts';
import { clock } from './branch-stand.ts';
import { SERVICE } from './branch-text.ts';
import { closeLater } from './closing.ts';

/** A branch in this process on the real journal, its day open. */
export interface BenchBranch {
  readonly branch: LiveBranch;
  readonly store: Store;
  /** Asks, and fails when the answer is a no or a fault. */
  must(command: Wish): Promise<void>;
  close(): Promise<void>;
}

type Without<T> = T extends unknown ? Omit<T, 'id' | 'actor'> : never;
/** A command of the daemon's own. */
export type Wish = Without<Command>;

/** A customer who is told the number on a screen. */
export const ISSUE: Wish = {
  type: 'issue',
  service: SERVICE,
  segment: 'ordinary',
  language: 'zh-CN',
  handover: 'screen',
};

/** Goes on with a journal; in a new one opens rules and day. */
export async function openBenchBranch(directory: string, config: Config): Promise<BenchBranch> {
  const store = await openSqliteStore({ directory, log: silentLog, clock });
  const { state, last } = await replay(store);
  const time = startBranchTime(clock, last);
  const branch = openBranch({
    store,
    time,
    clock,
    log: silentLog,
    state,
    writer: (onBroken) => openWriter(store, onBroken, { turn: () => sleep(clock, 0) }),
  });
  const close = async (): Promise<void> => {
    await branch.close();
    await store.close();
  };
  closeLater(close);
  const must = async (wish: Wish): Promise<void> => {
    const reply = await branch.submit({ ...wish, id: null, actor: { kind: 'daemon' } });
    if (reply.kind === 'fault' || reply.kind === 'refused') throw new Error(`${wish.type}: ${JSON.stringify(reply)}`);
  };
  if (last) return { branch, store, must, close };
  await must({ type: 'apply-rules', rules: rulesOf(config) });
  await must({ type: 'set-clock', offset: Math.round(clock.wall()) - time.now(), isTrusted: true });
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: config.branch.timeZone });
  await must({
    type: 'open-day',
    day: day.format(clock.wall() - 3 * 3_600_000),
    instants: [],
    openingHash: openingHashOf(snapshot(branch.newest)),
  });
  return { branch, store, must, close };
}

/** A hall before a bench: its counters open, and so many who wait. */
export async function fillHall({ must }: BenchBranch, counters: readonly string[], waiting: number): Promise<void> {
  for (const counter of counters) await must({ type: 'open-counter', counter, teller: null, profile: null });
  for (let left = waiting; left > 0; left -= 100) {
    await Promise.all(Array.from({ length: Math.min(100, left) }, () => must(ISSUE)));
  }
}

import { type LiveBranch, openBranch } from '../branch/branch.ts';
import type { StateShelf } from '../branch/kept-state.ts';
import { type Replayed, replay } from '../branch/replay.ts';
import { type BranchTime, type LastRecord, startBranchTime } from '../branch/time.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';
import { fasterClock } from '../faster-clock.ts';
import type { Store } from '../journal/store.ts';
import { openWriter } from '../journal/writer.ts';
import type { Lifetime } from '../lifetime.ts';
import { type LiveStandards, liveStandards } from '../report/live-standards.ts';
import { keepState } from './state-keeping.ts';

export interface RecordedParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly branchSpeed?: number;
  readonly states?: StateShelf;
}

/** The branch as its journal has it. */
export interface Recorded {
  readonly branch: LiveBranch;
  readonly time: BranchTime;
  readonly branchClock: Clock;
  readonly standards: LiveStandards;
}

/**
 * Goes on with the branch where its journal ends.
 *
 * @throws LobbydError as `replay` does
 */
export async function openRecorded(parts: RecordedParts, lifetime: Lifetime): Promise<Recorded> {
  const { store, clock, log, states } = parts;
  const { state, last, keptTo } = await replayed(parts);
  const branchClock = branchClockOf(parts, last);
  const time = startBranchTime(branchClock, last);
  const branch = openBranch({
    store,
    time,
    clock,
    branchClock,
    log,
    state,
    writer: (onBroken) => openWriter(store, onBroken, { turn: () => sleep(clock, 0) }),
  });
  // Ends after the branch, whose last word belongs to it.
  if (states) lifetime.hold('state for the next start', keepState({ branch, store, clock, shelf: states, keptTo }));
  lifetime.hold('branch', () => branch.close());
  const standards = liveStandards({
    // Shown by the branch's minute, which a training makes short.
    clock: branchClock,
    store,
    onUnread: (seq, reason) => log.warn({ code: 'branch/standards', seq }, unread(seq, reason)),
  });
  lifetime.hold('standards', standards.follow(branch));
  return { branch, time, branchClock, standards };
}

async function replayed({ store, log, states }: RecordedParts): Promise<Replayed> {
  const kept = states?.take() ?? null;
  try {
    const replayed = await replay(store, 'newest-opening', kept);
    const { keptTo, records } = replayed;
    if (keptTo > 0) log.info({ seq: keptTo, replayed: records }, 'the state of the last run was taken up');
    return replayed;
  } catch (caught) {
    if (!kept) throw caught;
    const what = `the state that was kept after record ${kept.head.seq} does not fit what came later: ${messageOf(caught)}`;
    log.warn({ code: 'branch/state-file', seq: kept.head.seq }, `${what}. The day is replayed instead`);
    return replay(store);
  }
}

const unread = (seq: number, reason: string): string =>
  `the standards of the day are not told yet: the journal cannot be read from record ${Math.max(1, seq)} on: ${reason}. Next: check the disk; it is tried again`;

/** Time as the branch lives it: the world's, but in a training, where a later run goes on where the last one was. */
function branchClockOf({ clock, log, branchSpeed }: RecordedParts, last: LastRecord | null): Clock {
  if (branchSpeed === undefined) return clock;
  log.warn({ branchSpeed }, `a training: branch time runs ${branchSpeed} times as fast as the world`);
  return fasterClock(clock, branchSpeed, last?.isTrusted ? last.at + last.offset : 0);
}

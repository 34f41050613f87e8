import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { runs } from '../../test/runs.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { minutes, seconds } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import { openingHashOf } from '../journal/canonical.ts';
import { type MemoryStore, memoryStore } from '../journal/memory.ts';
import type { Draft } from '../journal/store.ts';
import { openWriter } from '../journal/writer.ts';
import type { Command } from '../queue/commands.ts';
import { snapshot } from '../queue/snapshot.ts';
import { ask, RULES } from '../queue/spec.ts';
import { type LiveBranch, openBranch } from './branch.ts';
import { deviceDraft } from './health.ts';
import type { Committed, Reply } from './port.ts';
import { replay } from './replay.ts';
import { type BranchTime, startBranchTime } from './time.ts';

interface Stand {
  readonly branch: LiveBranch;
  readonly store: MemoryStore;
  readonly clock: FakeClock;
  readonly heard: Committed[];
}

async function start(
  store = memoryStore(),
  clock = fakeClock(),
  gathered = 1_000,
  over: Partial<BranchTime> = {},
): Promise<Stand> {
  const { state, last } = await replay(store);
  const branch = openBranch({
    store,
    clock,
    time: { ...startBranchTime(clock, last), ...over },
    log: silentLog,
    state,
    writer: (onBroken) => openWriter(store, onBroken, { gathered }),
  });
  const heard: Committed[] = [];
  branch.onCommitted((batch) => heard.push(...batch));
  return { branch, store, clock, heard };
}

async function working(gathered?: number): Promise<Stand> {
  const stand = await start(memoryStore(), fakeClock(), gathered);
  await stand.branch.submit(ask({ type: 'apply-rules', rules: RULES }));
  const openingHash = openingHashOf(snapshot(stand.branch.newest));
  await stand.branch.submit(ask({ type: 'open-day', day: '2026-01-05', instants: [], openingHash }));
  for (const counter of ['1', '2', '3']) {
    await stand.branch.submit(ask({ type: 'open-counter', counter, teller: null, profile: null }));
  }
  return stand;
}

let keys = 0;
const nextKey = (): string => {
  keys += 1;
  return `k${keys}`;
};
const issue = (key = nextKey()): Command =>
  ask(
    { type: 'issue', service: 'cash', segment: 'ordinary', language: 'zh-CN', handover: 'screen' },
    { source: 'panel:p', key },
  );
const callNext = (counter: string): Command => ask({ type: 'call-next', counter });
const labels = (replies: readonly Reply[]): unknown[] =>
  replies.map((reply) =>
    reply.kind === 'issued' ? reply.label : reply.kind === 'fault' ? reply.fault.code : reply.kind,
  );

function lostPrinter(clock: FakeClock): Draft {
  const time = { at: clock.monotonic(), offset: 0, isTrusted: true };
  return deviceDraft({ type: 'device-lost', device: 'printer1', reason: 'no answer' }, time);
}

describe('a command', () => {
  it('is answered after its events are on disk, and not before', async () => {
    const { branch, store, clock, heard } = await working();
    const before = heard.length;
    const release = store.stall();
    let reply: Reply | null = null;
    void branch.submit(issue()).then((end) => {
      reply = end;
    });
    await clock.advance(seconds(2));
    expect(reply).toBeNull();
    expect(heard).toHaveLength(before);
    expect(branch.committed.tickets.size).toBe(0);
    release();
    await clock.advance(0);
    expect(reply).toMatchObject({ kind: 'issued', label: 'C001' });
    expect(heard.slice(before).map(({ event }) => event.type)).toEqual(['issued']);
    expect(branch.committed.tickets.size).toBe(1);
  });

  it('is decided on what was decided before it, on disk or not: ten at once get ten numbers in two commits', async () => {
    const { branch, store } = await working();
    const before = store.commits;
    const replies = await Promise.all(Array.from({ length: 10 }, () => branch.submit(issue())));
    expect(new Set(labels(replies)).size).toBe(10);
    expect(store.commits - before).toBeLessThanOrEqual(2);
  });

  it('that is sent again gets the first answer and happens once, also after a restart', async () => {
    const { branch, store, clock } = await working();
    const first = await branch.submit(issue('press-1'));
    expect(await branch.submit(issue('press-1'))).toEqual(first);
    await branch.close();
    const again = await start(store, clock);
    expect(await again.branch.submit(issue('press-1'))).toEqual(first);
    expect(again.branch.committed.tickets.size).toBe(1);
  });

  it('that is sent again while the first waits for the disk is answered after that commit', async () => {
    const { branch, store, clock } = await working();
    const release = store.stall();
    const replies: Reply[] = [];
    void branch.submit(issue('press-1')).then((reply) => replies.push(reply));
    void branch.submit(issue('press-1')).then((reply) => replies.push(reply));
    await clock.advance(seconds(1));
    expect(replies).toEqual([]);
    release();
    await clock.advance(0);
    expect(labels(replies)).toEqual(['C001', 'C001']);
  });

  it('that is refused is answered from the disk too', async () => {
    const { branch, heard } = await working();
    const reply = await branch.submit(ask({ type: 'recall', counter: '1' }, { source: 'keypad:1', key: 'a' }));
    expect(reply).toEqual({ kind: 'refused', refusal: { code: 'no-open-ticket', counter: '1' } });
    expect(heard.at(-1)?.event).toMatchObject({ type: 'refused', asked: 'recall' });
  });

  it('beyond what may wait for a slow disk is told to come again, and nothing of it stays', async () => {
    const { branch, store, clock } = await working(2);
    const release = store.stall();
    const ends = Array.from({ length: 5 }, () => branch.submit(issue()));
    const health = branch.record([lostPrinter(clock)]);
    release();
    await clock.advance(0);
    const busy = 'journal/busy';
    expect(labels(await Promise.all(ends))).toEqual(['C001', 'C002', busy, busy, busy]);
    expect(await health).toBe(false);
    expect(branch.committed.tickets.size).toBe(2);
    expect(snapshot(branch.committed)).toEqual(snapshot(branch.newest));
  });

  it.each([
    ['a command', (branch: LiveBranch) => branch.submit(issue())],
    ['a report of a device', (branch: LiveBranch, clock: FakeClock) => branch.record([lostPrinter(clock)])],
  ])('is not troubled by %s that is one too many: what was taken is written, and the next is', async (_what, add) => {
    const { branch, store, clock } = await working(2);
    const release = store.stall();
    const taken = [branch.submit(issue()), branch.submit(issue())];
    const tooMany = add(branch, clock);
    release();
    await clock.advance(0);
    await tooMany;
    expect(labels(await Promise.all(taken))).toEqual(['C001', 'C002']);
    // Nothing broke, so that nothing had to be made anew from the journal.
    expect(branch.trouble()).toBeNull();
    expect(labels([await branch.submit(issue())])).toEqual(['C003']);
  });
});

describe('a program that contradicts itself', () => {
  it('answers that command with a fault, keeps nothing of it, and goes on with the next', async () => {
    const relabel = (): never => {
      throw new TypeError('half of it was written');
    };
    const { branch, clock } = await start(memoryStore(), fakeClock(), 1_000, { relabel });
    await branch.submit(ask({ type: 'apply-rules', rules: RULES }));
    const reply = await branch.submit(ask({ type: 'set-clock', offset: 7, isTrusted: true }));
    expect(labels([reply])).toEqual(['branch/broken']);
    await clock.advance(0);
    expect(snapshot(branch.newest)).toEqual(snapshot(branch.committed));
    expect(branch.committed.clock).toBeNull();
    const opening = ask({ type: 'open-counter', counter: '1', teller: null, profile: null });
    expect((await branch.submit(opening)).kind).toBe('done');
  });
});

describe('what devices go through', () => {
  it('is on record, moves the branch on, and is told without an event of the queue', async () => {
    const { branch, store } = await working();
    const told: number[] = [];
    branch.onCommitted((batch) => told.push(batch.length));
    const before = branch.committedSeq;
    const lost = {
      stream: 'device',
      type: 'device-lost',
      version: 1,
      at: 1,
      offset: 0,
      isTrusted: true,
      body: {},
    } as const;
    expect(await branch.record([lost])).toBe(true);
    expect([branch.committedSeq, store.head().seq, told]).toEqual([before + 1, before + 1, [0]]);
    store.fillDisk(1);
    expect(await branch.record([lost])).toBe(false);
    expect(branch.committedSeq).toBe(before + 1);
  });
});

describe('a disk in trouble', () => {
  it('that is full answers everybody who waits with a fault; nothing is half done, and it recovers by itself', async () => {
    const { branch, store } = await working();
    store.fillDisk(1);
    const replies = await Promise.all([branch.submit(issue()), branch.submit(issue()), branch.submit(callNext('1'))]);
    expect(labels(replies)).toEqual(['journal/disk-full', 'journal/disk-full', 'journal/disk-full']);
    expect(branch.committed.tickets.size).toBe(0);
    expect(snapshot(branch.newest)).toEqual(snapshot(branch.committed));
    expect(labels([await branch.submit(issue())])).toEqual(['C001']);
    expect(branch.trouble()).toBeNull();
  });

  it('is written down when it is over: from its first fault to its end, also when it came back in between', async () => {
    const { branch, store, clock } = await working();
    await clock.advance(seconds(1));
    const since = branch.now();
    store.fillDisk(1_000);
    await branch.submit(issue());
    await clock.advance(minutes(5));
    store.fillDisk(0);
    const append = store.append.bind(store);
    let isFullAgain = true;
    vi.spyOn(store, 'append').mockImplementation((batch, ...rest) => {
      if (isFullAgain && batch.some(({ type }) => type === 'disk-trouble')) {
        isFullAgain = false;
        store.fillDisk(1);
      }
      return append(batch, ...rest);
    });
    await branch.submit(issue());
    await clock.advance(minutes(5));
    await branch.submit(issue());
    await clock.advance(0);
    await branch.submit(issue());
    await clock.advance(0);
    const told = (await store.read(1, 100)).filter(({ stream }) => stream === 'device');
    expect(told).toMatchObject([
      { type: 'disk-trouble', body: { device: 'journal', code: 'journal/disk-full', since }, at: since + minutes(10) },
    ]);
    expect(branch.committedSeq).toBe(store.head().seq);
  });

  it.each([true, false])(
    'that says nothing is asked what it holds before anything goes on (written: %s)',
    async (isWritten) => {
      const { branch, store, clock } = await working();
      store.loseNext(isWritten);
      store.refuseReopen(2);
      const reply = await branch.submit(issue('press-1'));
      expect(reply.kind).toBe('fault');
      expect(labels([await branch.submit(issue('press-2'))])).toEqual(['journal/not-written']);
      await clock.advance(seconds(5));
      expect(branch.committed.tickets.size).toBe(isWritten ? 1 : 0);
      expect(snapshot(branch.newest)).toEqual(snapshot(branch.committed));
      // The pad sends its press again: it gets the first number when that was written, the same one anew when not.
      expect(labels([await branch.submit(issue('press-1'))])).toEqual(['C001']);
      expect(branch.committed.tickets.size).toBe(1);
    },
  );

  it('that does not take the word on the clock leaves the clock as it was', async () => {
    const { branch, store } = await working();
    await branch.submit(ask({ type: 'set-clock', offset: 5_000, isTrusted: true }));
    const before = branch.wallOf(0);
    store.fillDisk(1);
    await branch.submit(ask({ type: 'set-clock', offset: 9_000_000, isTrusted: true }));
    expect(branch.wallOf(0)).toBe(before);
  });

  it('that was full when a ticket fell due does not keep that customer waiting once there is room', async () => {
    const { branch, store, clock } = await working();
    await branch.submit(
      ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' }),
    );
    await clock.advance(seconds(2));
    store.fillDisk(2);
    await branch.submit(callNext('1'));
    await clock.advance(seconds(4));
    expect([...branch.committed.tickets.values()].map(({ isCallable }) => isCallable)).toEqual([true]);
  });

  it('of another controller that leads now is never written to again', async () => {
    const { branch, store, clock } = await working();
    const append = vi.spyOn(store, 'append');
    store.supersede([{ stream: 'device', type: 'x', version: 1, at: 0, offset: 0, isTrusted: false, body: {} }]);
    expect(labels([await branch.submit(issue()), await branch.submit(issue())])).toEqual([
      'journal/superseded',
      'journal/superseded',
    ]);
    branch.moveCursor('mqtt', 1);
    await clock.advance(minutes(10));
    expect(labels([await branch.submit(callNext('1'))])).toEqual(['journal/superseded']);
    await branch.close();
    expect(append).toHaveBeenCalledTimes(1);
  });
});

describe('time', () => {
  it('makes a ticket callable whose printer said nothing, and calls it to the counter that asked', async () => {
    const { branch, clock, heard } = await working();
    await branch.submit(callNext('1'));
    await branch.submit(
      ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' }),
    );
    await clock.advance(seconds(3));
    expect(heard.slice(-2).map(({ event }) => [event.type, event.counter])).toEqual([
      ['released', null],
      ['called', '1'],
    ]);
  });
});

describe('the end', () => {
  it('takes no more, finishes what is under way and writes the cursors', async () => {
    const { branch, store, clock } = await working();
    branch.moveCursor('mqtt', 3);
    const release = store.stall();
    const underWay = branch.submit(issue());
    const closed = branch.close();
    expect(labels([await branch.submit(issue())])).toEqual(['branch/stopping']);
    release();
    await clock.advance(0);
    expect(labels([await underWay])).toEqual(['C001']);
    await closed;
    expect(store.cursor('mqtt')).toBe(3);
  });

  it('writes the cursors that moved with the last answer, and lets time change nothing any more', async () => {
    const { branch, store, clock } = await working();
    await branch.submit(
      ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' }),
    );
    branch.moveCursor('printer', 4);
    await branch.close();
    expect(store.cursor('printer')).toBe(4);
    expect(clock.pending()).toBe(0);
  });

  it('lets a listener that throws harm nobody else', async () => {
    const { branch, heard } = await working();
    branch.onCommitted(() => {
      throw new TypeError('an output is broken');
    });
    const after: number[] = [];
    branch.onCommitted((batch) => after.push(batch.length));
    expect(labels([await branch.submit(issue())])).toEqual(['C001']);
    expect(after).toEqual([1]);
    expect(heard.at(-1)?.event.type).toBe('issued');
  });
});

describe('replay', () => {
  const step = fc.oneof(
    fc.constant(() => issue()),
    fc.constantFrom('1', '2', '3').map((counter) => () => callNext(counter)),
    fc.constantFrom('1', '2', '3').map((counter) => () => ask({ type: 'finish', counter })),
    fc.constantFrom('1', '2', '3').map((counter) => () => ask({ type: 'no-show', counter })),
    fc.constantFrom('1', '2', '3').map((counter) => () => ask({ type: 'undo', counter })),
  );

  it('from the newest opening balance and from the first record gives the state that the branch had', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 40 }), async (one, two) => {
        const { branch, store, clock } = await working();
        for (const make of one) await branch.submit(make());
        await clock.advance(seconds(20));
        const openingHash = openingHashOf(snapshot(branch.newest));
        await branch.submit(ask({ type: 'open-day', day: '2026-01-06', instants: [], openingHash }));
        for (const make of two) await branch.submit(make());
        await branch.close();
        const lived = snapshot(branch.committed);
        expect(snapshot(branch.newest)).toEqual(lived);
        expect(snapshot((await replay(store)).state)).toEqual(lived);
        expect(snapshot((await replay(store, 'first-record')).state)).toEqual(lived);
      }),
      { numRuns: runs(40) },
    );
  });

  it('refuses an opening balance that is not what its hash says, with the record', async () => {
    const { branch, store } = await working();
    await branch.submit(ask({ type: 'open-day', day: '2026-01-06', instants: [], openingHash: 'of something else' }));
    await expect(replay(store)).rejects.toMatchObject({
      code: 'journal/opening',
      where: expect.stringContaining('record'),
    });
  });
});

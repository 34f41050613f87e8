import { describe, expect, test } from 'vitest';
import { LobbydError } from '../errors.ts';
import { type MemoryStore, memoryStore } from './memory.ts';
import { draft } from './spec.ts';
import type { Draft } from './store.ts';
import { type AddEnd, openWriter, type Writer, type WriterOptions } from './writer.ts';

interface Bench {
  readonly store: MemoryStore;
  readonly writer: Writer;
  /** What happened, in order. */
  readonly log: string[];
  add(name: string, drafts: readonly Draft[], moves?: Record<string, number>): Promise<AddEnd>;
}

function bench(options?: Partial<WriterOptions>): Bench {
  const store = memoryStore();
  const log: string[] = [];
  const writer = openWriter(store, (end) => log.push(`broken ${'fault' in end ? end.fault.code : end.kind}`), options);
  return {
    store,
    writer,
    log,
    async add(name, drafts, moves = {}) {
      const end = await writer.add(drafts, moves);
      log.push(`${name} ${end.kind === 'committed' ? end.records.map(({ seq }) => seq).join(',') : end.kind}`);
      return end;
    },
  };
}

describe('group commit', () => {
  test('what is added while one commit runs shares the next, and each add gets its own records', async () => {
    const { store, log, add, writer } = bench();
    const release = store.stall();
    const ends = [add('a', [draft(1)])];
    await turns(3);
    ends.push(add('b', [draft(2), draft(3)]), add('c', []), add('d', [draft(4)]));
    await turns(3);
    expect(log).toEqual([]);
    release();
    await Promise.all(ends);
    expect(log).toEqual(['a 1', 'b 2,3', 'c ', 'd 4']);
    expect(store.commits).toBe(2);
    await writer.drained();
  });

  test('tellers who press again as soon as they are answered share one commit each time', async () => {
    const { store, writer } = bench();
    const caller = async (): Promise<void> => {
      for (let round = 0; round < 20; round += 1) await writer.add([draft(round)], {});
    };
    await Promise.all(Array.from({ length: 10 }, caller));
    expect(store.head().seq).toBe(200);
    expect(store.commits).toBe(20);
  });

  test('all that is added in one turn shares one commit, however many promise jobs lie between', async () => {
    const { store, add, writer } = bench({ turn: () => new Promise((resolve) => setImmediate(resolve)) });
    const ends = [add('a', [draft(1)])];
    await turns(20);
    ends.push(add('b', [draft(2)]));
    await turns(20);
    ends.push(add('c', [draft(3)]));
    await Promise.all(ends);
    expect([store.commits, store.head().seq]).toEqual([1, 3]);
    await writer.drained();
  });

  test('an add with nothing in it costs no commit, but waits its turn', async () => {
    const { store, add, log } = bench();
    const release = store.stall();
    const ends = [add('a', [draft(1)]), turns(3).then(() => add('nothing', []))];
    await turns(6);
    expect(log).toEqual([]);
    release();
    await Promise.all(ends);
    expect(log).toEqual(['a 1', 'nothing ']);
    expect(store.commits).toBe(1);
  });

  test('whoever waits for the end of everything waits for what is gathered too', async () => {
    const { store, writer, add, log } = bench();
    const release = store.stall();
    const first = add('a', [draft(1)]);
    await turns(3);
    const second = add('b', [draft(2)]);
    const drained = writer.drained().then(() => log.push('drained'));
    release();
    await Promise.all([first, second, drained]);
    expect(log).toEqual(['a 1', 'b 2', 'drained']);
    await writer.drained();
  });
});

describe('a write that goes wrong', () => {
  test('ends everything that waits, after the one who must rebuild was told, and nothing is taken until then', async () => {
    const { store, writer, log, add } = bench();
    const release = store.stall();
    store.fillDisk(1);
    const ends = [add('a', [draft(1)])];
    await turns(3);
    ends.push(add('b', [draft(2)]));
    release();
    await Promise.all(ends);
    expect(log).toEqual(['broken journal/disk-full', 'a failed', 'b failed']);
    expect(await writer.add([draft(3)], {})).toMatchObject({ kind: 'failed', fault: { code: 'journal/disk-full' } });
    expect(store.head().seq).toBe(0);
    writer.resume(store.head());
    expect(await writer.add([draft(3)], {})).toMatchObject({ kind: 'committed', records: [{ seq: 1 }] });
    expect(log).toHaveLength(3);
  });

  test.each([true, false])('unknown (written: %s) goes on behind what the disk holds', async (isWritten) => {
    const { store, writer, log, add } = bench();
    await add('a', [draft(1)]);
    store.loseNext(isWritten);
    await add('b', [draft(2)]);
    expect(log).toEqual(['a 1', 'broken journal/unknown', 'b unknown']);
    writer.resume(await store.reopen());
    await add('c', [draft(3)]);
    expect(log.at(-1)).toBe(isWritten ? 'c 3' : 'c 2');
  });

  test('another controller that wrote is a fault that names it', async () => {
    const { store, writer, log, add } = bench();
    await add('a', [draft(1)]);
    store.supersede([draft(9), draft(10)]);
    const end = await add('b', [draft(2)]);
    expect(log).toEqual(['a 1', 'broken journal/superseded', 'b superseded']);
    expect(end).toMatchObject({ kind: 'superseded', fault: { code: 'journal/superseded' } });
    writer.resume(await store.reopen());
    expect(await add('c', [draft(3)])).toMatchObject({ records: [{ seq: 4 }] });
  });

  test('loses no cursor: they ride in the next batch, and newer places win', async () => {
    const { store, writer } = bench();
    store.fillDisk(1);
    await writer.add([draft(1)], { mqtt: 7, printer: 3 });
    await writer.add([], { printer: 4 });
    writer.resume(store.head());
    await writer.add([draft(1)], {});
    expect([store.cursor('mqtt'), store.cursor('printer')]).toEqual([7, 4]);
  });

  test('may be resumed at once by the one who is told', async () => {
    const store = memoryStore();
    const writer = openWriter(store, () => writer.resume(store.head()));
    store.fillDisk(1);
    const again = writer.add([draft(1)], {}).then(() => writer.add([draft(2)], {}));
    expect(await again).toMatchObject({ kind: 'committed', records: [{ seq: 1 }] });
  });

  test('finds every commit before it taken over', async () => {
    const store = memoryStore();
    let taken = 0;
    let takenAtBreak = -1;
    const writer = openWriter(store, () => {
      takenAtBreak = taken;
    });
    const takeOver = async (): Promise<void> => {
      // As the live branch does: a step of housekeeping between the end and the commit's effect.
      const end = await writer.add([draft(1)], {}).finally(() => undefined);
      if (end.kind === 'committed') taken += 1;
    };
    const release = store.stall();
    const first = takeOver();
    await turns(3);
    const second = takeOver();
    store.fillDisk(0);
    release();
    await first;
    store.fillDisk(1);
    await second;
    expect([taken, takenAtBreak]).toEqual([1, 1]);
  });
});

describe('too much at once', () => {
  test('is refused: what gathered before is written, then the writer breaks once', async () => {
    const { store, writer, log, add } = bench({ gathered: 2 });
    const release = store.stall();
    const ends = [add('a', [draft(1)])];
    await turns(3);
    ends.push(add('b', [draft(2)]));
    expect(writer.isFull).toBe(false);
    ends.push(add('c', [draft(3)]));
    expect(writer.isFull).toBe(true);
    ends.push(add('d', [draft(4)]), add('e', [draft(5)]));
    release();
    await Promise.all(ends);
    expect(log).toEqual(['e failed', 'a 1', 'b 2', 'c 3', 'broken journal/busy', 'd failed']);
    writer.resume(store.head());
    expect(writer.isFull).toBe(false);
    expect(await add('f', [draft(6)])).toMatchObject({ records: [{ seq: 4 }] });
  });
});

test('a store that breaks its promise never to reject counts as unknown', async () => {
  const store = memoryStore();
  const fault = new LobbydError({ code: 'journal/broken', what: 'planted', where: 'test', next: 'none' });
  const broken = { ...store, head: () => store.head(), append: () => Promise.reject(fault) };
  const writer = openWriter(broken as unknown as MemoryStore, () => undefined);
  expect(await writer.add([draft(1)], {})).toEqual({ kind: 'unknown', fault });
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

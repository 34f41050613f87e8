import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/runs.ts';
import { memoryStore } from './memory.ts';
import { draft } from './spec.ts';
import { type AddEnd, openWriter } from './writer.ts';

type Step = 'full' | 'lost' | 'lost-written' | { readonly add: number } | { readonly wait: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ add: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>('full', 'lost', 'lost-written') },
  { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 9 }) }) },
);

/** Plays a history of adds and faults, as the live branch would; gives what each number came to and what is on disk. */
async function play(
  steps: readonly Step[],
): Promise<{ readonly ends: Map<number, AddEnd['kind']>; readonly disk: number[] }> {
  const store = memoryStore();
  const repair = async (end: AddEnd): Promise<void> =>
    writer.resume(end.kind === 'unknown' ? await store.reopen() : store.head());
  const writer = openWriter(store, (end) => void repair(end));
  const ends = new Map<number, AddEnd['kind']>();
  const waiting: Promise<void>[] = [];
  let next = 0;
  for (const one of steps) {
    if (one === 'full') store.fillDisk(1);
    else if (typeof one === 'string') store.loseNext(one === 'lost-written');
    else if ('wait' in one) await turns(one.wait);
    else {
      const numbers = Array.from({ length: one.add }, () => next++);
      const end = writer.add(
        numbers.map((n) => draft(n, { body: n })),
        {},
      );
      waiting.push(end.then(({ kind }) => numbers.forEach((n) => void ends.set(n, kind))));
    }
  }
  await Promise.all(waiting);
  await writer.drained();
  await turns(9);
  return { ends, disk: (await store.read(1, 1_000)).map(({ body }) => body as number) };
}

test('whatever a disk does, what was answered as committed is there once, in order, and nothing that failed is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { ends, disk } = await play(steps);
      const committed = [...ends].filter(([, kind]) => kind === 'committed').map(([n]) => n);
      expect(disk.filter((n) => ends.get(n) === 'committed')).toEqual(committed.sort((a, b) => a - b));
      expect(disk.filter((n) => ends.get(n) === 'failed')).toEqual([]);
      expect([...disk].sort((a, b) => a - b)).toEqual(disk);
    }),
    { numRuns: runs(300) },
  );
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

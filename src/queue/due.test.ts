import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueName, dueOf, newDueHeap } from './due.ts';
import { runs } from './runs-arbitrary.ts';

test('the name of what is due says what it is', () => {
  for (const due of [{ kind: 'ticket', id: 12 } as const, { kind: 'counter', id: 'ticket/3' } as const]) {
    expect(dueOf(dueName(due))).toEqual(due);
  }
});

test('whatever is set, moved and taken away, the earliest is first and all that is due comes in order', () => {
  const sets = fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.option(fc.integer({ min: 0, max: 9 }))), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(sets, fc.integer({ min: 0, max: 9 }), (changes, now) => {
      const heap = newDueHeap();
      const plain = new Map<string, number>();
      for (const [id, at] of changes) {
        const name = `ticket/${id}`;
        heap.set(name, at);
        if (at === null) plain.delete(name);
        else plain.set(name, at);
        const sorted = [...plain].map(([name, at]) => ({ name, at }));
        sorted.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
        expect(heap.first()).toEqual(sorted[0] ?? null);
        expect(heap.until(now)).toEqual(sorted.filter((entry) => entry.at <= now));
      }
    }),
  );
});

test('what is taken out of the middle of many leaves the others in order', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(times, fc.nat(), (all, pick) => {
      const heap = newDueHeap();
      for (const at of all) heap.set(`ticket/${at}`, at);
      const gone = all[pick % all.length];
      heap.set(`ticket/${gone}`, null);
      const left: number[] = [];
      for (let first = heap.first(); first; first = heap.first()) {
        left.push(first.at);
        heap.set(first.name, null);
      }
      expect(left).toEqual(all.filter((at) => at !== gone).sort((a, b) => a - b));
    }),
    { numRuns: runs(100) },
  );
});

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { draftOf } from '../journal/codec.ts';
import { openStore, workshop, write } from '../journal/spec.ts';
import { ask, given, issued, later, MINUTE, opened } from '../queue/spec.ts';
import { whatIfCommand } from './what-if.ts';

const shop = workshop();
afterAll(() => shop.remove());

let whole = '';
beforeAll(async () => {
  whole = shop.directory();
  const { events } = given(
    ...[...opened(['1']), issued('cash'), issued('cash'), later(2 * MINUTE), ask({ type: 'call-next', counter: '1' })],
    ...[later(MINUTE), ask({ type: 'call-next', counter: '1' }), later(MINUTE), ask({ type: 'finish', counter: '1' })],
  );
  const store = await openStore(whole);
  await write(store, ...events.map((event) => draftOf(event, { offset: 0, isTrusted: true })));
  await store.close();
});

/** What comes of a journal whose file has some bytes that are wrong, or ends early. */
function told(places: readonly number[], byte: number, isCut: boolean, copy: string) {
  mkdirSync(copy, { recursive: true });
  copyFileSync(`${whole}/journal.head`, `${copy}/journal.head`);
  const file = readFileSync(`${whole}/journal.db`);
  for (const place of places) file[place % file.length] = byte;
  writeFileSync(`${copy}/journal.db`, isCut ? file.subarray(0, (places[0] ?? 0) % file.length) : file);
  const [out, err]: [string[], string[]] = [[], []];
  const asked = { day: null, profile: null, counters: 0, like: null, zone: 'UTC', isJson: true, page: null };
  const outputs = { obstacle: () => null, write: () => {} };
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  return { code: whatIfCommand({ ...asked, place: copy }, { printer, outputs, branch: null }), out, err };
}

it('a journal that is damaged is played as far as it is whole, or refused with place and next step: the program never gives up', () => {
  let [refused, turns] = [0, 0];
  const places = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(places, fc.nat({ max: 255 }), fc.boolean(), (some, byte, isCut) => {
      turns += 1;
      const { code, out, err } = told(some, byte, isCut, `${shop.directory()}/${turns}`);
      if (code === 0) {
        expect(() => JSON.parse(out.join(''))).not.toThrow();
        return;
      }
      refused += 1;
      expect(out).toEqual([]);
      expect(err[0]).toMatch(/^[a-z-]+\/[a-z-]+: ./);
      expect(err.some((line) => /^ {2}where {2}./.test(line))).toBe(true);
      expect(err.some((line) => /^ {2}next {3}./.test(line))).toBe(true);
    }),
    { numRuns: runs(60) },
  );
  expect(refused).toBeGreaterThan(5);
});

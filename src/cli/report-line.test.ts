import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import { openStore, workshop, write } from '../journal/spec.ts';
import type { ProcessPort } from '../process.ts';
import { ask, given, issued, later, MINUTE, opened } from '../queue/spec.ts';
import type { Choose } from './arguments.ts';
import { reportCommandLine } from './report-line.ts';

const shop = workshop();
afterAll(() => shop.remove());

let journal = '';
beforeAll(async () => {
  journal = shop.directory();
  const { events } = given(
    ...[...opened(['1']), issued('cash'), later(2 * MINUTE), ask({ type: 'call-next', counter: '1' })],
    ...[later(4 * MINUTE), ask({ type: 'finish', counter: '1' })],
  );
  // The staff numbers of a bank: 007 is a teller.
  const told = events.map((event) => (event.teller === null ? event : { ...event, teller: '007' }));
  const store = await openStore(journal);
  await write(store, ...told.map((event) => draftOf(event, { offset: Date.UTC(2026, 2, 2, 9), isTrusted: true })));
  await store.close();
});

/** Runs `lobbyd report` with some words behind it. */
async function report(...words: readonly string[]): Promise<{ readonly code: number; readonly printed: string }> {
  const printed: string[] = [];
  const port: Partial<ProcessPort> = {
    print: (text) => void printed.push(text),
    out: (text) => void printed.push(`${text}\n`),
    err: (text) => void printed.push(`${text}\n`),
  };
  const runs: Parameters<Choose>[0][] = [];
  const program = new Command().exitOverride();
  reportCommandLine(program, (run) => void runs.push(run), '/nowhere');
  program.parse(['node', 'lobbyd', 'report', journal, '--zone', 'UTC', ...words]);
  const [run] = runs;
  if (!run) expect.fail('nothing is run');
  return { code: await run(port as ProcessPort), printed: printed.join('') };
}

describe('lobbyd report --csv from the command line', () => {
  const MARK = '\uFEFF';
  const tellers = (csv: string) => csv.split('\r\n').filter((line) => line.includes(',Teller,'));

  it('leaves a teller 007 as it is, and begins with the text', async () => {
    const { code, printed } = await report('--csv', '-', '--table', 'lines');
    expect([code, printed.startsWith('Day,')]).toEqual([0, true]);
    expect(tellers(printed)).toEqual([expect.stringMatching(/^2026-03-02,Teller,"007","007",/)]);
  });

  it('with --text-ids has an apostrophe before it, and before all ids that look like numbers', async () => {
    const plain = await report('--csv', '-');
    const { code, printed } = await report('--csv', '-', '--text-ids');
    expect(code).toBe(0);
    expect(tellers(printed).length).toBeGreaterThan(1);
    // The counter is called 1.
    expect(printed).toBe(plain.printed.replaceAll(/"(007|1)"/g, `"'$1"`));
    expect(tellers(printed)[0]).toMatch(/^2026-03-02,Teller,"'007","'007",/);
  });

  it('with --bom begins with the mark by which Excel knows UTF-8, and is the same behind it; both options go together', async () => {
    const plain = await report('--csv', '-');
    const { code, printed } = await report('--csv', '-', '--bom');
    expect([code, printed]).toEqual([0, `${MARK}${plain.printed}`]);
    const ids = await report('--csv', '-', '--text-ids');
    expect((await report('--csv', '-', '--bom', '--text-ids')).printed).toBe(`${MARK}${ids.printed}`);
  });

  it('writes the mark to a file as the three bytes of it', async () => {
    const file = `${shop.directory()}/day.csv`;
    expect((await report('--csv', file, '--bom', '--language', 'zh-CN')).code).toBe(0);
    expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect((await report('--csv', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe((await report('--csv', '-')).printed);
  });
});

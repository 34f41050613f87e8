import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { deviceDraft } from '../branch/health.ts';
import { draftOf } from '../journal/codec.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import type { ProcessPort } from '../process.ts';
import { RULES } from '../queue/spec.ts';
import { busyDays } from '../report/day/busy-days.fake.ts';
import { simulatedEvents } from '../simulate/what-if/day.fake.ts';
import { whatIfSchema } from '../simulate/what-if/what-if-schema.ts';
import { type WhatIfArguments, whatIfCommand } from './what-if.ts';
import { whatIfCommandLine } from './what-if-line.ts';

const shop = workshop();
afterAll(() => shop.remove());

const MIDNIGHT = Date.UTC(2026, 2, 2);
/** An ordinary day of the example branch, as its journal would have it; the branch is in UTC. */
async function journalOf(): Promise<string> {
  const events = simulatedEvents('example-day', 0);
  const directory = shop.directory();
  const store = await openStore(directory);
  for (let from = 0; from < events.length; from += 500) {
    const page = events.slice(from, from + 500);
    await write(store, ...page.map((event) => draftOf(event, { offset: MIDNIGHT, isTrusted: true })));
  }
  await store.close();
  return directory;
}

let made: Promise<string> | null = null;

async function told(asked: Partial<WhatIfArguments> = {}) {
  made ??= journalOf();
  const directory = await made;
  const [out, err]: [string[], string[]] = [[], []];
  const pages = new Map<string, string>();
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const all = {
    place: directory,
    day: null,
    profile: null,
    counters: 0,
    like: null,
    zone: 'UTC',
    isJson: false,
    page: null,
  };
  const code = whatIfCommand(
    { ...all, ...asked },
    {
      printer,
      branch: null,
      outputs: {
        obstacle: (file) => (file.startsWith('/no/') ? 'no such folder' : null),
        write: (file, text) => void pages.set(file, text),
      },
    },
  );
  return { out, err, code, pages, directory };
}

describe('lobbyd what-if', () => {
  it('repeats a day under its own rules, and says so', async () => {
    const { out, code } = await told({ isJson: true });
    const { limits, rules, day } = whatIfSchema.parse(JSON.parse(out.join('')));
    expect([code, day]).toEqual([0, '2026-03-02']);
    expect(limits.calls).toBeGreaterThan(200);
    expect([limits.repeated, limits.imputed, limits.moved]).toEqual([limits.calls, 0, 0]);
    const [happened, again] = rules;
    expect({ ...again, id: '', names: {} }).toEqual({ ...happened, id: '', names: {} });
  });

  it('a counter more takes from the wait, and the customers keep their service time', async () => {
    const { out } = await told({ isJson: true, counters: 1 });
    const { limits, rules, counters } = whatIfSchema.parse(JSON.parse(out.join('')));
    const wait = rules.map(({ groups }) => groups[0]?.wait.mean.mean ?? 0);
    expect(wait[1]).toBeLessThan((wait[0] ?? 0) * 0.95);
    expect(limits.moved).toBeGreaterThan(10);
    expect(rules[1]?.counters.find(({ counter }) => counter === counters[0]?.counter)?.served.mean).toBeGreaterThan(10);
    const served = rules.map(({ groups }) => groups[0]?.served.mean);
    expect(Math.abs((served[1] ?? 0) - (served[0] ?? 0))).toBeLessThan(10);
  });

  it('a counter less makes all wait longer: its customers are served by the others, for their own time', async () => {
    const { out } = await told({ isJson: true, counters: -1 });
    const { limits, rules, gone } = whatIfSchema.parse(JSON.parse(out.join('')));
    expect(gone).toHaveLength(1);
    const wait = rules.map(({ groups }) => groups[0]?.wait.mean.mean ?? 0);
    expect(wait[1]).toBeGreaterThan((wait[0] ?? 0) * 1.05);
    expect(limits.moved).toBeGreaterThan(10);
    expect(rules[1]?.counters.some(({ counter }) => counter === gone[0])).toBe(false);
    const served = rules.map(({ groups }) => groups[0]?.served.mean);
    expect(served[1]).toBeGreaterThan((served[0] ?? 0) * 0.9);
  });

  it('tells services and segments in the order of the rules, whoever came first', async () => {
    const { rules } = whatIfSchema.parse(JSON.parse((await told({ isJson: true })).out.join('')));
    const groups = rules[0]?.groups ?? [];
    const known = simulatedEvents('example-day', 0).find((event) => event.type === 'rules-applied');
    if (known?.type !== 'rules-applied') return expect.unreachable();
    const came = groups.flatMap(({ service, segment }) => (service !== null && segment === null ? [service] : []));
    const order = known.rules.services.map(({ id }) => id).filter((id) => came.includes(id));
    expect(came.length).toBeGreaterThan(3);
    expect(came).toEqual(order);
  });

  it('tells a table with what is not known', async () => {
    const { out, code } = await told({ profile: 'simple-first' });
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^2026-03-02: what happened, and simple-first\n/);
    expect(out[0]).toMatch(/of \d+ tickets \(\d+\.\d %\) are imputed/);
    expect(out[0]).toMatch(/gave up before they were called.*censored/);
  });

  it('writes a page in either language', async () => {
    const { pages, out } = await told({ counters: 1, page: { file: 'day.html', language: 'zh-CN' } });
    expect(out).toEqual(['day.html: written']);
    expect(pages.get('day.html')).toContain('<h2>未知之处</h2>');
    // The counter that was not there is drawn as well.
    expect(pages.get('day.html')).toMatch(/<text [^>]*>\d号窗口 \+1<\/text>/);
  });

  it.each<[Partial<WhatIfArguments>, string, RegExp, number]>([
    [
      { profile: 'simple-frist' },
      'cli/unknown-profile: --profile simple-frist',
      /next {3}give a profile .*"simple-first"/,
      1,
    ],
    [
      { day: '2026-01-05' },
      'cli/unknown-day: the journal has no business day 2026-01-05',
      /next {3}give \d{4}-\d\d-\d\d, its only day; left out/,
      1,
    ],
    [
      { counters: 1, like: 'counter99' },
      'cli/unknown-counter: --like counter99',
      /next {3}give a counter of that day/,
      1,
    ],
    [
      { counters: -1, like: 'counter9' },
      'cli/only-counter: --like counter9: no other counter does wealth-products',
      /next {3}name a counter whose services others do too/,
      1,
    ],
    [{ counters: -8 }, 'cli/only-counter: --counters -8: only ', /next {3}give -\d at most/, 1],
    [{ place: '/nowhere' }, 'journal/unreadable', /next {3}./, 3],
    [
      { place: '/nowhere', page: { file: '/no/nowhere.html', language: 'en' } },
      'cli/not-written',
      /next {3}name a file/,
      3,
    ],
  ])('%j is refused with the reason and the next step', async (asked, reason, next, exit) => {
    const { err, out, code, directory } = await told(asked);
    expect([out, code]).toEqual([[], exit]);
    expect(err[0]).toContain(reason);
    expect(err[1]).toContain('place' in asked ? '/nowhere' : directory);
    expect(err[2]).toMatch(next);
  });

  const lineOf = async (...words: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const port = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
    const runs: ((port: ProcessPort) => Promise<number>)[] = [];
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    whatIfCommandLine(program, (run) => void runs.push(run), '/nowhere');
    program.parse(['node', 'lobbyd', 'what-if', ...words]);
    return { code: await runs[0]?.(port as unknown as ProcessPort), out, err };
  };

  /** The example branch, with a journal of a folder. */
  const branchBeside = (directory: string): string => {
    const place = shop.directory();
    const example = readFileSync('config/branch.example.yaml', 'utf8')
      .replace('standard: ./bank-standard.yaml', `standard: ${resolve('config/bank-standard.yaml')}`)
      .replace('directory: /var/lib/lobbyd', `directory: ${directory}`)
      .replace('timeZone: Asia/Shanghai', 'timeZone: UTC');
    writeFileSync(`${place}/branch.yaml`, example);
    return place;
  };

  it.each([
    [
      'lu-jia-zui',
      1,
      /^cli\/other-branch: .* not of sh-pujiang-road: the last start of lobbyd in it was for lu-jia-zui$/,
    ],
    ['sh-pujiang-road', 0, undefined],
  ])('a journal of %s, which has the same counters and services: ends with %i', async (branch, ends, reason) => {
    made ??= journalOf();
    const directory = shop.copy(await made);
    const store = await openStore(directory);
    const at = (await store.read(store.head().seq, 1))[0]?.at ?? 0;
    const label = { at, offset: MIDNIGHT, isTrusted: true };
    await write(
      store,
      deviceDraft({ type: 'daemon-started', branch: 'before-it-had-this-name' }, label),
      deviceDraft({ type: 'daemon-started', branch }, label),
    );
    await store.close();
    const { code, err } = await lineOf('--journal', `${branchBeside(directory)}/branch.yaml`, '--json');
    expect(code).toBe(ends);
    if (reason) expect(err[0]).toMatch(reason);
    else expect(err).toEqual([]);
  });

  it('takes names, time zone and journal from a branch file', async () => {
    made ??= journalOf();
    const place = branchBeside(await made);
    const page = ['--html', `${place}/day.html`, '--language', 'zh-CN'];
    const { code, err } = await lineOf('--journal', `${place}/branch.yaml`, '--counters', '+1', ...page);
    expect([code, err]).toEqual([0, []]);
    const html = readFileSync(`${place}/day.html`, 'utf8');
    expect(html).toContain('<h1>临江银行上海浦江路支行：<time>2026-03-02</time>，重放</h1>');
    expect(html).toContain('个人现金存取 · 长者');
    expect(html).not.toContain('personal-cash');
    expect(html).toMatch(/>09:00</);
  });

  it.each([
    ['2026-03-28', 8.5],
    ['2026-03-29', 9.5],
  ])(
    'times are those of the clock in the hall, also after the night in which summer time begins: %s',
    async (day, opens) => {
      const directory = shop.directory();
      const store = await openStore(directory);
      // Counters open half past eight hours after a midnight of winter time.
      const drafts = busyDays({ rules: RULES, days: 2, customers: 40, from: Date.parse('2026-03-27T23:00:00Z') });
      for (let from = 0; from < drafts.length; from += 500) await write(store, ...drafts.slice(from, from + 500));
      await store.close();
      const asked = { place: directory, day, zone: 'Europe/Berlin', isJson: true };
      const { rules } = whatIfSchema.parse(JSON.parse((await told(asked)).out.join('')));
      expect((rules[0]?.hall.from ?? 0) / 3_600).toBe(opens);
    },
  );

  it('a day on which nobody came has no end', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    await write(store, ...busyDays({ rules: RULES, days: 1, customers: 0, from: MIDNIGHT }));
    await store.close();
    const { out, code } = await told({ place: directory, isJson: true });
    const { rules } = whatIfSchema.parse(JSON.parse(out.join('')));
    expect([code, ...rules.map(({ endsAt }) => endsAt.mean)]).toEqual([0, null, null]);
  });

  it('a day that is not over yet is played as far as it has come: that some still wait says nothing of its rules', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    const events = simulatedEvents('example-day', 0);
    const page = events.slice(0, 900).map((event) => draftOf(event, { offset: MIDNIGHT, isTrusted: true }));
    for (let from = 0; from < page.length; from += 500) await write(store, ...page.slice(from, from + 500));
    await store.close();
    const { out } = await told({ place: directory, isJson: true });
    const { rules } = whatIfSchema.parse(JSON.parse(out.join('')));
    expect(rules[0]?.groups[0]?.unserved.mean).toBeGreaterThan(0);
    expect(rules.map(({ notOver }) => notOver)).toEqual([null, null]);
  });

  it('a day of which a record was changed is not played', async () => {
    const { directory } = await told();
    const damaged = shop.copy(directory);
    sql(damaged, 'UPDATE records SET at = at + 1 WHERE seq = 300');
    const { code, out, err } = await told({ place: damaged });
    expect([code, out]).toEqual([1, []]);
    expect(err[0]).toMatch(/^journal\/damaged: .* record 300/);
  });

  it('a branch file that is wrong is refused with its line, a file that is no branch file at once', async () => {
    const place = shop.directory();
    writeFileSync(`${place}/branch.yaml`, 'id: a\nname: [\n');
    const { code, err } = await lineOf('--journal', `${place}/branch.yaml`);
    expect(code).toBe(1);
    expect(err[0]).toMatch(/branch\.yaml:\d+:\d+: /);
    writeFileSync(`${place}/journal.txt`, '');
    await expect(lineOf('--journal', `${place}/journal.txt`)).rejects.toThrow('a directory is expected');
  });

  const examples = (/```sh\n([\s\S]*?)```/.exec(readFileSync('docs/what-if.md', 'utf8'))?.[1] ?? '')
    .split('\n')
    .flatMap((line) => /^lobbyd (what-if[^#]*)/.exec(line)?.[1]?.trim() ?? []);

  it.each(examples)('docs/what-if.md: %s', async (line) => {
    expect(examples.length).toBe(7);
    made ??= journalOf();
    const directory = await made;
    const words = line
      .replace(/DIR|\/etc\/lobbyd\/branch\.yaml/, directory)
      .replace('day.html', `${directory}/day.html`)
      .split(' ');
    const [out, err]: [string[], string[]] = [[], []];
    const port = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
    const runs: ((port: ProcessPort) => Promise<number>)[] = [];
    const program = new Command();
    whatIfCommandLine(program, (run) => void runs.push(run), directory);
    program.parse(['node', 'lobbyd', ...words]);
    expect([await runs[0]?.(port as unknown as ProcessPort), err, out.length]).toEqual([0, [], 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../config/spec.ts';
import { crewHere } from '../simulate/days.ts';
import { resultSchema } from '../simulate/result-schema.ts';
import type { WithCrew } from './crew.ts';
import { type SimulateArguments, simulateCommand } from './simulate.ts';

const SCENARIO = `names: { en: A morning }
replications: 2
services: [{ id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }]
counters: [{ id: c1, services: [cash] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
arrivals: [{ service: cash, from: "09:00", every: 30min, perSlot: [8, 8] }]
serviceTimes: [{ kind: exponential }]
`;

/** Accounts are called when nobody waits for cash; who comes for cash gives up in half an hour, so that there always is somebody. */
const STARVED = `names: { en: A long run }
replications: 2
services:
  - { id: cash, complexity: simple, targetWait: 5min, standardTime: 6min }
  - { id: account, complexity: complex, targetWait: 5min, standardTime: 6min }
counters: [{ id: c1, services: [cash, account] }]
profiles: [{ id: simple-first, kind: simple-first, cap: none }, { id: fair, kind: longest-wait, cap: none }]
steady: { lasts: 300h, warmUp: 30h }
arrivals: [{ service: cash, perHour: 30 }, { service: account, perHour: 3 }]
serviceTimes: [{ kind: exponential }]
patience: [{ services: [cash], kind: exponential, mean: 30min, leaves: cancels }]
compare: [{ id: simple-first, profile: simple-first }, { id: fair, profile: fair }]
`;

/** More than one counter does in two days. */
const CROWD = SCENARIO.replace('[8, 8]', '[3000]');

/** So much that on one of two days it is more than one counter does in two days, and on the other not quite. */
const SOME = SCENARIO.replace('[8, 8]', '[950]');

/** About as many for accounts as can be called in the two days after the last has come: chance decides in which run it is more. */
const SOME_RUNS = STARVED.replace('account, perHour: 3 }', 'account, perHour: 1.58 }');

const here: WithCrew = (scenario, _jobs, run) => run(crewHere(scenario));

async function told(asked: Partial<SimulateArguments> = {}, isAtTerminal = false) {
  const [out, err]: [string[], string[]] = [[], []];
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const wrong = SCENARIO.replace('cash] }]', 'cush] }]');
  const open = 'hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }\narrivals:';
  const files = memoryFiles({
    ...{ 'day.yaml': SCENARIO, 'wrong.yaml': wrong, 'starved.yaml': STARVED, 'crowd.yaml': CROWD },
    ...{ 'some.yaml': SOME, 'some-runs.yaml': SOME_RUNS },
    'hours.yaml': CROWD.replace('arrivals:', open),
  });
  const all = {
    file: 'day.yaml',
    profiles: [],
    replications: null,
    seed: null,
    jobs: null,
    isJson: false,
    page: null,
    ...asked,
  };
  const pages = new Map<string, string>();
  const outputs = {
    obstacle: (file: string) => (file.startsWith('/no/') ? 'no such folder' : null),
    write(file: string, text: string) {
      if (file.startsWith('/full/')) throw new Error('no space left');
      pages.set(file, text);
    },
  };
  const code = await simulateCommand(all, { printer, isAtTerminal, files, catalogue: [], outputs, withCrew: here });
  return { out, err, code, pages };
}

describe('lobbyd simulate', () => {
  it('tells a table, without a bar where a program reads it', async () => {
    const { out, err, code } = await told();
    expect([out.length, err, code]).toEqual([1, [], 0]);
    expect(out[0]).toContain('A morning: 2 days, seed 1');
  });

  it('shows a person how far it is, and takes that away again', async () => {
    const { out } = await told({}, true);
    expect(out.slice(0, -1).map((line) => /\d of 2 days/.exec(line)?.[0])).toEqual([
      '1 of 2 days',
      '2 of 2 days',
      undefined,
    ]);
    expect(out.at(-1)).toContain('A morning');
  });

  it('writes the documented form, of so many days of another seed where asked', async () => {
    const { out } = await told({ isJson: true, replications: 4, seed: 99 });
    const result = resultSchema.parse(JSON.parse(out.join('')));
    expect([result.scenario.replications, result.scenario.seed]).toEqual([4, 99]);
  });

  it('writes a page, and says where; or why it cannot', async () => {
    const { out, code, pages } = await told({ page: { file: 'day.html', language: 'zh-CN' } });
    expect([out, code]).toEqual([['day.html: written'], 0]);
    expect(pages.get('day.html')).toContain('<html lang="zh-CN">');
    const lost = await told({ page: { file: '/full/day.html', language: 'en' } });
    expect([lost.err[0], lost.code]).toEqual(['cli/not-written: the page cannot be written: no space left', 3]);
  });

  it('reads and plays nothing for a page that has no place', async () => {
    const { out, err, code } = await told({ file: 'wrong.yaml', page: { file: '/no/day.html', language: 'en' } }, true);
    expect([out, err, code]).toEqual([
      [],
      [
        'cli/not-written: the page cannot be written: no such folder',
        '  where  /no/day.html',
        "  next   name a file in a folder that you may write to, or '-' for standard output",
      ],
      3,
    ]);
  });

  it('writes the page alone where it goes to standard output', async () => {
    const { out, code, pages } = await told({ page: { file: '-', language: 'en' } });
    expect([out, code]).toEqual([[], 0]);
    expect(pages.get('-')).toMatch(/^<!doctype html>/);
  });

  it('says with file and line what is wrong', async () => {
    const { out, err, code } = await told({ file: 'wrong.yaml' });
    expect([out, code]).toEqual([[], 1]);
    expect(err[0]).toBe('wrong.yaml:4:33: unknown service "cush", expected "cash"');
  });

  it('names the rules under which a queue grows for ever, beside the figures', async () => {
    const { out, err, code } = await told({ file: 'starved.yaml' });
    expect([out.length, code]).toEqual([1, 0]);
    expect(err[0]).toMatch(
      /^cli\/not-over: under simple-first \d+ of \d+ customers for account still waited two days after the last had come$/,
    );
    expect(err.slice(1)).toEqual([
      '  where  starved.yaml',
      '  next   fewer customers, shorter services, more counters, or other rules: of a queue that never empties figures say little',
    ]);
  });

  it('says so in the JSON as well, on some of the days where it is some, of these rules and not of the others', async () => {
    const { out } = await told({ file: 'starved.yaml', isJson: true });
    const { rules } = resultSchema.parse(JSON.parse(out.join('')));
    expect(rules.map(({ id, notOver }) => [id, notOver])).toEqual([
      ['simple-first', { days: 2, services: ['account'], customers: expect.any(Number), unserved: expect.any(Number) }],
      ['fair', null],
    ]);
    const { customers = 0, unserved = 0 } = rules[0]?.notOver ?? {};
    expect(unserved).toBeGreaterThan(10);
    expect(customers).toBeGreaterThan(unserved);
    const some = await told({ file: 'some.yaml', isJson: true });
    expect(resultSchema.parse(JSON.parse(some.out.join(''))).rules[0]?.notOver?.days).toBe(1);
    expect(some.err[0]).toMatch(
      /^cli\/not-over: under as-configured, on 1 of 2 days \d+ of \d+ customers for cash still waited/,
    );
  });

  it('counts the runs of a long run that are not over, not days, in all that it writes', async () => {
    const asked = { file: 'some-runs.yaml', profiles: ['simple-first'], replications: 6 };
    const { err, out } = await told({ ...asked, isJson: true });
    const { rules } = resultSchema.parse(JSON.parse(out.join('')));
    const { days = 0 } = rules[0]?.notOver ?? {};
    expect([1, 2, 3, 4, 5]).toContain(days);
    expect(err[0]).toMatch(
      new RegExp(`^cli/not-over: under simple-first, in ${days} of 6 runs \\d+ of \\d+ customers for account`),
    );
    const page = async (language: 'en' | 'zh-CN') =>
      (await told({ ...asked, page: { file: 'long.html', language } })).pages.get('long.html') ?? '';
    const [english, chinese] = [await page('en'), await page('zh-CN')];
    expect(english).toMatch(new RegExp(`Not over under simple-first: in ${days} of 6 runs \\d+ of \\d+ customers`));
    expect(chinese).toContain(`6次中有${days}次，`);
    expect(english).toContain('of the mean over the runs.');
    expect(english).not.toMatch(/over the days?\b|on \d+ of \d+ days/);
    expect(chinese).not.toMatch(/全天|各天|天中有/);
  });

  it('says of a steady scenario how long its runs are: it has no day', async () => {
    const { out } = await told({ file: 'starved.yaml' });
    expect(out[0]).toMatch(/^A long run: 2 runs, seed 1\n/);
    expect(out[0]).toMatch(/of the mean over the runs\.$/);
    const { scenario } = resultSchema.parse(
      JSON.parse((await told({ file: 'starved.yaml', isJson: true })).out[0] ?? ''),
    );
    expect(scenario.steady).toEqual({ lasts: 1_080_000, warmUp: 108_000 });
    for (const [language, text] of [
      ['en', '2 runs of 300 h under each set of rules, seed 1; who came in the first 30 h is not counted.'],
      ['zh-CN', '每种规则各模拟2次，每次300小时，随机种子1；最初30小时内到来的客户不计入。'],
    ] as const) {
      const { pages } = await told({ file: 'starved.yaml', page: { file: 'long.html', language } });
      expect(pages.get('long.html')).toContain(text);
    }
    const day = await told({ isJson: true });
    expect(resultSchema.parse(JSON.parse(day.out[0] ?? '')).scenario.steady).toBeNull();
  });

  it.each([
    [
      'en',
      /<p class="warn">Not over under simple-first: \d+ of \d+ customers for account still waited two days after/,
      /Not over under fair/,
    ],
    [
      'zh-CN',
      /<p class="warn">按“simple-first”未能结束：最后一位客户到来两天后，办理account的\d+位客户中仍有\d+位/,
      /“fair”未/,
    ],
  ] as const)('says so on the page, before its figures: %s', async (language, note, other) => {
    const page = { file: 'long.html', language };
    const html = (await told({ file: 'starved.yaml', page })).pages.get('long.html') ?? '';
    expect(html).toMatch(note);
    expect(html).not.toMatch(other);
    expect(html.indexOf('class="warn"')).toBeLessThan(html.indexOf('<table>'));
    const over = (await told({ page })).pages.get('long.html');
    expect(over).not.toContain('class="warn"');
  });

  it('names a day that is not over two days later, and no day that hours end', async () => {
    const { err } = await told({ file: 'crowd.yaml' });
    expect(err[0]).toMatch(/^cli\/not-over: under \S+ \d+ of \d+ customers for cash still waited/);
    expect((await told({ file: 'hours.yaml' })).err).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { minutes } from '../clock.ts';
import { memoryFiles } from '../config/spec.ts';
import { adviceSchema } from '../simulate/advise/advice-schema.ts';
import { frameOf } from '../simulate/advise/slots.ts';
import { crewHere, DaysOf } from '../simulate/days.ts';
import { loadScenario } from '../simulate/load.ts';
import { type AdviseArguments, adviseCommand } from './advise.ts';
import type { WithCrew } from './crew.ts';

const DAY = `names: { en: A morning }
replications: 3
services: [{ id: cash, names: { en: Cash, zh-CN: 现金 }, complexity: simple, targetWait: 5min, standardTime: 5min }]
counters: [{ id: c1, services: [cash] }, { id: c2, services: [cash] }, { id: c3, services: [cash] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
hours: { week: [{ days: [mon], open: ["09:00-11:00"] }] }
date: "2026-03-02"
arrivals: [{ service: cash, from: "09:00", every: 1h, perSlot: [16, 6] }]
serviceTimes: [{ kind: exponential }]
compare: [{ id: fair, profile: fair }]
`;
const STEADY = DAY.replace(
  /hours:.*\ndate.*\narrivals:.*/,
  'steady: { lasts: 100h, warmUp: 10h }\narrivals: [{ service: cash, perHour: 10 }]',
);
const CROWD = DAY.replace('[16, 6]', '[90, 6]');

/** With a service that one counter alone serves. */
const TWO = DAY.replace(
  'standardTime: 5min }]',
  'standardTime: 5min }, { id: loans, names: { en: Loans, zh-CN: 贷款 }, complexity: complex, targetWait: 20min, standardTime: 10min }]',
)
  .replace('{ id: c3, services: [cash] }', '{ id: c3, services: [loans] }')
  .replace('[16, 6] }', '[16, 6] }, { service: loans, from: "09:00", every: 1h, perSlot: [2, 2] }');

const here: WithCrew = (scenario, _jobs, run) => run(crewHere(scenario));

async function told(asked: Partial<AdviseArguments> = {}, isAtTerminal = false) {
  const pages = new Map<string, string>();
  const [out, err]: [string[], string[]] = [[], []];
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const files = memoryFiles({
    ...{ 'day.yaml': DAY, 'steady.yaml': STEADY, 'crowd.yaml': CROWD, 'two.yaml': TWO },
    'nobody.yaml': DAY.replace('[16, 6]', '[0, 0]'),
    'loans-only.yaml': TWO.replace('[16, 6]', '[0, 0]'),
  });
  const all = { file: 'day.yaml', targets: ['80 % within 10 min'], profiles: [], slot: minutes(60) };
  const code = await adviseCommand(
    { ...all, replications: null, seed: null, jobs: null, isJson: false, page: null, ...asked },
    {
      printer,
      isAtTerminal,
      outputs: {
        obstacle: (file) => (file.startsWith('/no/') ? 'no such folder' : null),
        write: (file, text) => void pages.set(file, text),
      },
      files,
      catalogue: [],
      journals: () => ({ why: 'none', isFault: true }),
      withCrew: here,
    },
  );
  return { out, err, code, pages };
}

describe('lobbyd advise', () => {
  it('writes the documented form: the plan, the price of one less, what comes next', async () => {
    const { out, code } = await told({ isJson: true });
    const { best, less, next, isReachable } = adviceSchema.parse(JSON.parse(out.join('')));
    expect([code, isReachable, best.rules]).toEqual([0, true, 'fair']);
    expect(best.targets[0]?.share).toBeGreaterThanOrEqual(0.8);
    expect(best.slots.map(({ from }) => from / 3_600)).toEqual([9, 10]);
    expect(best.counterHours).toBe(best.slots.reduce((sum, { counters }) => sum + counters.length, 0));
    expect(less.map(({ counters }) => counters)).toEqual(best.slots.map(({ counters }) => counters.length - 1));
    // One less than the fewest does not do.
    for (const { targets } of less) expect(targets[0]?.share).toBeLessThan(0.8);
    expect(next[0]?.counterHours).toBeGreaterThanOrEqual(best.counterHours);
  });

  it.each([
    ['en', 'Open counters', 'With one counter less'],
    ['zh-CN', '开放窗口数', '少开一个窗口时'],
  ] as const)('writes a page that needs nothing else: %s', async (language, open, less) => {
    const { out, pages, code } = await told({ page: { file: 'advice.html', language } });
    expect([out, code]).toEqual([['advice.html: written'], 0]);
    const page = pages.get('advice.html') ?? '';
    expect(page).toContain(`<html lang="${language}">`);
    expect(page.match(/(?:src|href)=|url\(|@import|<script/g)).toBeNull();
    expect(page).toContain(`<figcaption>${open}</figcaption>`);
    expect(page).toContain(`<figcaption>${less}</figcaption>`);
    expect(page.match(/<svg class="wide" viewBox="0 0 760/g)).toHaveLength(2);
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('says which services nobody serves where the target is kept without them', async () => {
    const targets = ['cash: 80 % within 10 min'];
    const { out, code } = await told({ file: 'two.yaml', targets, isJson: true });
    expect([code, adviceSchema.parse(JSON.parse(out.join(''))).best.leftOut]).toEqual([0, ['loans']]);
    const text = (await told({ file: 'two.yaml', targets })).out.join('\n');
    expect(text).toContain('In some slots nobody serves Loans: give a target for each');
    const { pages } = await told({ file: 'two.yaml', targets, page: { file: 'advice.html', language: 'zh-CN' } });
    expect(pages.get('advice.html')).toContain('<p>部分时段没有窗口办理贷款：');
    const all = await told({ file: 'two.yaml', targets: [...targets, 'loans: 95 % within 20 min'], isJson: true });
    expect(adviceSchema.parse(JSON.parse(all.out.join(''))).best.leftOut).toEqual([]);
  });

  it('says that nobody comes where nobody does, and tells neither hours nor shares of them', async () => {
    const nobody = { file: 'nobody.yaml', targets: ['80 % within 10 min'] };
    const { out, code } = await told(nobody);
    expect([code, out[0]?.split('\n').slice(1)]).toEqual([0, ['', 'Nobody comes: there is nothing to open.']]);
    const { best, isReachable } = adviceSchema.parse(
      JSON.parse((await told({ ...nobody, isJson: true })).out.join('')),
    );
    expect([isReachable, best.counterHours, best.targets]).toEqual([
      true,
      0,
      [{ target: '80 % within 10 min', customers: 0, share: 1, plusMinus: null }],
    ]);
    for (const [language, text] of [
      ['en', '<h2>80\u00a0% within 10\u00a0min: nobody comes whom this counts</h2>\n<p>There is nothing to open.</p>'],
      ['zh-CN', '<p>没有客户到来，无需开放窗口。</p>'],
    ] as const) {
      const { pages } = await told({ ...nobody, page: { file: 'advice.html', language } });
      expect(pages.get('advice.html')).toContain(text);
      expect(pages.get('advice.html')).not.toMatch(/100\.0 %|<table>/);
    }
  });

  it('says that nobody comes for the service of a target, and for which others do', async () => {
    const alone = await told({ file: 'loans-only.yaml', targets: ['cash: 80 % within 10 min'] });
    expect(alone.out[0]).toContain('Nobody comes whom cash: 80 % within 10 min counts, so that nothing has to be open');
    expect(alone.out[0]).toContain('Customers come for Loans: give a target for them.');
    const page = { file: 'advice.html', language: 'zh-CN' } as const;
    const zh = await told({ file: 'loans-only.yaml', targets: ['cash: 80 % within 10 min'], page });
    expect(zh.pages.get('advice.html')).toContain('有客户来办理贷款：请为其设定目标。');
    const targets = ['cash: 80 % within 10 min', 'loans: 80 % within 20 min'];
    const both = await told({ file: 'loans-only.yaml', targets });
    expect(both.out[0]).toContain('cash: 80 % within 10 min: nobody comes; on 40 other days nobody comes');
    expect(both.out[0]).not.toMatch(/come to nobody/);
    expect(both.out[0]).toMatch(/loans: 80 % within 20 min: \d+\.\d %/);
  });

  it('reads and plays nothing for a page that has no place', async () => {
    const { out, err, code } = await told({ file: 'none.yaml', page: { file: '/no/advice.html', language: 'en' } });
    expect([out, err[0], err.length, code]).toEqual([
      [],
      'cli/not-written: the page cannot be written: no such folder',
      3,
      3,
    ]);
  });

  it('says on the page why a target cannot be kept', async () => {
    const asked = { file: 'crowd.yaml', targets: ['99 % within 1 min'] };
    const { pages, code } = await told({ ...asked, page: { file: 'advice.html', language: 'en' } });
    expect(code).toBe(1);
    expect(pages.get('advice.html')).toContain(
      '99\u00a0% within 1\u00a0min: not kept, even with all counters open all day',
    );
  });

  it('says targets in the language of the page', async () => {
    const targets = ['80 % within 10 min', 'cash: 70.5 % within target'];
    const { pages } = await told({ targets, page: { file: 'advice.html', language: 'zh-CN' } });
    const page = pages.get('advice.html') ?? '';
    expect(page).toContain('80\u00a0%在10分钟内叫到，且现金：70.5\u00a0%在各业务目标时间内叫到');
    expect(page).not.toContain('within');
  });

  it('shows on a terminal how far it is, and takes that away', async () => {
    const { out } = await told({}, true);
    const bars = out.filter((line) => /days at most$/.test(line));
    expect(bars.length).toBeGreaterThan(0);
    expect(bars.at(-1)).toMatch(/█+░* \d+ of \d+ days at most$/);
    expect(out.at(-2)).toBe('\x1b[1A\x1b[2K\x1b[1A');
  });

  it('gives the same bytes for the same seed, and tells a table', async () => {
    const { out, code } = await told();
    expect((await told()).out).toEqual(out);
    expect(code).toBe(0);
    expect(out[0]).toContain('Fewest counter hours that keep 80 % within 10 min: ');
    expect(out[0]).toMatch(/from +to +open +one less\n09:00 +10:00 +\d +\d+\.\d %/);
    expect(out[0]).toMatch(/next best +hours +open, by slot +kept/);
  });

  it('tells what a plan keeps on forty days on which none was searched', async () => {
    const { out } = await told({ isJson: true });
    const { best } = adviceSchema.parse(JSON.parse(out.join('')));
    const loaded = loadScenario('day.yaml', [], [], memoryFiles({ 'day.yaml': DAY }));
    if (loaded.kind !== 'ok') return expect.unreachable();
    const wanted = { targets: [{ text: '', service: null, share: 0.8, within: minutes(10) }], every: minutes(60) };
    const frame = frameOf(loaded.scenario, wanted.every);
    const open = frame.cells.map(({ counter, slot }) => best.slots[slot]?.counters.includes(counter) === true);
    const days = new DaysOf(loaded.scenario);
    let [inTime, all] = [0, 0];
    for (let day = 3; day < 43; day += 1) {
      const [count] = days.answer('plan', { comparison: 0, day, open, wanted }).counts;
      inTime += count?.inTime ?? 0;
      all += count?.all ?? 0;
    }
    expect(best.onOtherDays).toMatchObject({ days: 40, isKept: true });
    expect(best.onOtherDays?.targets[0]?.share).toBeCloseTo(inTime / all, 5);
    expect(best.onOtherDays?.targets[0]?.share).toBeLessThan(best.targets[0]?.share ?? 0);
  });

  it.each([
    ['80 % within 10 min', false, false],
    ['90 % within 10 min', true, false],
    ['97 % within 10 min', false, true],
  ])('%s: more are open for other days: %s, or all would be too few there: %s', async (target, isMore, isTooFew) => {
    const { out } = await told({ targets: [target] });
    expect(out[0]).toMatch(/\d %.*; on 40 other days \d+\.\d % ±/);
    expect(/On the days searched alone 3\.0 h would do, .*: more are open/.test(out[0] ?? '')).toBe(isMore);
    expect(/On other days that is too few, .*\n.*\(--replications 6\)/.test(out[0] ?? '')).toBe(isTooFew);
    const { pages } = await told({ targets: [target], page: { file: 'advice.html', language: 'en' } });
    const page = pages.get('advice.html') ?? '';
    expect(page).toContain('the same, on 40 other days');
    expect([page.includes('3.0 counter hours would do'), page.includes('the plan misses')]).toEqual([isMore, isTooFew]);
  });

  it('says what cannot be kept, and why', async () => {
    const { out, code } = await told({ file: 'crowd.yaml' });
    expect(code).toBe(1);
    expect(out[0]).toMatch(/cannot be kept: with all counters open all day.*\n {2}80 % within 10 min: \d+\.\d %/);
    expect(out[0]).toMatch(/too much work: Cash bring \d+\.\d counter hours to counters that have 6\.0/);
  });

  it.each([
    [{ targets: ['quickly'] }, 'cli/wrong-target: target "quickly" is no target', 'expected "90 % within 10 min"'],
    [{ targets: ['cush: 90 % within 5 min'] }, 'cli/wrong-target: target "cush: 90', 'expected "cash"'],
    [{ targets: ['120 % within 5 min'] }, 'asks for 120 %', 'at most 100 %'],
    [{ file: 'steady.yaml' }, 'cli/no-day: the scenario is a long run', 'give a scenario of a day'],
  ])('%j is refused with the reason and the next step', async (asked, reason, next) => {
    const { out, err, code } = await told(asked);
    expect([out, code]).toEqual([[], 1]);
    expect(err[0]).toContain(reason);
    expect(err[2]).toContain(next);
  });

  it('a scenario or a profile that is not there is refused with its place', async () => {
    expect((await told({ profiles: ['fare'] })).err[0]).toMatch(
      /^day\.yaml:\d+:\d+: there are no rules "fare" to compare, expected "fair"/,
    );
    expect((await told({ file: 'none.yaml' })).code).toBe(1);
  });
});

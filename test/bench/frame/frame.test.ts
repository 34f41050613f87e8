import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare, comparisonText } from './compare.ts';
import { figuresText } from './document.ts';
import {
  always,
  atLeast,
  atMost,
  type BenchFile,
  benchFile,
  type Figure,
  LOADED,
  type Load,
  type Named,
  notMeasured,
  proved,
  verdictOf,
} from './figure.ts';
import { oneValue, percentile, slopeOf, spreadOf } from './statistics.ts';
import { tableHead, tableRow } from './table.ts';
import { amount, digits } from './words.ts';

const QUIET: Load = { foreignCores: 0.05, lagP99: 0.4, averageBefore: 0.1 };
const CORES = 2;
const HTTP: Named = { id: 'http-one', title: 'HTTP, 1 caller', unit: '/s' };

function figure(over: Partial<Figure> = {}): Figure {
  return {
    id: 'press-one',
    title: 'button → first byte at printer, 1 caller',
    unit: 'ms',
    reading: spreadOf([1, 2, 3, 4]),
    raw: { what: 'one SQLite commit', reading: spreadOf([0.5, 1]) },
    goal: atMost('p99 ≤ 1.3 × raw commit p99 + 2 ms', 4, 3.3),
    note: 'On a wire.',
    ...over,
  };
}

function file(figures: readonly Figure[], load: Load = QUIET): BenchFile {
  return {
    version: 1,
    date: '2026-01-05T01:00:00.000Z',
    commit: 'abc1234',
    node: 'v20.20.2',
    seed: 7,
    isQuick: false,
    machine: { processor: 'Pi 5', cores: CORES, memoryMb: 8_000, kernel: '6.12', disk: 'ext4 (/dev/mmcblk0p2)' },
    results: [{ name: 'press', seconds: 61.4, load, figures }],
  };
}

describe('percentiles', () => {
  it('are samples by their nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
    expect(percentile([7], 0.01)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('of samples in any order do not order the samples themselves', () => {
    const samples = [30, 4, 1.23456789];
    expect(spreadOf(samples)).toEqual({ kind: 'spread', p50: 4, p99: 30, count: 3 });
    expect(samples).toEqual([30, 4, 1.23456789]);
    expect(oneValue(1.23456789)).toEqual({ kind: 'value', value: 1.235 });
  });
});

describe('the slope of a heap', () => {
  it('is that of the line through points on a line', () => {
    const points = [1, 2, 5, 9].map((x) => ({ x: x * 1_000, y: 5e6 + 17 * x * 1_000 }));
    expect(slopeOf(points)).toBeCloseTo(17, 9);
  });

  it('has the least squares: noise above and below leaves it alone', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 3 },
      { x: 2, y: 0 },
      { x: 3, y: 3 },
    ];
    expect(slopeOf(points)).toBeCloseTo(0.6, 9);
  });

  it('is no number where nothing was served in between', () => {
    expect(slopeOf([{ x: 1, y: 1 }])).toBeNaN();
  });
});

describe('a verdict', () => {
  it('is by the side of the goal, and the limit itself is within', () => {
    const verdict = (goal: Figure['goal']) => verdictOf(figure({ goal }), QUIET);
    expect(verdict(atMost('', 3, 3))).toBe('ok');
    expect(verdict(atMost('', 3.1, 3))).toBe('beyond');
    expect(verdict(atLeast('', 3, 3))).toBe('ok');
    expect(verdict(atLeast('', 2.9, 3))).toBe('beyond');
    expect(verdict(null)).toBe('stated');
  });

  it('of what is no number is beyond, not ok', () => {
    expect(verdictOf(figure({ goal: atMost('', Number.NaN, 3) }), QUIET)).toBe('beyond');
  });

  it('warns where others had the machine while it was measured: their CPU, or a sleeper woken late', () => {
    const busy: readonly Partial<Load>[] = [{ foreignCores: 0.5 }, { lagP99: 20 }];
    for (const load of busy) expect(verdictOf(figure(), { ...QUIET, ...load })).toBe('loaded');
    expect(verdictOf(figure(), { ...QUIET, ...LOADED })).toBe('beyond');
  });

  it('is not excused by what the machine had to do before', () => {
    const load = { ...QUIET, averageBefore: 12 };
    expect(verdictOf(figure(), load)).toBe('beyond');
    expect(figuresText(file([figure()], load))).toContain('| load average before the run | 12.0 |');
    expect(figuresText(file([figure()], load))).not.toContain('other work');
  });

  it('of memory, or of a ratio of one run, blames no other work', () => {
    const growing = figure({ goal: always(atMost('', 30, 20)) });
    expect(verdictOf(growing, { ...QUIET, foreignCores: 1 })).toBe('beyond');
  });

  it('is not given for what was not measured', () => {
    expect(verdictOf(notMeasured(HTTP, 'no HTTP interface yet'), QUIET)).toBe('not measured');
  });

  it('fails what was not measured where it has a goal', () => {
    const missed = notMeasured(HTTP, 'curl is missing.', '≥ 500/s');
    expect(verdictOf(missed, QUIET)).toBe('missed');
    expect(figuresText(file([missed]))).toContain('| HTTP, 1 caller | – |  |  | NOT MEASURED |');
    expect(figuresText(file([missed]))).toContain('- **HTTP, 1 caller.** curl is missing. Its goal: ≥ 500/s.');
  });
});

describe('a figure with a number that is none', () => {
  it.each<[string, Partial<Figure>]>([
    ['p50, p99', { reading: spreadOf([]) }],
    ['value', { reading: oneValue(Number.POSITIVE_INFINITY), goal: null }],
    ['raw p50, raw p99', { raw: { what: 'a commit', reading: spreadOf([]) } }],
    ['what is judged', { goal: atMost('p99 ≤ 3 ms', Number.NaN, 3) }],
    ['the limit', { goal: always(atLeast('all', 3, Number.NaN)) }],
  ])('was not measured, and says that it is %s', (name, over) => {
    const missed = proved(figure(over));
    expect(missed.note).toBe(`The bench has no finite number for ${name}.`);
    expect(verdictOf(missed, QUIET)).toBe('missed');
    expect(benchFile.safeParse(file([missed, figure()])).success).toBe(true);
  });

  it('is found also where it became null on its way', () => {
    const sent = figure({ reading: spreadOf([]), goal: atMost('p99 ≤ 3 ms', Number.NaN, 3) });
    const received = JSON.parse(JSON.stringify(sent)) as Figure;
    expect(verdictOf(received, QUIET)).toBe('ok');
    expect(verdictOf(proved(received), QUIET)).toBe('missed');
  });

  it('is told from one whose numbers all are', () => {
    for (const one of [figure(), figure({ goal: null, raw: null }), notMeasured(HTTP, 'no')])
      expect(proved(one)).toBe(one);
  });
});

describe('the table', () => {
  const shown = [figure(), figure({ unit: '/s', reading: oneValue(12_345), raw: null, goal: null })].map((one) =>
    tableRow({ figure: one, verdict: verdictOf(one, QUIET) }),
  );

  it('is no wider than 100 columns, with a title that is too long in two lines', () => {
    const lines = [tableHead(), ...shown].flatMap((row) => row.split('\n'));
    expect(Math.max(...lines.map((line) => [...line].length))).toBe(100);
    expect(shown[0]?.split('\n')).toEqual([
      'button → first byte at printer, 1         2.00     4.00 ms     0.50     1.00 ms    ≤ 3.30 BEYOND',
      '  caller',
    ]);
  });

  it('has numbers with three digits that count', () => {
    expect([0.0123, 1.234, 12.34, 123.4, 1_234.5].map(digits)).toEqual(['0.01', '1.23', '12.3', '123', '1,235']);
    expect([amount(5, 'ms'), amount(5, '/s'), amount(Number.NaN, 'MB')]).toEqual(['5.00 ms', '5.00/s', '– MB']);
  });
});

describe('a comparison with an earlier run', () => {
  const then = file([figure(), figure({ id: 'gone' }), figure({ id: 'growth', raw: null, reading: oneValue(10) })]);
  const now = file([
    figure({ reading: spreadOf([1, 1, 1, 2]), raw: { what: 'one SQLite commit', reading: spreadOf([2]) } }),
    figure({ id: 'new' }),
    figure({ id: 'growth', raw: null, reading: oneValue(30) }),
    notMeasured({ id: 'gone', title: 'gone', unit: 'ms' }, 'strace is missing'),
  ]);

  it('has the ratios of what both have, beside those of the machine', () => {
    const ratios = compare(now, then).map(({ id, middle, farEnd, raw }) => ({ id, middle, farEnd, raw }));
    expect(ratios).toEqual([
      { id: 'press-one', middle: 0.5, farEnd: 0.5, raw: 2 },
      { id: 'growth', middle: 3, farEnd: 3, raw: null },
    ]);
  });

  it('says with what it compares', () => {
    expect(comparisonText(now, then)).toContain('Compared with 2026-01-05T01:00:00.000Z, abc1234, Pi 5:');
  });

  it('marks what had other work beside it, and tells a quick run from a whole one', () => {
    const run = (foreignCores: number, isQuick: boolean): BenchFile => ({
      ...file([]),
      isQuick,
      results: [{ name: 'press', seconds: 1, load: { ...QUIET, foreignCores }, figures: [figure({ raw: null })] }],
    });
    expect(comparisonText(run(0, false), run(0, false))).toMatch(/1\.00 +1\.00$/);
    expect(comparisonText(run(1, false), run(0, false))).toMatch(/ {2}loaded now$/);
    expect(comparisonText(run(1, true), run(1, true))).toMatch(/ {2}loaded now {2}loaded then$/);
    expect(comparisonText(run(0, true), run(0, true))).not.toContain('quick');
    expect(comparisonText(run(0, true), run(0, false))).toMatch(/\nThis run is a quick one/);
    expect(comparisonText(run(0, false), run(0, true))).toMatch(/\nThat run was a quick one/);
  });

  it('names what one of both lacks, and nothing of a bench that did not run now', () => {
    const [one, other] = [figure({ id: 'a', title: 'one' }), figure({ id: 'b', title: 'other' })];
    const text = comparisonText(file([one]), {
      ...then,
      results: [...file([other]).results, { name: 'mqtt', seconds: 1, load: QUIET, figures: [figure()] }],
    });
    expect(text.split('\n').slice(2)).toEqual(['Not measured then: one', 'Not measured now: other']);
    expect(comparisonText(then, then)).not.toContain('Not measured');
  });
});

describe('docs/figures.md', () => {
  it('tells machine, command, figures, goals and why one was not measured', () => {
    const text = figuresText(file([figure(), notMeasured(HTTP, 'no HTTP interface yet')]));
    expect(text).toContain('| machine | Pi 5, 2 cores, 8000 MB; Linux 6.12; journal on ext4 (/dev/mmcblk0p2) |');
    expect(text).toContain('| when | 2026-01-05T01:00:00.000Z, commit abc1234, seed 7 |');
    expect(text).toContain(
      '| button → first byte at printer, 1 caller | 2.00 / 4.00 ms | 0.50 / 1.00 ms | ≤ 3.30 ms | BEYOND |',
    );
    expect(text).toContain('| HTTP, 1 caller | – |  |  | not measured |');
    expect(text).toContain('- **HTTP, 1 caller.** no HTTP interface yet');
    expect(text).not.toContain('other work');
  });

  it('says when the machine had other work', () => {
    expect(figuresText(file([figure()], { ...QUIET, foreignCores: 1 }))).toContain(
      '| other work | the machine had some during `press` |',
    );
  });

  it('is what docs/bench.json says', () => {
    const kept = benchFile.parse(JSON.parse(readFileSync('docs/bench.json', 'utf8')));
    expect(readFileSync('docs/figures.md', 'utf8')).toBe(figuresText(kept));
  });
});

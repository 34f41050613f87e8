import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { earlierRun } from './earlier.ts';
import { endOf } from './end.ts';
import { atMost, type BenchFile, benchFile, type Figure, type Load, notMeasured } from './figure.ts';
import { oneValue } from './statistics.ts';

const QUIET: Load = { foreignCores: 0.05, lagP99: 0.4, averageBefore: 9 };
const WHOLE = { isWhole: true, broken: [] };
const PAINT = { id: 'paint', title: 'painted', unit: 'ms' } as const;

const taking = (value: number): Figure => ({
  ...PAINT,
  reading: oneValue(value),
  raw: null,
  goal: atMost('≤ 100 ms', value, 100),
  note: '',
});

function file(figure: Figure, load: Load = QUIET): BenchFile {
  return {
    version: 1,
    date: '2026-01-05T01:00:00.000Z',
    commit: 'abc1234',
    node: 'v20.20.2',
    seed: 7,
    isQuick: false,
    machine: { processor: 'Pi 5', cores: 4, memoryMb: 8_000, kernel: '6.12', disk: 'ext4 (/dev/mmcblk0p2)' },
    results: [{ name: 'paint', seconds: 61.4, load, figures: [figure] }],
  };
}

describe('a run of the bench', () => {
  it('within its goals is published and well', () => {
    expect(endOf(file(taking(90)), WHOLE)).toEqual({
      isPublished: true,
      exitCode: 0,
      lines: ['1 ok, 0 beyond, 0 beyond on a loaded machine, 0 stated, 0 not measured; seed 7'],
    });
    expect(endOf(file(taking(90)), { isWhole: false, broken: [] }).isPublished).toBe(false);
  });

  it('beyond a goal is published and fails; on a loaded machine it warns', () => {
    expect(endOf(file(taking(101)), WHOLE)).toMatchObject({ isPublished: true, exitCode: 1 });
    const { exitCode, lines } = endOf(file(taking(101), { ...QUIET, foreignCores: 1 }), WHOLE);
    expect([exitCode, lines.at(-1)]).toEqual([0, 'warning: the machine had other work during paint']);
  });

  it('that could not measure what has a goal fails, is not published, and says what helps', () => {
    const { lines, ...end } = endOf(file(notMeasured(PAINT, 'Chromium is missing; get it.', '≤ 100 ms')), WHOLE);
    expect(end).toEqual({ isPublished: false, exitCode: 1 });
    expect(lines.slice(1)).toEqual([
      'not measured: painted. Chromium is missing; get it. Its goal: ≤ 100 ms.',
      'not published: docs/bench.json and docs/figures.md are as they were',
    ]);
  });

  it('that could not measure what is only stated says so, and is well', () => {
    const end = endOf(file(notMeasured(PAINT, 'No /dev/fuse.')), WHOLE);
    expect(end).toMatchObject({ isPublished: true, exitCode: 0 });
    expect(end.lines.at(-1)).toBe('not measured: painted. No /dev/fuse.');
  });

  it('of which a bench broke fails, and is not published', () => {
    const end = endOf(file(taking(90)), { isWhole: true, broken: ['http'] });
    expect(end).toMatchObject({ isPublished: false, exitCode: 1 });
    expect(end.lines).toContain('broken: http');
  });
});

describe('the file of an earlier run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lobbyd-earlier-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const kept = (text: string): string => {
    const path = join(folder, 'bench.json');
    writeFileSync(path, text);
    return path;
  };
  const whole = JSON.stringify(benchFile.parse(file(taking(90))), null, 2);

  it('is read as it was written', () => {
    expect(earlierRun(kept(whole))).toEqual({ kind: 'run', file: file(taking(90)) });
  });

  it.each([
    ['half of it', whole.slice(0, whole.length / 2), /it is no JSON, or not all of it \(.+\)$/],
    ['nothing', '', /it is no JSON, or not all of it/],
    ['words', 'ok\nok', /it is no JSON, or not all of it/],
    ['an empty object', '{}', /it is no bench\.json that a run wrote \(version: .+\)$/],
    ['a list', '[]', /it is no bench\.json that a run wrote \(the whole: .+ array\)$/],
    ['another version', whole.replace('"version": 1', '"version": 2'), /\(version: .+\)$/],
    ['a figure of null', whole.replace('"value": 90', '"value": null'), /results\.0\.figures\.0\.reading\.value/],
  ])('with %s in it is refused in one line that names it', (_, text, why) => {
    const path = kept(text);
    const end = earlierRun(path);
    expect(end).toEqual({ kind: 'none', why: expect.stringMatching(why) });
    expect(end.kind === 'none' && end.why).toMatch(/^cannot compare with \S+bench\.json: [^\n]+$/);
  });

  it('that is not there, or is a folder, is refused in one line', () => {
    for (const path of [join(folder, 'none.json'), folder]) {
      const end = earlierRun(path);
      expect(end.kind === 'none' && end.why).toMatch(/^cannot compare with \S+: it cannot be read \([^\n]+\)$/);
    }
  });
});

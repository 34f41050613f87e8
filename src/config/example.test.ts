import { describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { example, memoryFiles, testCatalogue } from './spec.ts';

describe('the example branch', () => {
  const files = memoryFiles({
    'config/branch.example.yaml': example('branch.example.yaml'),
    'config/bank-standard.yaml': example('bank-standard.yaml'),
  });

  it('is without a problem: 9 counters, 12 services of 4 categories, 21 devices', () => {
    const result = loadConfig('config/branch.example.yaml', testCatalogue, files);
    expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
    if (result.kind !== 'ok') return;
    const { counters, services, devices, buses, kiosks, languages } = result.config;
    expect(counters.map(({ rules }) => rules.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(services).toHaveLength(12);
    expect(new Set(services.map(({ rules }) => rules.category))).toEqual(
      new Set(['cash', 'settlement', 'account', 'wealth']),
    );
    expect(new Set(services.map(({ rules }) => rules.complexity))).toEqual(new Set(['simple', 'complex']));
    expect(languages.map(({ tag }) => tag)).toEqual(['zh-CN', 'en']);
    expect(devices).toHaveLength(21);
    expect(buses.map(({ units }) => units.map(({ address }) => address))).toEqual([
      ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
      ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ]);
    expect(kiosks.map(({ buttons }) => buttons.length)).toEqual([12]);
    expect(new Set(rulesOf(result.config).profiles.map(({ kind }) => kind))).toEqual(
      new Set(['longest-wait', 'simple-first', 'complex-first', 'score', 'cycle']),
    );
  });

  it('names forms to prepare in both languages for every service', () => {
    const result = loadConfig('config/branch.example.yaml', testCatalogue, files);
    if (result.kind !== 'ok') return expect.unreachable();
    for (const { forms } of result.config.services) expect(Object.keys(forms)).toEqual(['zh-CN', 'en']);
  });

  it('says to editors by which schema its files are made', () => {
    for (const [file, schema] of [
      ['branch.example.yaml', 'branch'],
      ['bank-standard.yaml', 'bank-standard'],
    ] as const) {
      expect(example(file).split('\n')[0]).toBe(`# yaml-language-server: $schema=./${schema}.schema.json`);
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { pageOf } from './page.ts';
import { PAGE_LANGUAGES, pageTexts } from './page-texts.ts';
import { scenarioOf } from './proof.fake.ts';
import { resultOf } from './result.ts';
import type { SimulationResult } from './result-schema.ts';
import { simulate } from './simulate.ts';

let result: SimulationResult;
beforeAll(() => {
  const scenario = scenarioOf(`
names: { en: "Morning <one>", zh-CN: 上午 }
replications: 3
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min, names: { en: Cash, zh-CN: 现金 } }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 9min }
counters: [{ id: c1, services: [cash, account] }, { id: c2, services: [cash] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }, { id: quick, kind: simple-first, cap: none }]
arrivals: [{ of: [{ service: cash, share: 2 }, { service: account, share: 1 }], from: "09:00", every: 1h, perSlot: [20, 20] }]
serviceTimes: [{ kind: lognormal, variation: 0.6 }]
compare: [{ id: fair, profile: fair }, { id: quick, profile: quick }]
`);
  result = resultOf(scenario, simulate(scenario));
});

describe('the page', () => {
  it('is one file that needs nothing else', () => {
    const page = pageOf(result, 'en');
    expect(page.match(/(?:src|href)=|url\(|@import|<script/g)).toBeNull();
    expect(page).toContain('Morning &lt;one&gt;');
    expect(page).not.toContain('<one>');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has three charts, each with its table behind it, and says what they show', () => {
    const page = pageOf(result, 'en');
    for (const size of ['wide', 'slim']) {
      expect(page.match(new RegExp(`<svg class="${size}" [^>]*role="img" aria-label="[^"]+"`, 'g'))).toHaveLength(3);
    }
    expect(
      page.match(
        /<\/svg><details><summary>Table<\/summary><div class="scroll(?: cards)?(?: small| long)?"[^>]*><table>/g,
      ),
    ).toHaveLength(3);
  });

  it('draws a line, and a band, for each set of rules', () => {
    const page = pageOf(result, 'en');
    for (const rule of ['c0', 'c1']) {
      expect(page).toMatch(new RegExp(`<path class="line ${rule}" d="M44,`));
      expect(page).toContain(`<path class="band ${rule}" d="M`);
    }
  });

  it('speaks both languages whole', () => {
    const [zh, en] = PAGE_LANGUAGES.map((language) => pageTexts(language));
    expect(Object.keys(zh ?? {})).toEqual(Object.keys(en ?? {}));
    const page = pageOf(result, 'zh-CN');
    for (const word of ['<html lang="zh-CN">', '上午', '现金', '大厅人数', 'account']) expect(page).toContain(word);
    for (const [key, text] of Object.entries(en ?? {})) {
      if (typeof text === 'string' && key !== 'language') expect(page, key).not.toContain(`>${text}<`);
    }
  });

  it('shows all rules whether they are many or one', () => {
    const [first] = result.rules;
    if (!first) return expect.unreachable();
    const many = { ...result, rules: Array.from({ length: 12 }, (_, n) => ({ ...first, id: `r${n}` })) };
    expect(pageOf(many, 'en')).toContain('<li><svg viewBox="0 0 46 14" aria-hidden="true"><path class="line c11"');
    expect(pageOf({ ...result, rules: [first] }, 'en')).not.toContain('against first, min');
  });
});

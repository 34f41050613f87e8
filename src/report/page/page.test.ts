import { beforeAll, describe, expect, test } from 'vitest';
import { RULES } from '../../queue/spec.ts';
import { dayFiguresOf } from '../day/book.ts';
import { busyDays } from '../day/busy-days.fake.ts';
import { stored } from '../day/records.fake.ts';
import { reportOf } from '../report.ts';
import type { Report } from '../report-schema.ts';
import { REPORT_LANGUAGES, reportWords } from '../report-words.ts';
import { axisOf } from './half-hour-axis.ts';
import { reportPage } from './page.ts';
import { pageWords } from './page-words.ts';

const names = {
  branch: { id: 'b1', names: { en: 'Branch <one>', 'zh-CN': '一号支行' } },
  services: { cash: { en: 'Cash & coins', 'zh-CN': '现金' } },
  segments: {},
  counters: {},
};

let days: Report;
let one: Report;
beforeAll(() => {
  const drafts = busyDays({ rules: RULES, days: 2, customers: 60, from: Date.UTC(2026, 2, 1, 16) });
  const records = stored(drafts).slice(1);
  const figures = dayFiguresOf({ before: [], isFromStart: true, records, end: null }, 'Asia/Shanghai');
  days = reportOf(figures, 'Asia/Shanghai', names);
  one = reportOf(figures.slice(0, 1), 'Asia/Shanghai', names);
});

describe('the page', () => {
  test('is one file that needs nothing else', () => {
    const page = reportPage(one, 'en');
    expect(page.match(/(?:src|href)=|url\(|@import|<script/g)).toBeNull();
    expect(page).toContain('<title>Branch &lt;one&gt; · Report · 2026-03-02</title>');
    expect(page).toContain('<h1>Branch &lt;one&gt; · Report · <time>2026-03-02</time></h1>');
    expect(page).toContain('Cash &amp; coins');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('has charts that say what they show, each with its table behind it', () => {
    for (const report of [one, days]) {
      const page = reportPage(report, 'en');
      const charts = page.match(/<svg class="wide" [^>]*role="img" aria-label="[^"]+"/g)?.length ?? 0;
      expect(charts).toBeGreaterThanOrEqual(6);
      expect(page.match(/<\/svg><svg class="slim" [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(charts);
      expect(
        page.match(/<\/svg><details><summary>Table<\/summary><div class="scroll(?: cards)?"[^>]*><table>/g),
      ).toHaveLength(charts);
    }
  });

  test('draws a bar for each half-hour, as high as customers came', () => {
    const page = reportPage(one, 'en');
    const [chart = ''] = page.split('</svg><svg class="slim"');
    const bars = [
      ...chart.matchAll(/<rect class="bar (\w+)" x="([\d.]+)" y="[\d.]+" width="[\d.]+" height="([\d.]+)"/g),
    ];
    const places = new Set(bars.filter(([, , , height]) => height !== '10').map(([, , x]) => x));
    expect(places.size).toBe(one.days[0]?.halfHours.filter(({ all }) => (all.visits?.came ?? 0) > 0).length);
  });

  test('speaks both languages whole', () => {
    for (const words of [reportWords, pageWords]) {
      const [zh, en] = REPORT_LANGUAGES.map((language) => words(language));
      expect(Object.keys(zh ?? {})).toEqual(Object.keys(en ?? {}));
    }
    const page = reportPage(days, 'zh-CN');
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('一号支行');
    const text = page.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ');
    // Ids of counters, tellers and devices, and signs of the trade.
    const english = text
      .match(/[A-Za-z]{4,}[-\w]*/g)
      ?.filter((word) => !/^(?:teller-\d|printer1|Asia|Shanghai|RMSE)$/.test(word));
    expect([...new Set(english)].sort()).toEqual(
      ['account', 'ordinary', 'settlement', 'wealth', 'gold', 'senior'].sort(),
    );
  });

  test('says what is not whole', () => {
    const last = days.days.at(-1);
    if (!last) return expect.unreachable();
    const page = reportPage(
      { ...one, days: [{ ...last, isTrusted: false, isDevicesKnown: false, isRest: true }] },
      'en',
    );
    expect(page.match(/<p class="warn">/g)).toHaveLength(4);
    const none = reportPage(
      { ...one, days: [{ ...last, halfHours: [], by: { service: {}, counter: {}, teller: {}, segment: {} } }] },
      'en',
    );
    expect(none).toContain('No customer came.');
  });
});

test('half-hours in which nothing happened have their place on the axis, a night has not', () => {
  const [first] = one.days[0]?.halfHours ?? [];
  if (!first) return expect.unreachable();
  const at = (from: string, day = '2026-03-02') => ({ ...first, from, at: `${day}T${from}:00+08:00` });
  const axis = axisOf([at('09:00'), at('10:30'), at('09:00', '2026-03-03')]);
  expect(axis.map(({ from, halfHour }) => [from, halfHour !== null])).toEqual([
    ['09:00', true],
    ['09:30', false],
    ['10:00', false],
    ['10:30', true],
    ['09:00', true],
  ]);
});

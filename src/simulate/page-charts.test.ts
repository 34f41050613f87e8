import { describe, expect, it } from 'vitest';
import { shareChart } from './page-charts.ts';

describe('a chart of shares', () => {
  const chart = (mean: number, plusMinus: number | null) =>
    shareChart(
      [
        {
          name: 'all day',
          figures: [
            { mean: 1, plusMinus: null },
            { mean, plusMinus },
          ],
        },
      ],
      'Shares',
    );

  it.each([
    [0.98, 0.02, '80 %'],
    [0.95, 0.2, '60 %'],
    [0.5, null, '40 %'],
    [0.1, 0.3, '0 %'],
  ])('begins near its lowest interval, %f ± %f: at %s, and ends at all', (mean, plusMinus, first) => {
    const labels = [...chart(mean, plusMinus).matchAll(/text-anchor="middle">([^<]+)</g)].map(([, label]) => label);
    expect([labels[0], labels.at(-1)]).toEqual([first, '100 %']);
    const [, whisker = '999'] = /class="whisker c1" d="M(-?[\d.]+)/.exec(chart(mean, plusMinus)) ?? [];
    // Not over the names of the rows.
    expect(Number(whisker)).toBeGreaterThanOrEqual(210);
  });
});

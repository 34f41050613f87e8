import { describe, expect, it } from 'vitest';
import { configBy, ruledBy, rulesWith } from './rules-pages.fake.ts';

describe('rules that the bank standard leaves out', () => {
  const rules = ruledBy('../http.md');

  it('park for the window that did it, for twenty minutes', () => {
    expect(rules.parking).toEqual({ pool: 'counter', returnAfter: 1_200_000, most: 50, atDayEnd: 'expire' });
  });

  it('expect customers from half an hour before their time to ten minutes after it', () => {
    expect(rules.appointments).toEqual({ before: 1_800_000, after: 600_000, expiresAfter: 7_200_000, most: 500 });
  });

  it('take back who comes late, as the page says, and know no window with one button', () => {
    expect(rules.lateReturn).toEqual(ruledBy('no-show.md').lateReturn);
    expect(rules.counters).toEqual([
      { id: 'counter1', number: 1, services: ['cash', 'wealth'], profile: 'longest-wait' },
    ]);
  });

  it('serve for two hours after closing, go by half of the customers, ask when nine of ten are not sure, and know no limit', () => {
    expect(rules.hours).toEqual({
      issuesInBreak: false,
      lastTicketBy: 'p50',
      lastTicketBefore: 0,
      atClosing: 'serve',
    });
    expect(rules.limits).toEqual({ perDay: null, askWaiting: null, askBy: 'p90', insistWithin: 10_000 });
    const { lastTickets, servedFor, branch, counters } = configBy('../http.md').hours;
    expect({ lastTickets, servedFor, branch, counters }).toEqual({
      lastTickets: 1_800_000,
      servedFor: 7_200_000,
      branch: null,
      counters: [],
    });
  });

  it('ask for a mark up to five, for three minutes, and tell nobody', () => {
    expect(rules.rating).toEqual({ within: 180_000, scale: 5, correctWithin: 10_000 });
  });

  it('estimate as the page says, and show it', () => {
    expect(rules.estimates).toEqual({
      smoothing: 0.05,
      priorWeight: 5,
      outlier: 6,
      perSlip: 60_000,
      shown: { soonUnder: 180_000, atMost: 7_200_000 },
    });
    expect(rulesWith('estimates: { isShown: false }').estimates?.shown).toBeNull();
  });

  it('are never, where the file says nought', () => {
    const late = rulesWith('lateReturn: { withinNumbers: 0, place: last }').lateReturn;
    expect(late).toEqual({ withinCalls: null, within: 600_000, place: { kind: 'last' }, times: 1 });
    expect(rulesWith('lateReturn: { within: 0s }').lateReturn?.within).toBeNull();
    expect(rulesWith('rating: { within: 0s }')).not.toHaveProperty('rating');
    expect(rulesWith('lateReturn: { times: 0 }')).not.toHaveProperty('lateReturn');
    expect(rulesWith('parking: { returnAfter: 0s }').parking?.returnAfter).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { EMPTY } from '../stage.fake.ts';
import { ALERTS_OVER_MOST, SAMPLES_MOST, type StageChange, type StagedAlert, type StagedSlip } from '../stage.ts';
import { changed, EVENTS_MOST, lasting, SLIPS_MOST, shownOf } from './state.ts';

const slip = (id: number, device = 'printer1'): StagedSlip => ({ id, device, svg: '', text: `A${id}`, code: null });
const paper = (added: readonly StagedSlip[], isTaken = false): StageChange => ({
  kind: 'paper',
  device: 'printer1',
  added,
  isTaken,
});
const alert = (id: string, over: number | null = null): StagedAlert => ({
  id,
  device: 'printer1',
  code: 'paper-out',
  text: { 'zh-CN': '缺纸', en: 'out of paper' },
  since: 1,
  over,
});
const sample = (at: number, inHall: number): StageChange => ({
  kind: 'hall',
  sample: { at, waiting: {}, called: 0, serving: 0, inHall },
  totals: EMPTY.hall.totals,
});
const told = (...changes: readonly StageChange[]) => changes.reduce(changed, shownOf(EMPTY));

describe('what the front panel shows', () => {
  it('leaves what did not change as it was, so that it is not drawn again', () => {
    const before = shownOf(EMPTY);
    const shown = changed(before, { kind: 'view', device: 'display1', view: { text: 'A001' } });
    expect(shown.views).toEqual({ ...EMPTY.views, display1: { text: 'A001' } });
    expect(shown.views.panel1).toBe(before.views.panel1);
    expect(shown.alerts).toBe(before.alerts);
  });

  it('has the newest slip on top, and no more than lie in the tray', () => {
    const many = Array.from({ length: SLIPS_MOST + 2 }, (_, n) => slip(n));
    expect(told(paper(many)).slips.map(({ id }) => id)).toEqual([7, 6, 5, 4, 3, 2]);
  });

  it('loses the slips of the printer whose tray was emptied, and of no other', () => {
    const other: StageChange = { kind: 'paper', device: 'printer2', added: [slip(2, 'printer2')], isTaken: false };
    expect(told(paper([slip(1)]), other, paper([slip(3)], true)).slips.map(({ id }) => id)).toEqual([3, 2]);
  });

  it('keeps the newest events, newest first', () => {
    const events = Array.from({ length: EVENTS_MOST + 5 }, (_, n): StageChange => {
      return { kind: 'mqtt', message: { topic: 'evt', text: String(n), seq: n, at: n } };
    });
    const { events: kept } = told(...events);
    expect(kept).toHaveLength(EVENTS_MOST);
    expect(kept[0]?.text).toBe(String(EVENTS_MOST + 4));
  });

  it('tells an alert once, from its beginning to its end, and forgets the oldest that are over', () => {
    const shown = told({ kind: 'alert', alert: alert('a') }, { kind: 'alert', alert: alert('b') });
    expect(lasting(shown.alerts).map(({ id }) => id)).toEqual(['b', 'a']);
    const ended = changed(shown, { kind: 'alert', alert: alert('a', 2) });
    expect(ended.alerts.map(({ id, over }) => [id, over])).toEqual([
      ['b', null],
      ['a', 2],
    ]);
    const many = Array.from(
      { length: ALERTS_OVER_MOST + 1 },
      (_, n): StageChange => ({ kind: 'alert', alert: alert(`c${n}`, 3) }),
    );
    const { alerts } = many.reduce(changed, ended);
    expect(alerts.filter(({ over }) => over !== null)).toHaveLength(ALERTS_OVER_MOST);
    expect(lasting(alerts).map(({ id }) => id)).toEqual(['b']);
  });

  it('replaces the sample of the same moment, and keeps an hour of them', () => {
    expect(told(sample(1, 2), sample(1, 3)).hall.samples.map(({ inHall }) => inHall)).toEqual([3]);
    const many = Array.from({ length: SAMPLES_MOST + 1 }, (_, n) => sample(n, n));
    expect(told(...many).hall.samples[0]?.inHall).toBe(1);
  });
});

import { describe, expect, test } from 'vitest';
import { deviceDraft } from '../branch/health.ts';
import { draftOf } from '../journal/codec.ts';
import type { Estimate } from '../queue/estimate.ts';
import type { QueueEvent } from '../queue/events.ts';
import { ask, given, issued, later, MINUTE, opened, START, type Step } from '../queue/spec.ts';
import { handoff, next, VISIT_RULES } from '../queue/spec-visit.fake.ts';
import { dayFiguresOf } from './day/book.ts';
import { HalfHours } from './day/half-hours.ts';
import { daysOf, OFFSET, stored } from './day/records.fake.ts';
import { momentText } from './moments.ts';
import { NO_NAMES, type ReportNames, reportOf } from './report.ts';
import { reportCsv } from './report-csv.ts';
import type { Report } from './report-schema.ts';
import { reportSchema } from './report-schema.ts';

const call = ask({ type: 'call-next', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });

function dayOf(...steps: readonly Step[]) {
  return reportOfEvents(given(...steps).events).days[0] ?? expect.unreachable();
}

function reportOfEvents(events: readonly QueueEvent[], zone = 'UTC', offset = OFFSET, names: ReportNames = NO_NAMES) {
  return reportSchema.parse(reportOf(daysOf(events, { zone, offset }), zone, names));
}

describe('estimates', () => {
  /** Of customers who come at once, and wait 2, 4, 6 … minutes. */
  function scored(estimates: readonly (Estimate | null)[], ...more: readonly Step[]) {
    const calls = estimates.flatMap(() => [later(2 * MINUTE), call]);
    const { events } = given(...opened(['1']), ...estimates.map(() => issued('cash')), ...calls, ...more);
    let next = 0;
    const told = events.map((event): QueueEvent => {
      if (event.type !== 'issued') return event;
      const { estimate: _, ...plain } = event;
      const estimate = estimates[next++];
      return estimate ? { ...plain, estimate } : plain;
    });
    return reportOfEvents(told).days[0]?.all.estimates;
  }
  const minutes = (p10: number, p50: number, p90: number): Estimate => ({
    p10: p10 * MINUTE,
    p50: p50 * MINUTE,
    p90: p90 * MINUTE,
  });

  test('are held against the wait until the first call, at the bounds too', () => {
    const told = scored([minutes(2, 3, 4), minutes(5, 6, 7), minutes(1, 2, 5), minutes(8, 9, 10), null]);
    // Called after 2, 4, 6, 8 and 10 minutes: 1, 2, −4 and 1 minutes from what was the middle.
    const errors = [2 - 3, 4 - 6, 6 - 2, 8 - 9].map((each) => each * 60);
    expect(told).toMatchObject({ of: 4, inside: 2, early: 1, late: 1, unscored: 0 });
    expect(told?.bias).toBe(errors.reduce((sum, each) => sum + each, 0) / 4);
    expect(told?.rmse).toBeCloseTo(Math.sqrt(errors.reduce((sum, each) => sum + each ** 2, 0) / 4), 2);
  });

  test('are within what was told also where rounding outward made it so', () => {
    const told = scored([minutes(0.5, 1, 1.2), minutes(4.6, 4.7, 4.8)]);
    expect(told).toMatchObject({ inside: 0, insideTold: 2 });
  });

  test('of a call that was undone are scored by the next one', () => {
    const undo = ask({ type: 'undo', counter: '1' });
    expect(scored([minutes(2, 3, 4)], undo, later(3 * MINUTE), call)).toMatchObject({ of: 1, inside: 0, late: 1 });
    expect(scored([minutes(2, 3, 4)], undo)).toMatchObject({ of: 0, bias: null, unscored: 1 });
  });
});

describe('steps', () => {
  const settled = (minutes: number): readonly Step[] => [
    ...[issued('settlement'), next('3'), later(minutes * MINUTE), handoff('3')],
  ];

  test('are held against their standard, one that was undone is not', () => {
    const start = opened(['3', '6'], VISIT_RULES);
    const received = { service: 'settlement', step: 'receive' };
    const day = dayOf(...start, ...settled(3), ...settled(5));
    expect(day.steps).toEqual([{ ...received, kept: 1, of: 2, mean: 240, worst: 300 }]);
    const undone = dayOf(...start, ...settled(3), ...settled(5), ask({ type: 'undo', counter: '3' }));
    expect(undone.steps).toEqual([{ ...received, kept: 1, of: 1, mean: 180, worst: 180 }]);
  });
});

describe('alerts', () => {
  const actor = { kind: 'lobby-manager', user: 'lm-wang', through: { kind: 'http', client: 'tablet7' } } as const;

  test('say how long they stood, and who took care of them how soon', () => {
    const { events } = given(...opened(['1']), later(MINUTE));
    const head = { actor, counter: '1', teller: 'teller-1', rule: null, command: null, answer: null } as const;
    const of = { alert: 'a1', kind: 'queue-long', service: 'cash' } as const;
    const at = (minute: number): number => START + minute * MINUTE;
    const alerts: QueueEvent[] = [
      { ...head, ...of, type: 'alert-raised', at: at(1), tickets: [], counters: ['1'], measured: 12 },
      { ...head, ...of, type: 'alert-acknowledged', at: at(3), device: null, person: null },
      { ...head, ...of, type: 'alert-cleared', at: at(11), lasted: 10 * MINUTE },
      { ...head, ...of, alert: 'a2', type: 'alert-raised', at: at(12), tickets: [], counters: ['1'], measured: 15 },
    ];
    const [day] = reportOfEvents([...events, ...alerts]).days;
    expect(day?.alertKinds).toEqual([
      { kind: 'queue-long', raised: 2, acknowledged: 1, acknowledgedAfter: 120, cleared: 1, lasted: 600, longest: 600 },
    ]);
    expect(
      day?.alerts.map(({ raised, lasted, acknowledged, measured }) => [raised, lasted, acknowledged, measured]),
    ).toEqual([
      ['2026-03-02T09:01:00+00:00', 600, { after: 120, who: 'lobby-manager lm-wang by http tablet7' }, 12],
      ['2026-03-02T09:12:00+00:00', null, null, 15],
    ]);
  });
});

describe('devices', () => {
  const at = (minute: number) => ({ at: START + minute * MINUTE, offset: OFFSET, isTrusted: true });
  const lost = (minute: number) => deviceDraft({ type: 'device-lost', device: 'p1', reason: 'gone' }, at(minute));
  const running = (minute: number) => deviceDraft({ type: 'device-running', device: 'p1', detail: null }, at(minute));
  const paper = (type: 'condition-raised' | 'condition-cleared', minute: number) =>
    deviceDraft({ type, device: 'p1', condition: 'paper-out' }, at(minute));
  const started = (minute: number) => deviceDraft({ type: 'daemon-started' }, at(minute));

  function devicesOf(isFromStart: boolean, ...drafts: Parameters<typeof stored>[0]) {
    const read = { before: [], isFromStart, records: stored(drafts), end: null };
    const [day] = reportOf(dayFiguresOf(read, 'UTC'), 'UTC', NO_NAMES).days;
    return { devices: day?.devices, isKnown: day?.isDevicesKnown, starts: day?.starts };
  }

  test('are down until they run again, and have conditions for so long', () => {
    const told = devicesOf(
      true,
      started(0),
      lost(1),
      running(3),
      paper('condition-raised', 4),
      paper('condition-cleared', 9),
    );
    expect(told).toEqual({
      devices: [
        {
          device: 'p1',
          losses: 1,
          down: 120,
          share: 2 / 9,
          isDown: false,
          conditions: [{ condition: 'paper-out', times: 1, lasted: 300 }],
        },
      ],
      isKnown: true,
      starts: 1,
    });
  });

  test('tell anew after a start: what stood before ends there', () => {
    expect(devicesOf(true, started(0), lost(1), started(5), lost(6), running(8)).devices).toMatchObject([
      { losses: 2, down: 360 },
    ]);
  });

  test('that run again as the first that is heard of them were lost since before', () => {
    const told = devicesOf(false, paper('condition-cleared', 0), running(4));
    expect(told.isKnown).toBe(false);
    // Its first word was of its paper: so it ran.
    expect(told.devices).toEqual([]);
    const { type, ...rest } = running(0);
    const other = { ...rest, type, body: { device: 'p2', detail: null } };
    expect(devicesOf(false, paper('condition-cleared', 0), { ...other, at: START + 4 * MINUTE }).devices).toMatchObject(
      [{ device: 'p2', losses: 0, down: 240 }],
    );
  });
});

describe('half-hours', () => {
  test('of the hour that the end of summer time shows twice are two', () => {
    const { events } = given(...opened(['1']), issued('cash'), later(60 * MINUTE), issued('cash'));
    const night = Date.UTC(2026, 9, 25, 0, 40) - START;
    const [day] = reportOfEvents(events, 'Europe/Berlin', night).days;
    expect(day?.halfHours.map(({ from, at }) => [from, at])).toEqual([
      ['02:30', '2026-10-25T02:30:00+02:00'],
      ['02:30', '2026-10-25T02:30:00+01:00'],
    ]);
  });

  test('of a day whose clock is put right are as it showed them, with a mark until it was trusted', () => {
    const { events } = given(...opened(['1']), issued('cash'), later(20 * MINUTE), call, later(MINUTE), finish);
    const records = stored(
      events.map((event) => {
        const isRight = event.at > START;
        return draftOf(event, { offset: isRight ? OFFSET : 0, isTrusted: isRight });
      }),
    );
    const from = records.slice(1);
    const figures = dayFiguresOf({ before: [], isFromStart: true, records: from, end: null }, 'UTC');
    const [day] = reportOf(figures, 'UTC', NO_NAMES).days;
    expect(day?.isTrusted).toBe(false);
    expect(day?.halfHours.map(({ at, isTrusted, all }) => [at?.slice(0, 16), isTrusted, all.wait.mean])).toEqual([
      ['1970-01-01T00:00', false, null],
      ['2026-03-02T09:00', true, 20 * 60],
    ]);
    expect(day?.all.visits).toMatchObject({ came: 1, served: 1 });
  });

  test('begin with the hour of the hall, in zones too whose hours begin at a quarter', () => {
    const { from, start } = new HalfHours('Asia/Kathmandu').at(Date.UTC(2026, 2, 2, 3, 20), true);
    expect([from, new Date(start).toISOString()]).toEqual(['09:00', '2026-03-02T03:15:00.000Z']);
    expect(momentText('Asia/Kathmandu')(start)).toBe('2026-03-02T09:00:00+05:45');
  });
});

describe('the CSV', () => {
  test('quotes as RFC 4180 says, and starts no formula', () => {
    const names = {
      branch: null,
      segments: {},
      counters: {},
      services: { cash: { en: '=1+1, "so"' }, account: { en: '@home' } },
    };
    const { events } = given(...opened(['1']), issued('cash'), issued('account'));
    const report = reportOfEvents(events, 'UTC', OFFSET, names);
    const csv = reportCsv(report, 'en', 'lines', false);
    expect(csv).toContain(`2026-03-02,Service,cash,"'=1+1, ""so""",1,`);
    expect(csv).toContain("2026-03-02,Service,account,'@home,1,");
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t'=1"`],
    ['\rx', `"'\rx"`],
    ['\nx', `"'\nx"`],
    [' =1+1', "' =1+1"],
    ['\u200b=1', "'\u200b=1"],
    ['＝1+1', "'＝1+1"],
    ['－1', "'－1"],
    ['x;=1+1;', `"x;'=1+1;"`],
    ['x\n@A1', `"x\n'@A1"`],
    ['Cash; cards', '"Cash; cards"'],
    ['A-1 = B+2', 'A-1 = B+2'],
    ['现金－存取', '现金－存取'],
  ])('a service whose name is %j, or a teller of that id, is text in every spreadsheet', (name, cell) => {
    const names = { branch: null, segments: {}, counters: {}, services: { cash: { en: name } } };
    const { events } = given(...opened(['1']), issued('cash'), call, later(MINUTE), finish);
    const told = events.map((event) => (event.teller === null ? event : { ...event, teller: name }));
    const lines = reportCsv(reportOfEvents(told, 'UTC', OFFSET, names), 'en', 'lines', false);
    expect(lines).toContain(`\r\n2026-03-02,Service,cash,${cell},1,`);
    expect(lines).toContain(`\r\n2026-03-02,Teller,${cell},${cell},`);
  });

  test.each(['007', '1e5', '3-4', 'mar-3', '2026-03-02', '１２', '¥5', '(5)', 'true', '3月'])(
    'a teller %s is in quotes, and with an apostrophe where that is asked for; days and times stay what they are',
    (id) => {
      const { events } = given(...opened(['1']), issued('cash'), call, later(MINUTE), finish);
      const told = reportOfEvents(events.map((event) => (event.teller === null ? event : { ...event, teller: id })));
      const csv = (hasTextIds: boolean) => reportCsv(told, 'en', 'roll-ups', false, hasTextIds);
      expect(csv(false)).toContain(`\r\n2026-03-02,09:00,UTC+00:00,Teller,"${id}","${id}",`);
      expect(csv(true)).toContain(`\r\n2026-03-02,09:00,UTC+00:00,Teller,"'${id}","'${id}",`);
      expect(csv(true)).toContain('\r\n2026-03-02,09:00,UTC+00:00,Service,cash,cash,1,');
      expect(reportCsv(told, 'en', 'days', false, true)).toContain('\r\n2026-03-02,2026-03-02 09:00,2026-03-02 ');
    },
  );

  test.each(['A001', 'teller-7', 'marta', 'c1'])('a teller %s is text in any case', (id) => {
    const { events } = given(...opened(['1']), issued('cash'), call, later(MINUTE), finish);
    const told = events.map((event) => (event.teller === null ? event : { ...event, teller: id }));
    expect(reportCsv(reportOfEvents(told), 'en', 'lines', false, true)).toContain(`,Teller,${id},${id},`);
  });

  test('has numbers below zero as numbers: a wait that was shorter than told', () => {
    const report = reportOfEvents(given(...opened(['1']), issued('cash')).events);
    const [day] = report.days;
    if (!day) expect.fail('a day is expected');
    const estimates = { ...day.all.estimates, of: 1, inside: 1, insideTold: 1, early: 0, late: 0, unscored: 0 };
    const all = { ...day.all, estimates: { ...estimates, bias: -90.25, rmse: 90.25 } };
    const csv = reportCsv({ ...report, days: [{ ...day, all }] } as Report, 'en', 'estimates', false);
    expect(csv).toContain('\r\n2026-03-02,All,1,1,1,0,0,-90.25,90.25,0\r\n');
  });

  test('has a row for each half-hour and each of every grouping, as wide as its head', () => {
    const { events } = given(...opened(['1']), issued('cash'), call, later(35 * MINUTE), finish);
    const lines = reportCsv(reportOfEvents(events), 'zh-CN', 'roll-ups', false).trimEnd().split('\r\n');
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
    // All, service, counter, teller and segment in each of the two.
    expect(lines).toHaveLength(1 + 2 * 5);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceDraft } from '../branch/health.ts';
import { draftOf } from '../journal/codec.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import { ask, given, issued, later, MINUTE, opened, START } from '../queue/spec.ts';
import { reportSchema } from '../report/report-schema.ts';
import { isBranchFile } from './arguments.ts';
import { type ReportArguments, reportCommand } from './report.ts';
import { branchSource } from './report-branch.ts';

const shop = workshop();
afterAll(() => shop.remove());

/** 2026-03-02 09:00 UTC at the start of branch time. */
const OFFSET = Date.UTC(2026, 2, 2, 9) - START;
const call = ask({ type: 'call-next', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });
const day = (date: string) => ask({ type: 'open-day', day: date, instants: [], openingHash: 'hash' });

/** Three days of one customer each; on the second the printer is lost for a minute, and still on the third. */
async function written(): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const first = given(...opened(['1']), issued('cash'), later(2 * MINUTE), call, later(4 * MINUTE), finish);
  const { events } = given(
    ...[...opened(['1']), issued('cash'), later(2 * MINUTE), call, later(4 * MINUTE), finish],
    ...[day('2026-03-03'), issued('cash'), later(11 * MINUTE), call, finish, day('2026-03-04'), issued('account')],
  );
  const drafts = events.map((event) => draftOf(event, { offset: OFFSET, isTrusted: true }));
  const lost = (at: number, type: 'device-lost' | 'device-running') => {
    const event =
      type === 'device-lost'
        ? { type, device: 'printer1', reason: 'gone' }
        : { type, device: 'printer1', detail: null };
    return deviceDraft(event, { at, offset: OFFSET, isTrusted: true });
  };
  const second = first.events.length;
  const third = events.findLastIndex(({ type }) => type === 'day-opened');
  await write(
    store,
    ...drafts.slice(0, second + 1),
    lost(START + 6 * MINUTE, 'device-lost'),
    lost(START + 7 * MINUTE, 'device-running'),
    lost(START + 15 * MINUTE, 'device-lost'),
    ...drafts.slice(second + 1, third),
    ...drafts.slice(third),
    lost(START + 27 * MINUTE, 'device-running'),
  );
  await store.close();
  return directory;
}

let journal = '';
beforeAll(async () => {
  journal = await written();
});

function told(over: Partial<ReportArguments> = {}) {
  const outs: string[] = [];
  const errs: string[] = [];
  const files = new Map<string, string>();
  const printer = { out: (text: string) => void outs.push(text), err: (text: string) => void errs.push(text) };
  const asked = { kind: 'newest', count: 1 } as const;
  const all = { place: journal, asked, form: { kind: 'text' }, language: 'en', zone: 'UTC', ...over } as const;
  const code = reportCommand(all, {
    printer,
    branch: isBranchFile(all.place) ? branchSource : null,
    outputs: {
      obstacle: (file) => (file.startsWith('/no/') ? 'no such folder' : null),
      write: (file, text) => void files.set(file, text),
    },
  });
  return { code, outs, errs, files };
}

function parsed(over: Partial<ReportArguments> = {}) {
  return reportSchema.parse(JSON.parse(told({ form: { kind: 'json' }, ...over }).outs.join('')));
}

const dates = (from: string | null, to: string | null) => ({ kind: 'dates', from, to }) as const;

describe('lobbyd report', () => {
  test('tells the newest day in the documented form, as one that goes on', () => {
    const report = parsed();
    expect(report.total).toBeNull();
    expect(report.days.map((each) => [each.day, each.isOver, each.isTrusted, each.from])).toEqual([
      ['2026-03-04', false, true, '2026-03-02T09:17:00+00:00'],
    ]);
    expect(report.days[0]?.all.visits).toMatchObject({ came: 1, open: 1, served: 0 });
  });

  test('tells no day of which a record was changed, and the days that are whole', () => {
    const place = shop.copy(journal);
    sql(
      place,
      "UPDATE records SET at = at - 60000 WHERE seq = (SELECT max(seq) FROM records WHERE stream = 'queue' AND type <> 'day-opened')",
    );
    const { code, outs, errs } = told({ place });
    expect([code, outs]).toEqual([1, []]);
    expect(errs[0]).toMatch(/^journal\/damaged: .* record \d+: its content does not fit its hash/);
    expect(told({ place, asked: dates('2026-03-02', '2026-03-02') }).code).toBe(0);
  });

  test('tells a day that is named, times in seconds', () => {
    const [first] = parsed({ asked: dates('2026-03-02', '2026-03-02') }).days;
    expect(first?.all.wait).toEqual({ kept: 1, of: 1, mean: 120, worst: 120 });
    expect(first?.by.teller['teller-1']?.service).toEqual({ kept: 1, of: 1, mean: 240, worst: 240 });
    expect(first?.halfHours.map(({ from, at }) => [from, at])).toEqual([['09:00', '2026-03-02T09:00:00+00:00']]);
    expect(first?.isOver).toBe(true);
  });

  test.each([
    ['so many, the newest', { kind: 'newest', count: 2 } as const, ['2026-03-03', '2026-03-04']],
    ['more than there are', { kind: 'newest', count: 9 } as const, ['2026-03-02', '2026-03-03', '2026-03-04']],
    ['two dates', dates('2026-03-01', '2026-03-03'), ['2026-03-02', '2026-03-03']],
    ['the first alone', dates('2026-03-03', null), ['2026-03-03', '2026-03-04']],
    ['the last alone', dates(null, '2026-03-02'), ['2026-03-02']],
  ])('tells several days: %s', (_, asked, days) => {
    const report = parsed({ asked });
    expect(report.days.map((each) => each.day)).toEqual(days);
    expect(report.total?.all.visits?.came ?? report.days[0]?.all.visits?.came).toBe(days.length);
  });

  test('tells how long a device was lost, each day its part, also one that was lost the day before', () => {
    const { days, total } = parsed({ asked: { kind: 'newest', count: 3 } });
    const down = days.map(({ devices }) => devices.map((each) => [each.device, each.losses, each.down, each.isDown]));
    expect(down).toEqual([[], [['printer1', 2, 180, true]], [['printer1', 0, 600, false]]]);
    expect(total?.devices[0]).toMatchObject({ losses: 2, down: 780, isDown: false });
    expect(parsed().days[0]?.devices).toEqual(days[2]?.devices);
  });

  test('tells people a table, in both languages', () => {
    expect(told().outs.join('\n').split('\n').slice(0, 3)).toEqual([
      'Days',
      'Day         From              To                State    Clock    Numbers  Served  Left  Not over  Wait kept  Service kept',
      '2026-03-04  2026-03-02 09:17  2026-03-02 09:27  goes on  trusted        1       0     0         1          –             –',
    ]);
    expect(told({ language: 'zh-CN' }).outs.join('\n')).toContain('每半小时');
  });

  test('writes tables for a spreadsheet, all or one, and says where', () => {
    const csv = (table: 'half-hours' | null, isMarked: boolean) =>
      told({
        form: { kind: 'csv', file: 'day.csv', table, isMarked, hasTextIds: false },
        asked: dates('2026-03-02', '2026-03-02'),
      });
    const { outs, files } = csv(null, true);
    expect(outs).toEqual(['day.csv: written']);
    expect(files.get('day.csv')?.startsWith('\uFEFFDays\r\nDay,From,To,')).toBe(true);
    const one = csv('half-hours', false).files.get('day.csv')?.split('\r\n');
    expect(one?.[0]?.startsWith('Day,From,Zone,Numbers,')).toBe(true);
    expect(one?.[1]?.startsWith('2026-03-02,09:00,UTC+00:00,1,0,1,0,0,0,0,0,0,0,1,1,120,120,1,1,240,240,')).toBe(true);
    expect(one).toHaveLength(3);
  });

  test('says what to do where there is no such day, no record, no journal, no folder', async () => {
    const none = told({ asked: dates('2026-03-09', '2026-03-09') });
    expect([none.code, none.errs[0]]).toEqual([1, 'cli/unknown-day: the journal has no business day 2026-03-09']);
    expect(none.errs[2]).toBe(
      '  next   give one of its days from 2026-03-02 to 2026-03-04; left out it is the newest day',
    );
    const between = told({ asked: dates('2026-04-01', '2026-04-09') });
    expect(between.errs[0]).toBe('cli/unknown-day: the journal has no business day from 2026-04-01 to 2026-04-09');
    const directory = shop.directory();
    await (await openStore(directory)).close();
    const empty = told({ place: directory });
    expect([empty.code, empty.errs[0]]).toEqual([1, 'cli/empty-journal: the journal has no record yet']);
    const lost = told({ place: `${directory}/nowhere` });
    expect([lost.code, lost.errs[0]?.split(':')[0]]).toEqual([3, 'journal/unreadable']);
    const form = { kind: 'csv', file: '/no/day.csv', table: null, isMarked: false, hasTextIds: false } as const;
    const unwritten = told({ place: `${directory}/nowhere`, form });
    expect([unwritten.code, unwritten.errs[0]]).toEqual([
      3,
      'cli/not-written: the report cannot be written: no such folder',
    ]);
    expect(told({ place: `${directory}/branch.yaml` }).code).toBe(1);
  });

  test('tells a journal in which no day was ever opened as what is left of one', async () => {
    const directory = shop.directory();
    const store = await openStore(directory);
    const { events } = given(...opened(['1']), issued('cash'));
    const rest = events.filter(({ type }) => type === 'issued');
    await write(store, ...rest.map((event) => draftOf(event, { offset: OFFSET, isTrusted: false })));
    await store.close();
    const [first] = parsed({ place: directory }).days;
    expect([first?.day, first?.isRest, first?.isTrusted, first?.all.visits?.came]).toEqual([null, true, false, 1]);
    const text = told({ place: directory }).outs.join('\n');
    expect(text).toContain('No date');
    expect(text).toMatch(/^09:00\? /m);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { BRANCH, edited, linesOf, load, memoryFiles, STANDARD, testCatalogue } from './spec.ts';

const folder = new URL('../../docs/rules/', import.meta.url);

/** An example in a page. */
function exampleOf(page: string, kind: string): string {
  const text = readFileSync(new URL(page, folder), 'utf8');
  return new RegExp(`\`\`\`yaml ${kind}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';
}

/** The example of the bank standard in a page of docs/rules, as the queue sees it behind the small files of the tests. */
function ruledBy(page: string) {
  const counter = exampleOf(page, 'counter').replace(/^/gm, '    ').trimEnd();
  const branch =
    counter === '' ? BRANCH : edited(BRANCH, ['    display: display1', `${counter}\n    display: display1`]);
  const own = exampleOf(page, 'bank-standard');
  // Segments of a page stand in place of those of the small file.
  const rest = own.startsWith('segments:') ? STANDARD.replace(/segments:\n(?: .*\n)+/, '') : STANDARD;
  const texts = { 'etc/branch.yaml': branch, 'etc/standard.yaml': rest + own };
  const result = loadConfig('etc/branch.yaml', testCatalogue, memoryFiles(texts));
  expect(result.kind === 'ok' ? result.warnings : result.problems).toEqual([]);
  return result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
}

function rulesWith(line: string) {
  const result = load({ standard: [['    standardTime: 25min\n', `    standardTime: 25min\nrules: { ${line} }\n`]] });
  return result.kind === 'ok' ? rulesOf(result.config) : expect.unreachable();
}

describe('the example of a page of docs/rules', () => {
  it('park.md parks for the teller, for a quarter of an hour', () => {
    expect(ruledBy('park.md').parking).toEqual({
      pool: 'teller',
      returnAfter: 900_000,
      most: 30,
      atDayEnd: 'expire',
    });
  });

  it('no-show.md takes back who comes after three numbers or ten minutes, and has a window with one button', () => {
    const rules = ruledBy('no-show.md');
    expect(rules.recallLimit).toBe(2);
    expect(rules.lateReturn).toEqual({
      withinCalls: 3,
      within: 600_000,
      place: { kind: 'after', tickets: 2 },
      times: 1,
    });
    expect(rules.counters.map(({ noShowWithin }) => noShowWithin)).toEqual([15_000]);
  });

  it('appointments.md expects customers from twenty minutes before their time to five after it', () => {
    expect(ruledBy('appointments.md').appointments).toEqual({
      before: 1_200_000,
      after: 300_000,
      expiresAfter: 3_600_000,
      most: 200,
    });
  });

  it('segments.md knows two cards, raises to gold with a reason, and tells the lobby', () => {
    const rules = ruledBy('segments.md');
    expect(rules.upgrade).toEqual({ to: 'higher', reasons: ['potential-vip', 'known-customer'] });
    expect(rules.segments.filter(({ isAnnounced }) => isAnnounced).map(({ id, rank }) => [id, rank])).toEqual([
      ['gold', 1],
      ['private', 2],
    ]);
    expect(rules.counters.map(({ own }) => own)).toEqual([undefined]);
  });

  it('stands in no page that this test does not know', () => {
    // Examples of profiles have a test of their own.
    const others = readdirSync(folder).filter((page) => page !== 'split.md');
    const pages = others.filter((page) => {
      return readFileSync(new URL(page, folder), 'utf8').includes('```yaml bank-standard');
    });
    expect(pages.sort()).toEqual(['appointments.md', 'no-show.md', 'park.md', 'segments.md']);
  });
});

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

  it('are never, where the file says nought', () => {
    const late = rulesWith('lateReturn: { withinNumbers: 0, place: last }').lateReturn;
    expect(late).toEqual({ withinCalls: null, within: 600_000, place: { kind: 'last' }, times: 1 });
    expect(rulesWith('lateReturn: { within: 0s }').lateReturn?.within).toBeNull();
    expect(rulesWith('parking: { returnAfter: 0s }').parking?.returnAfter).toBeNull();
  });
});

describe('a rule that is not right', () => {
  it.each([
    ['parking: { pool: tellr }', '25:20: parking.pool is "tellr", expected "teller"'],
    [
      'parking: { returnAfter: 15 }',
      '25:27: parking.returnAfter is 15, expected a duration from 0s to 8h with its unit (ms, s, min, h)',
    ],
    ['parking: { most: 0 }', '25:20: parking.most is 0, expected a whole number from 1 to 1000'],
    ['parking: { atDayEnd: stay }', '25:24: parking.atDayEnd is "stay", expected one of expire, keep'],
    ['parking: { places: 3 }', '25:14: unknown key "places", expected one of pool, returnAfter, most, atDayEnd'],
    [
      'lateReturn: { place: front }',
      '25:24: lateReturn.place is "front", expected one of first, after, last, original',
    ],
    [
      'lateReturn: { withinNumbers: 0, within: 0s }',
      '25:43: nobody can come back in time, expected a number, a time, or times: 0',
    ],
    [
      'lateReturn: { place: last, after: 3 }',
      '25:37: after says how many stand before, but place is last, expected place: after, or no after',
    ],
    ['lateReturn: { place: after, after: 0 }', '25:38: lateReturn.after is 0, expected a whole number from 1 to 99'],
    [
      'appointments: { checkInAfter: 3h }',
      '25:3: an appointment is forgotten 2h after its time, while its customer is on time, expected 3h or more',
    ],
    [
      'appointments: { expiresAfter: 5min }',
      '25:33: an appointment is forgotten 5min after its time, while its customer is on time, expected 10min or more',
    ],
    ['appointments: { most: -1 }', '25:25: appointments.most is -1, expected a whole number from 0 to 10000'],
  ])('is told where: %s', (line, told) => {
    const more = `    standardTime: 25min\nrules:\n  ${line}\n`;
    expect(linesOf({ standard: [['    standardTime: 25min\n', more]] })).toEqual([`etc/standard.yaml:${told}`]);
  });
});

describe('a window with one button', () => {
  it.each(['1s', '6min'])(
    'has its time between that of a press that came too soon and five minutes, not %s',
    (time) => {
      const more = `    noShowWithin: ${time}\n    display: display1`;
      expect(linesOf({ branch: [['    display: display1', more]] })).toEqual([
        `etc/branch.yaml:10:19: noShowWithin is "${time}", expected a duration from 2s to 5min with its unit (ms, s, min, h)`,
      ]);
    },
  );
});

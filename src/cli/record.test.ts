import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import { deviceDraft } from '../branch/health.ts';
import { draftOf } from '../journal/codec.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import type { ProcessPort } from '../process.ts';
import type { Actor } from '../queue/commands.ts';
import type { QueueEvent } from '../queue/events.ts';
import { ask, given, issued, later, MINUTE, opened, START } from '../queue/spec.ts';
import type { Choose } from './arguments.ts';
import type { SourcePorts } from './journal-source.ts';
import { auditCommand, diversionCommand, reprintsCommand, standardsCommand } from './record.ts';
import { recordCommands } from './record-line.ts';

const shop = workshop();
afterAll(() => shop.remove());

/** 2026-03-02 09:00 UTC at the start of branch time. */
const OFFSET = Date.UTC(2026, 2, 2, 9) - START;
const KEYPAD: Actor = { kind: 'keypad', device: 'keypad-1' };
const MANAGER: Actor = { kind: 'lobby-manager', user: 'lm-wang', through: { kind: 'http', client: 'tablet7' } };

const pressed = (type: 'call-next' | 'finish', key: string) =>
  ask({ type, counter: '1' }, { source: 'keypad:keypad-1', key }, KEYPAD);
const NOT_PARKED = { code: 'wrong-status', label: 'C001', status: 'waiting' } as const;
/** The lobby manager asked for what could not be done. */
const REFUSED: QueueEvent = {
  type: 'refused',
  asked: 'unpark',
  refusal: NOT_PARKED,
  at: START + 6 * MINUTE,
  actor: MANAGER,
  counter: null,
  teller: null,
  rule: null,
  command: { source: 'http:tablet7', key: 'k' },
  answer: { kind: 'refused', refusal: NOT_PARKED },
};

/** Two days: on the first C001 is served in time and rated, on the second C001 waits too long. */
async function written(): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const { events } = given(
    ...opened(['1']),
    issued('cash'),
    later(2 * MINUTE),
    pressed('call-next', 'a'),
    later(4 * MINUTE),
    pressed('finish', 'b'),
    ask({ type: 'rate', counter: '1', ticket: null, score: 4 }, null, { kind: 'rating-pad', device: 'marks-1' }),
    ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }, null, { kind: 'schedule' }),
    issued('cash'),
    REFUSED,
    later(11 * MINUTE),
    pressed('call-next', 'c'),
  );
  await write(store, ...events.map((event) => draftOf(event, { offset: OFFSET, isTrusted: true })));
  await store.close();
  return directory;
}

let made: Promise<string> | null = null;
/** Read by every test, written by none. */
function journal(): Promise<string> {
  made ??= written();
  return made;
}

function printed() {
  const outs: string[] = [];
  const errs: string[] = [];
  const printer = { out: (text: string) => void outs.push(text), err: (text: string) => void errs.push(text) };
  return { outs, errs, printer, branch: null };
}

test('lobbyd diversion says who went to a machine on a day: here is none', async () => {
  const place = await journal();
  const printer = printed();
  expect(diversionCommand({ place, day: '2026-03-02', isJson: false }, printer)).toBe(0);
  expect(printer.outs).toEqual(['2026-03-02\nservice  machine  offered  chosen  silent  refused  taken']);
  const json = printed();
  expect(diversionCommand({ place, day: '2026-03-02', isJson: true }, json)).toBe(0);
  expect(JSON.parse(json.outs.join(''))).toEqual({ day: '2026-03-02', by: [] });
});

test('lobbyd reprints says which slips were printed again on a day: here is none', async () => {
  const place = await journal();
  const asked = { place, day: '2026-03-02', zone: 'UTC' } as const;
  const printer = printed();
  expect(reprintsCommand({ ...asked, isJson: false }, printer)).toBe(0);
  expect(printer.outs).toEqual(['2026-03-02: 0 copies']);
  const json = printed();
  expect(reprintsCommand({ ...asked, isJson: true }, json)).toBe(0);
  expect(JSON.parse(json.outs.join(''))).toEqual({ day: '2026-03-02', copies: [], by: [] });
});

describe('lobbyd standards', () => {
  const asked = { day: null, by: null, isJson: false } as const;

  test('says how often they were kept on the newest day, or on the day that is named', async () => {
    const place = await journal();
    const newest = printed();
    expect(standardsCommand({ ...asked, place }, newest)).toBe(0);
    expect(newest.outs.join('\n').split('\n')).toEqual([
      '2026-03-03',
      'service  wait kept   mean  worst  service kept  mean  worst  no-shows  recalls  referrals  marks  mean',
      'cash        0/1 0%  11:00  11:00           0/0     -      -         0        0          0      0     -',
      'all         0/1 0%  11:00  11:00           0/0     -      -         0        0          0      0     -',
    ]);
    const first = printed();
    expect(standardsCommand({ ...asked, place, day: '2026-03-02', by: 'teller' }, first)).toBe(0);
    expect(first.outs.join('\n').split('\n').slice(2)).toEqual([
      'teller-1   1/1 100%  2:00   2:00      1/1 100%  4:00   4:00         0        0          0      1  4.00',
      'all        1/1 100%  2:00   2:00      1/1 100%  4:00   4:00         0        0          0      1  4.00',
    ]);
  });

  test('gives programs the whole of it', async () => {
    const printer = printed();
    expect(standardsCommand({ ...asked, place: await journal(), day: '2026-03-02', isJson: true }, printer)).toBe(0);
    const figures = {
      wait: { kept: 1, of: 1, mean: 120_000, worst: 120_000 },
      service: { kept: 1, of: 1, mean: 240_000, worst: 240_000 },
      noShows: 0,
      recalls: 0,
      referrals: 0,
      bulk: { visits: 0, slips: 0, mean: null },
      marks: { of: 1, mean: 4, worst: 4 },
    };
    expect(JSON.parse(printer.outs.join(''))).toEqual({
      day: '2026-03-02',
      steps: [],
      all: figures,
      by: {
        service: { cash: figures },
        counter: { '1': figures },
        teller: { 'teller-1': figures },
        segment: { ordinary: figures },
        papers: { 'not-seen': figures },
        'service-papers': { 'cash/not-seen': figures },
      },
    });
  });

  test('says of a day that nobody opened what to do next', async () => {
    const printer = printed();
    const place = await journal();
    expect(standardsCommand({ ...asked, place, day: '2026-03-09' }, printer)).toBe(1);
    expect(printer.errs).toEqual([
      'cli/unknown-day: the journal has no business day 2026-03-09',
      `  where  ${place}`,
      '  next   give one of its days from 2026-03-02 to 2026-03-03; left out it is the newest day',
    ]);
  });
});

describe('a branch file beside the journal', () => {
  /** The example branch, whose counters and services are other ones, with a journal of a folder. */
  const branchBeside = (directory: string): string => {
    const file = `${shop.directory()}/branch.yaml`;
    const example = readFileSync('config/branch.example.yaml', 'utf8')
      .replace('standard: ./bank-standard.yaml', `standard: ${resolve('config/bank-standard.yaml')}`)
      .replace('directory: /var/lib/lobbyd', `directory: ${directory}`);
    writeFileSync(file, example);
    return file;
  };
  /** The journal, in which lobbyd last started for a branch. */
  const startedFor = async (branch: string): Promise<string> => {
    const directory = shop.copy(await journal());
    const store = await openStore(directory);
    const at = (await store.read(store.head().seq, 1))[0]?.at ?? 0;
    await write(store, deviceDraft({ type: 'daemon-started', branch }, { at, offset: OFFSET, isTrusted: true }));
    await store.close();
    return directory;
  };
  const lineOf = async (...words: readonly string[]) => {
    const { printer, outs, errs } = printed();
    const runs: Parameters<Choose>[0][] = [];
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    recordCommands(program, (run) => void runs.push(run), '/nowhere');
    program.parse(['node', 'lobbyd', ...words]);
    return { code: await runs[0]?.(printer as unknown as ProcessPort), outs, errs };
  };
  const COMMANDS = ['standards', 'diversion', 'reprints', 'audit'];

  test.each(COMMANDS)('%s: refuses the journal of another branch, as the report does', async (command) => {
    const older = await journal();
    const { code, outs, errs } = await lineOf(command, branchBeside(older), '--day', '2026-03-02');
    expect([code, outs]).toEqual([1, []]);
    expect(errs[0]).toMatch(
      /^cli\/other-branch: the journal is not of sh-pujiang-road: its branch file has none of the /,
    );
    expect(errs.slice(1)).toEqual([
      `  where  ${older}`,
      '  next   give the branch file of this journal, or its directory alone',
    ]);
    const other = await lineOf(command, branchBeside(await startedFor('lu-jia-zui')));
    expect([other.code, other.outs]).toEqual([1, []]);
    expect(other.errs[0]).toMatch(/: the last start of lobbyd in it was for lu-jia-zui$/);
  });

  test.each(COMMANDS)(
    '%s: tells a journal that says it is of this branch, and names ids that the file does not know',
    async (command) => {
      const { code, outs, errs } = await lineOf(command, branchBeside(await startedFor('sh-pujiang-road')));
      expect(code).toBe(0);
      expect(outs.length).toBeGreaterThan(0);
      expect(errs[0]).toMatch(/^cli\/unknown-ids: the branch file of sh-pujiang-road does not have the counters 1, /);
    },
  );

  test('gives its time zone to the times', async () => {
    const place = branchBeside(await startedFor('sh-pujiang-road'));
    const first = async (...zone: readonly string[]) =>
      (await lineOf('audit', place, '--day', '2026-03-02', ...zone)).outs[0];
    expect(await first()).toContain('2026-03-02 17:00:00');
    expect(await first('--zone', 'UTC')).toContain('2026-03-02 09:00:00');
  });

  test('is refused where it is wrong, as is a file that is neither', async () => {
    const { code, errs } = await lineOf('standards', `${shop.directory()}/branch.yaml`);
    expect(code).toBe(1);
    expect(errs[0]).toContain('branch.yaml');
    await expect(lineOf('standards', `${await journal()}/journal.db`)).rejects.toThrow('a directory is expected');
  });
});

test.each([
  [
    'standards',
    (ports: SourcePorts, place: string) => standardsCommand({ place, day: null, by: null, isJson: true }, ports),
  ],
  [
    'audit',
    (ports: SourcePorts, place: string) =>
      auditCommand({ place, day: null, actor: null, ticket: null, zone: null, isJson: true }, ports),
  ],
])(
  'lobbyd %s tells no day of which a record was changed, and of a journal without a record what to do',
  async (_, run) => {
    const place = shop.copy(await journal());
    sql(place, 'UPDATE records SET at = at - 60000 WHERE seq = (SELECT max(seq) FROM records)');
    const damaged = printed();
    expect([run(damaged, place), damaged.outs]).toEqual([1, []]);
    expect(damaged.errs[0]).toMatch(/^journal\/damaged: .* record \d+: its content does not fit its hash/);
    const empty = shop.directory();
    await (await openStore(empty)).close();
    const none = printed();
    expect([run(none, empty), none.errs[0]]).toEqual([1, 'cli/empty-journal: the journal has no record yet']);
  },
);

describe('lobbyd audit', () => {
  const asked = { day: null, actor: null, ticket: null, zone: 'UTC', isJson: false } as const;

  test('says who did what on a day', async () => {
    const printer = printed();
    expect(auditCommand({ ...asked, place: await journal(), day: '2026-03-02' }, printer)).toBe(0);
    expect(printer.outs.map((line) => line.slice(9).replace(/ +/g, ' '))).toEqual([
      '2026-03-02 09:00:00 kiosk kiosk-1 day-opened',
      '2026-03-02 09:00:00 kiosk kiosk-1 counter-opened counter 1 teller teller-1',
      '2026-03-02 09:00:00 kiosk kiosk-1 issued C001',
      '2026-03-02 09:02:00 keypad keypad-1 called C001 counter 1 teller teller-1 rule longest-wait',
      '2026-03-02 09:06:00 keypad keypad-1 finished C001 counter 1 teller teller-1',
      '2026-03-02 09:06:00 rating-pad marks-1 rated C001 counter 1 teller teller-1',
    ]);
  });

  test.each([
    [{ actor: 'keypad' }, ['called']],
    [{ actor: 'keypad-1' }, ['called']],
    [{ actor: 'teller-1' }, ['called']],
    [{ actor: 'lm-wang' }, ['refused']],
    [{ actor: 'tablet7' }, ['refused']],
    [{ actor: 'nobody' }, []],
    [{ ticket: 'c001' }, ['issued', 'refused', 'called']],
    [{ ticket: 'c001', actor: 'kiosk' }, ['issued']],
  ])('of %o it says that', async (question, types) => {
    const printer = printed();
    expect(auditCommand({ ...asked, ...question, place: await journal(), isJson: true }, printer)).toBe(0);
    expect(printer.outs.map((line) => JSON.parse(line).type)).toEqual(types);
  });

  test('names the person, the program that she acted by, and why it was refused', async () => {
    const printer = printed();
    auditCommand({ ...asked, place: await journal(), actor: 'lobby-manager' }, printer);
    expect(printer.outs.join()).toMatch(/lobby-manager lm-wang by http tablet7 +refused +unpark: wrong-status$/);
  });
});

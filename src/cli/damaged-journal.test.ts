import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryFiles } from '../config/spec.ts';
import { draftOf } from '../journal/codec.ts';
import { journalFiles } from '../journal/files.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import type { Printer } from '../process.ts';
import { ask, given, issued, later, MINUTE, opened } from '../queue/spec.ts';
import { crewHere } from '../simulate/days.ts';
import { adviseCommand } from './advise.ts';
import { explainCommand } from './explain.ts';
import { exportCommand, tailCommand, verifyCommand } from './journal.ts';
import { auditCommand, standardsCommand } from './record.ts';
import { reportCommand } from './report.ts';
import { serviceTimesIn } from './service-times.ts';
import { simulateCommand } from './simulate.ts';
import { whatIfCommand } from './what-if.ts';

const shop = workshop();
afterAll(() => shop.remove());

let whole = '';
beforeAll(async () => {
  whole = shop.directory();
  const customer = [
    ...[issued('cash'), later(2 * MINUTE), ask({ type: 'call-next', counter: '1' })],
    ...[later(3 * MINUTE), ask({ type: 'finish', counter: '1' })],
  ];
  const { events } = given(...opened(['1']), ...Array.from({ length: 30 }, () => customer).flat());
  const store = await openStore(whole);
  await write(store, ...events.map((event) => draftOf(event, { offset: 0, isTrusted: true })));
  await store.close();
});

const SCENARIO = `names: { en: Measured }
services: [{ id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }]
counters: [{ id: c1, services: [cash] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
arrivals: [{ service: cash, from: "09:00", every: 30min, perSlot: [2] }]
serviceTimes: [{ kind: empirical, journal: journal }]
replications: 1
`;

type Run = (place: string, printer: Printer) => number | Promise<number>;

const outputs = { obstacle: () => null, write: () => {} };
const rest = { day: null, zone: 'UTC', isJson: true, branch: null } as const;
const asPlayed = (place: string, printer: Printer) => ({
  ...{ printer, outputs, isAtTerminal: false, files: memoryFiles({ 'day.yaml': SCENARIO }), catalogue: [] },
  journals: () => serviceTimesIn(place),
  withCrew: <T>(scenario: Parameters<typeof crewHere>[0], _: unknown, run: (crew: ReturnType<typeof crewHere>) => T) =>
    run(crewHere(scenario)),
});
const played = { file: 'day.yaml', profiles: [], replications: 1, seed: 1, jobs: 1, isJson: true, page: null };

/** Commands that tell what records say, all of which they prove. */
const TELLERS: Readonly<Record<string, Run>> = {
  report: (place, printer) =>
    reportCommand(
      { ...rest, place, asked: { kind: 'newest', count: 1 }, form: { kind: 'json' }, language: 'en' },
      { ...rest, printer, outputs },
    ),
  'what-if': (place, printer) =>
    whatIfCommand(
      { ...rest, place, profile: null, counters: 0, like: null, page: null },
      { ...rest, printer, outputs },
    ),
  explain: (place, printer) =>
    explainCommand({ label: 'C005', place, language: 'en', zone: 'UTC' }, { ...rest, printer }),
  standards: (place, printer) => standardsCommand({ ...rest, place, by: null }, { ...rest, printer }),
  audit: (place, printer) => auditCommand({ ...rest, place, actor: null, ticket: null }, { ...rest, printer }),
  'journal verify': (place, printer) =>
    verifyCommand({ directory: place, fromSeal: null }, { ...printer, stopAsked: async () => '' }),
  simulate: (place, printer) => simulateCommand(played, asPlayed(place, printer)),
  advise: (place, printer) =>
    adviseCommand({ ...played, targets: ['50 % within 60 min'], slot: 30 * MINUTE }, asPlayed(place, printer)),
};

/** Commands that show records as they are kept, damaged ones too where that can be. */
const SHOWERS: Readonly<Record<string, Run>> = {
  'journal export': (directory, printer) =>
    exportCommand({ directory, from: null, to: null }, { ...printer, stopAsked: async () => '' }),
  'journal tail': (directory, printer) =>
    tailCommand({ directory, count: 10, isFollowing: false, zone: 'UTC' }, { ...printer, stopAsked: async () => '' }),
};

/** What each command says of a journal, by its code and its exit code. */
async function said(commands: Readonly<Record<string, Run>>, place: string): Promise<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [name, run] of Object.entries(commands)) {
    const err: string[] = [];
    const exit = await run(place, { out: () => {}, err: (text) => void err.push(text) });
    told[name] = `${/journal\/[a-z-]+/.exec(err[0] ?? '')?.[0] ?? err[0] ?? 'nothing'}, exit ${exit}`;
  }
  return told;
}

const all = (commands: Readonly<Record<string, Run>>, told: string): Record<string, string> =>
  Object.fromEntries(Object.keys(commands).map((name) => [name, told]));

function filled(from: number, to: number | null, byte: number): (place: string) => void {
  return (place) => {
    const { database } = journalFiles(place);
    const bytes = readFileSync(database);
    writeFileSync(database, bytes.fill(byte, from, to ?? bytes.length));
  };
}

const database = (place: string): string => journalFiles(place).database;
const cutTo = (share: number) => (place: string) =>
  truncateSync(database(place), Math.floor(statSync(database(place)).size * share));
const PAGE = 4_096;

describe('a journal that is not as it was written has one name and one exit code in all commands that read it', () => {
  const STRUCTURE: [string, (place: string) => void, string][] = [
    ['is torn in its middle', cutTo(0.5), 'journal/damaged, exit 1'],
    ['is torn in its first page', cutTo(0.01), 'journal/damaged, exit 1'],
    ['has a first page of zeros', filled(0, PAGE, 0), 'journal/damaged, exit 1'],
    ['has nothing behind its first page', filled(PAGE, null, 255), 'journal/damaged, exit 1'],
    ['is no database', (place) => writeFileSync(database(place), 'a letter '.repeat(900)), 'journal/damaged, exit 1'],
    ['has lost a table', (place) => sql(place, 'DROP TABLE records'), 'journal/damaged, exit 1'],
    ['has lost what it had', (place) => truncateSync(database(place)), 'journal/missing, exit 1'],
    ['has lost its database', (place) => rmSync(database(place)), 'journal/missing, exit 1'],
    [
      'is of another format',
      (place) => sql(place, 'PRAGMA user_version = 2; DROP TABLE records'),
      'journal/other-format, exit 1',
    ],
    ['was never there', (place) => rmSync(place, { recursive: true }), 'journal/unreadable, exit 3'],
    [
      'is a folder by the name of one',
      (place) => {
        rmSync(database(place));
        mkdirSync(database(place));
      },
      'journal/unreadable, exit 3',
    ],
  ];

  it.each(STRUCTURE)('it %s', async (_, harm, told) => {
    const place = shop.copy(whole);
    harm(place);
    const commands = { ...TELLERS, ...SHOWERS };
    expect(await said(commands, place)).toEqual(all(commands, told));
  });

  const RECORDS: [string, string, string][] = [
    ['whose text was cut', "UPDATE records SET body = '{' WHERE seq = 20", 'journal/damaged, exit 1'],
    ['that says nothing any more', "UPDATE records SET body = 'null' WHERE seq = 20", 'journal/damaged, exit 1'],
    ['whose time was changed', 'UPDATE records SET at = at + 1 WHERE seq = 20', 'journal/damaged, exit 1'],
    ['that is gone', 'DELETE FROM records WHERE seq = 20', 'journal/damaged, exit 1'],
    ['that opened the day', "UPDATE records SET body = '{' WHERE type = 'day-opened'", 'journal/damaged, exit 1'],
    ['that was the last', 'DELETE FROM records WHERE seq = (SELECT max(seq) FROM records)', 'journal/cut, exit 1'],
    ['and each of them', 'DELETE FROM records', 'journal/cut, exit 1'],
  ];

  it.each(RECORDS)('a record %s', async (_, statement, told) => {
    const place = shop.copy(whole);
    sql(place, statement);
    expect(await said(TELLERS, place)).toEqual(all(TELLERS, told));
  });

  it('and one that is whole is told by all of them', async () => {
    const commands = { ...TELLERS, ...SHOWERS };
    const { 'journal export': exported, ...others } = await said(commands, whole);
    expect(others).toEqual(all({ ...TELLERS, 'journal tail': () => 0 }, 'nothing, exit 0'));
    expect(exported).toMatch(/^\d+ records of .*, exit 0$/);
  });
});

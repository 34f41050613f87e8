import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { deviceDraft } from '../branch/health.ts';
import { systemFiles } from '../config/files.ts';
import { memoryFiles } from '../config/spec.ts';
import { draftOf } from '../journal/codec.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import { ask, given, issued, later, MINUTE, opened, type Step } from '../queue/spec.ts';
import { loadScenario } from '../simulate/load.ts';
import type { Measured, MeasuredTimes } from '../simulate/measured.ts';
import { ServiceTimes, serviceTimesIn } from './service-times.ts';

const shop = workshop();
afterAll(() => shop.remove());

const next = ask({ type: 'call-next', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });
const undo = ask({ type: 'undo', counter: '1' });

function times(steps: readonly Step[]): Readonly<Record<string, readonly number[]>> {
  const heard = new ServiceTimes();
  for (const event of given(...opened(['1']), ...steps).events) heard.hear(event);
  return Object.fromEntries(heard.times());
}

async function journalOf(steps: readonly Step[]): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const { events } = given(...opened(['1']), ...steps);
  await write(store, ...events.map((event) => draftOf(event, { offset: 0, isTrusted: true })));
  await store.close();
  return directory;
}

describe('service times of a journal', () => {
  it('are those of the services that ended, by service', () => {
    const day = [issued('cash'), issued('account'), next, later(3 * MINUTE), next, later(9 * MINUTE), finish];
    expect(times(day)).toEqual({ cash: [3 * MINUTE], account: [9 * MINUTE] });
  });

  it('are not those of an end that was undone', () => {
    const undone = [issued('cash'), next, later(MINUTE), finish, later(1_000), undo];
    expect(times(undone)).toEqual({});
    expect(times([...undone, later(MINUTE), finish])).toEqual({ cash: [2 * MINUTE + 1_000] });
  });

  it('are not those of a messenger with thirty slips', () => {
    const bulk = ask({
      type: 'issue',
      service: 'cash',
      segment: 'ordinary',
      language: 'en',
      handover: 'screen',
      bulk: 30,
    });
    expect(times([bulk, next, later(40 * MINUTE), finish])).toEqual({});
  });

  it('are read from the files of a journal, as they are heard from all its events', async () => {
    const undone = [issued('cash'), next, later(MINUTE), finish, later(1_000), undo, later(MINUTE), finish];
    const steps = [...undone, issued('account'), next, later(3 * MINUTE), finish];
    expect(serviceTimesIn(await journalOf(steps))).toEqual({
      times: new Map(Object.entries(times(steps))),
      counters: ['1'],
      startedFor: null,
    });
  });

  it('come with the branch that lobbyd last started for', async () => {
    const directory = await journalOf([issued('cash'), next, later(3 * MINUTE), finish]);
    const store = await openStore(directory);
    const { at = 0 } = (await store.read(store.head().seq, 1))[0] ?? {};
    await write(store, deviceDraft({ type: 'daemon-started', branch: 'north' }, { at, offset: 0, isTrusted: true }));
    await store.close();
    expect(serviceTimesIn(directory)).toMatchObject({ startedFor: 'north' });
  });

  it('are not told of a journal in which one was changed, and the record is named', async () => {
    const directory = await journalOf([issued('cash'), next, later(3 * MINUTE), finish]);
    sql(directory, "UPDATE records SET body = replace(body, '180000', '980000') WHERE type = 'finished'");
    expect(serviceTimesIn(directory)).toEqual({
      why: expect.stringMatching(/damaged at record \d+: its content does not fit its hash/),
      isFault: false,
    });
  });

  it('are not told of a journal that ends before it did', async () => {
    const directory = await journalOf([issued('cash'), next, later(3 * MINUTE), finish, issued('account')]);
    sql(directory, 'DELETE FROM records WHERE seq = (SELECT max(seq) FROM records)');
    expect(serviceTimesIn(directory)).toEqual({
      why: expect.stringContaining('the last 1 are missing'),
      isFault: false,
    });
  });

  it('say why there are none where no journal is', () => {
    expect(serviceTimesIn('/nowhere')).toEqual({ why: expect.stringContaining('/nowhere'), isFault: true });
  });
});

describe('a scenario that names a journal', () => {
  const SCENARIO = `names: { en: Measured }
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 10min, standardTime: 9min }
counters: [{ id: c1, services: [cash, account] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }]
arrivals: [{ of: [{ service: cash, share: 1 }, { service: account, share: 1 }], from: "09:00", every: 30min, perSlot: [8] }]
serviceTimes: [{ kind: empirical, journal: ./journal }]
`;
  const BRANCHED = SCENARIO.replace('services:', `branch: ${resolve('config/branch.example.yaml')}\nservices:`);
  const loaded = (measured: MeasuredTimes, scenario = SCENARIO) => {
    const real = systemFiles();
    const memory = memoryFiles({ 'etc/day.yaml': scenario });
    const files = { ...real, read: (path: string) => (path === 'etc/day.yaml' ? memory : real).read(path) };
    return loadScenario('etc/day.yaml', [], catalogue, files, (directory) =>
      directory === 'etc/journal' ? measured : { why: 'another directory', isFault: true },
    );
  };
  const textsOf = (measured: MeasuredTimes, scenario = SCENARIO) => {
    const result = loaded(measured, scenario);
    return result.kind === 'ok' ? [] : result.problems.map(({ text }) => text);
  };
  const measured = (
    times: Readonly<Record<string, readonly number[]>>,
    { startedFor = null, counters = ['c1'] }: Partial<Measured> = {},
  ): Measured => ({ times: new Map(Object.entries(times)), counters, startedFor });
  const BOTH = { cash: [60_000], account: [540_000, 600_000] };

  it('serves each service as long as those of its kind took', () => {
    const result = loaded(measured(BOTH));
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.scenario.timesOf({ service: 'cash', segment: 'ordinary' })).toEqual([
      { kind: 'empirical', values: [60_000] },
    ]);
    expect(result.scenario.timesOf({ service: 'account', segment: 'ordinary' })).toEqual([
      { kind: 'empirical', values: [540_000, 600_000] },
    ]);
  });

  it('is refused where the journal cannot be read, or knows nothing of a service, or of none of them', () => {
    expect(textsOf({ why: 'no such folder', isFault: true })).toEqual([
      'etc/day.yaml:8:44: the journal gives no times: no such folder, expected the directory of a journal that is whole',
    ]);
    expect(textsOf(measured({ cash: [60_000] }))).toEqual([
      'etc/day.yaml:7:59: nobody says how long "account" takes, expected an entry in serviceTimes that fits',
    ]);
    expect(textsOf(measured({ loans: [60_000], cards: [1_000] }))).toEqual([
      'etc/day.yaml:8:44: the journal has no service of the scenario, but loans, cards, expected a journal that has them',
    ]);
    expect(textsOf(measured({}))).toEqual([
      'etc/day.yaml:8:44: no service has ended in the journal, expected a journal that has them',
    ]);
  });

  it('takes the times of any branch where it names none, and leaves services that it does not have', () => {
    expect(textsOf(measured({ ...BOTH, loans: [1_000] }, { startedFor: 'south', counters: ['w1'] }))).toEqual([]);
    const named = SCENARIO.replace('./journal }', './journal, journalOf: south }');
    expect(textsOf(measured(BOTH, { startedFor: 'south' }), named)).toEqual([]);
    expect(textsOf(measured(BOTH, { startedFor: 'north' }), named)).toEqual([
      'etc/day.yaml:8:44: the journal is not of south: the last start of lobbyd in it was for north, expected the journal of south, or, where the times of another branch are meant, journalOf: north',
    ]);
  });

  it('of a branch takes the journal of that branch, or of one that it names', () => {
    expect(textsOf(measured(BOTH, { startedFor: 'sh-pujiang-road', counters: ['w1'] }), BRANCHED)).toEqual([]);
    expect(textsOf(measured(BOTH, { startedFor: 'south' }), BRANCHED)).toEqual([
      'etc/day.yaml:9:44: the journal is not of sh-pujiang-road: the last start of lobbyd in it was for south, expected the journal of sh-pujiang-road, or, where the times of another branch are meant, journalOf: south',
    ]);
    const lent = BRANCHED.replace('./journal }', './journal, journalOf: south }');
    expect(textsOf(measured(BOTH, { startedFor: 'south', counters: ['w1'] }), lent)).toEqual([]);
  });

  it('of a branch knows an older journal, which does not say whose it is, by its counters', () => {
    expect(textsOf(measured(BOTH, { counters: ['w1', 'w2'] }), BRANCHED)).toEqual([
      'etc/day.yaml:9:44: the journal is not of sh-pujiang-road: its branch file has none of the counters w1, w2, expected the journal of sh-pujiang-road, or, where the times of another branch are meant, journalOf: the id of that branch',
    ]);
    expect(textsOf(measured(BOTH, { counters: ['w1', 'counter3'] }), BRANCHED)).toEqual([]);
    const lent = BRANCHED.replace('./journal }', './journal, journalOf: south }');
    expect(textsOf(measured(BOTH, { counters: ['w1', 'w2'] }), lent)).toEqual([]);
  });

  it('is refused where it says whose journal it is, and names none', () => {
    const named = SCENARIO.replace('kind: empirical, journal: ./journal', 'kind: exponential, journalOf: south');
    expect(textsOf(measured(BOTH), named)).toEqual([
      'etc/day.yaml:8:37: there is no journal, expected journal: its directory',
    ]);
  });
});

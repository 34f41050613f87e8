import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Millis, minutes } from '../../src/clock.ts';
import type { Hall } from '../stand/hall.ts';
import { type Closer, openScene, type Scene } from '../stand/scene.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks, pathOf } from '../tools.ts';

const DAY: Millis = minutes(24 * 60);

/** The wall clock of one program, which a test may set while it runs. Its monotonic clock is left alone, as the kernel does. */
interface SetClock {
  /** Words that run the program. */
  readonly before: readonly string[];
  /** The file that a time service makes when the clock is right. */
  readonly synchronised: string;
  /** So many days ahead of the real clock. */
  setDays(ahead: number): void;
  trust(isRight: boolean): void;
}

function openSetClock(test: Closer): SetClock {
  const folder = mkdtempSync(join(tmpdir(), 'lobbyd-clock-'));
  test.onTestFinished(async () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'time');
  const synchronised = join(folder, 'synchronised');
  const setDays = (ahead: number): void => writeFileSync(file, `${ahead < 0 ? '' : '+'}${ahead * 86_400}\n`);
  setDays(0);
  return {
    before: [
      'env',
      `LD_PRELOAD=${pathOf('libfaketime')}`,
      `FAKETIME_TIMESTAMP_FILE=${file}`,
      'FAKETIME_NO_CACHE=1',
      'FAKETIME_DONT_FAKE_MONOTONIC=1',
    ],
    synchronised,
    setDays,
    trust: (isRight) => (isRight ? writeFileSync(synchronised, '') : rmSync(synchronised, { force: true })),
  };
}

interface Line {
  readonly at: number;
  readonly offset: number;
  readonly trusted: boolean;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const recordsOf = async (hall: Hall): Promise<readonly Line[]> =>
  (await hall.export()).map((line) => JSON.parse(line) as Line);
const bodiesOf = (records: readonly Line[], type: string): readonly Line['body'][] =>
  records.filter((record) => record.type === type).map(({ body }) => body);
/** Waits for so many settings of the clock. */
const clockSet = ({ hall, reader }: Scene, count: number): Promise<unknown> =>
  hall.until(`the clock was set ${count} times`, () => {
    const set = [...reader.events.values()].filter(({ type }) => type.endsWith('clock-set'));
    return set.length >= count;
  });
/** The date in Shanghai, so many days ahead of now; the day begins at three. */
const dateIn = (days: number, now: Millis): string =>
  new Date(now + days * DAY + 5 * minutes(60)).toISOString().slice(0, 10);
/** Time of day and date on a slip: `2026-01-05 10:00`. */
const DATE = /\d{4}-\d\d-\d\d \d\d:\d\d/;

describe.skipIf(lacks('socat', 'mosquitto', 'libfaketime')).concurrent('the clock of a running machine', () => {
  it('jumps a day forward and back: the day rolls over once, no wait is negative or a day long', async (context) => {
    const set = openSetClock(context);
    const started = Date.now();
    const scene = await openScene(context, { before: set.before, clock: 'trust: always, checkEvery: 1s' });
    const { hall, openCounters, take, press } = scene;
    await openCounters(1);
    await take(1, 'A001');
    set.setDays(1);
    await clockSet(scene, 2);
    await press(1, 'next', 'A001 CALLED');
    await press(1, 'start', 'A001 SERVING');
    await take(1, 'A002');
    set.setDays(0);
    await clockSet(scene, 3);
    await take(1, 'A003');
    await press(1, 'finish', 'OK A001');
    await press(1, 'next', 'A002 CALLED');
    await hall.until('three slips', () => hall.slips.length === 3);
    const days = hall.slips.map((slip) => DATE.exec(slip.join())?.[0]?.slice(0, 10));
    expect(new Set(days).size).toBe(2);
    expect(days[0]).toBe(days[2]);
    expect(await verdict(scene)).toEqual([]);
    const records = await recordsOf(hall);
    expect(bodiesOf(records, 'day-opened').map(({ day }) => day)).toEqual([dateIn(0, started), dateIn(1, started)]);
    const times = records.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    for (const { waited } of bodiesOf(records, 'called')) {
      expect(waited).toBeGreaterThanOrEqual(0);
      expect(waited).toBeLessThan(DAY / 2);
    }
    expect(
      hall
        .run()
        .log()
        .filter(({ code }) => code === 'branch/clock-behind'),
    ).toHaveLength(1);
    expect(await hall.run().stop()).toMatchObject({ code: 0 });
  });

  it('is not believed at the start: tickets without a time, a day without a date, until the time service has set it', async (context) => {
    const set = openSetClock(context);
    const started = Date.now();
    // As a Pi without a hardware clock that was off for a while.
    set.setDays(-400);
    const clock = `trust: synchronised, synchronisedFile: ${set.synchronised}, checkEvery: 1s`;
    const scene = await openScene(context, { before: set.before, clock });
    const { hall, openCounters, take, press } = scene;
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    expect(hall.slips[0]?.join()).not.toMatch(DATE);
    set.setDays(0);
    set.trust(true);
    await hall.until('the day', () =>
      hall
        .run()
        .log()
        .some(({ day }) => day === dateIn(0, started)),
    );
    await take(1, 'A002');
    await hall.until('the second slip', () => hall.slips.length === 2);
    expect(hall.slips[1]?.join()).toMatch(DATE);
    await press(1, 'next', 'A001 CALLED');
    // The time server is lost again: no time is told that nobody vouches for.
    set.trust(false);
    await clockSet(scene, 3);
    await take(1, 'A003');
    await hall.until('the third slip', () => hall.slips.length === 3);
    expect(hall.slips[2]?.join()).not.toMatch(DATE);
    expect(await verdict(scene)).toEqual([]);
    const records = await recordsOf(hall);
    expect(bodiesOf(records, 'day-opened').map(({ day }) => day)).toEqual([null, dateIn(0, started)]);
    for (const { waited } of bodiesOf(records, 'called')) expect(waited).toBeLessThan(DAY / 2);
  });
});

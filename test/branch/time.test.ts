import { afterEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand, textOf } from './stand.ts';

const HOUR = minutes(60);
const DAY = 24 * HOUR;
/** A Monday, 10:00 in Shanghai. */
const MONDAY = Date.UTC(2026, 0, 5, 2);
const TIME_OF_DAY = /\d\d:\d\d/;

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  if (stand.isRunning) {
    expectDevicesRight(stand);
    expectRetainedRight(stand);
    await stand.stop();
  }
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

async function open(start: number, isTrusted = true, ...edits: readonly Edit[]): Promise<void> {
  stand = await openStand({ config: smallBranch(...edits), start });
  stand.clock.setTrusted(isTrusted);
  await stand.start();
  await stand.pass(seconds(3));
  await keys('pause');
}

async function keys(...names: string[]): Promise<void> {
  for (const name of names) {
    await stand.act('keypad1', `press ${name}`);
    await stand.pass(seconds(1));
  }
}

/** A customer takes a number; the slip's text. */
async function take(button = 1): Promise<readonly string[]> {
  const before = stand.slips.length;
  await stand.act('panel1', `press ${button}`);
  await stand.pass(seconds(3));
  const slip = stand.slips[before];
  return slip ? textOf(slip) : [];
}

const days = async (): Promise<(string | null)[]> => (await stand.eventsOf('day-opened')).map(({ day }) => day);
const labels = async (): Promise<string[]> => (await stand.eventsOf('issued')).map(({ label }) => label);
const until = (wall: number): Promise<void> => stand.pass(wall - stand.clock.wall());

/** Time passes while the current of all devices is off, as in many branches by night: a day of polls tells nothing new. */
async function inTheDark(by: number): Promise<void> {
  for (const wire of stand.wires.values()) wire.pull();
  await stand.pass(by);
  for (const wire of stand.wires.values()) wire.plug();
  await stand.pass(seconds(10));
}

/** What was told the whole day in branch time: no wait is negative, time never goes back. */
async function expectTimeGoesOn(): Promise<void> {
  const times = (await stand.journal()).map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  for (const { waited } of await stand.eventsOf('called')) expect(waited).toBeLessThan(DAY / 2);
}

describe('the clock of the machine is set in the middle of the day', () => {
  it('a day forward and back again: the days go on forward, numbers are not issued twice, nobody waits a day', async () => {
    await open(MONDAY);
    expect(await take()).toContain('A001');
    stand.clock.setWall(stand.clock.wall() + DAY);
    await stand.pass(seconds(12));
    const tuesday = await take();
    expect(tuesday).toContain('A002');
    expect(tuesday.join()).toContain('2026-01-06 10:0');
    await keys('next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    stand.clock.setWall(stand.clock.wall() - DAY);
    await stand.pass(seconds(12));
    const back = await take();
    expect(back).toContain('A003');
    expect(back.join()).toContain('2026-01-05 10:0');
    expect(await days()).toEqual(['2026-01-05', '2026-01-06']);
    await keys('next', 'next', 'finish');
    await expectTimeGoesOn();
  });

  it('a day back: the day that is open stays open, and the next one opens when its date has come', async () => {
    await open(MONDAY);
    await take();
    stand.clock.setWall(MONDAY - DAY);
    await stand.pass(minutes(1));
    expect(await take()).toContain('A002');
    expect(await days()).toEqual(['2026-01-05']);
    stand.clock.setWall(MONDAY + DAY);
    await stand.pass(seconds(12));
    expect(await days()).toEqual(['2026-01-05', '2026-01-06']);
    await expectTimeGoesOn();
  });

  it('while the controller is off: a clock that went back does not make waits negative', async () => {
    await open(MONDAY);
    await take();
    stand.kill();
    stand.clock.setWall(MONDAY - 2 * DAY);
    await stand.start();
    await stand.pass(seconds(3));
    await keys('next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    await expectTimeGoesOn();
    expect(await days()).toEqual(['2026-01-05']);
  });
});

describe('a controller whose clock cannot be believed', () => {
  it('issues and calls without a time of day, in a day without a date, that goes on until the clock is right', async () => {
    await open(0, false);
    const slip = await take();
    expect(slip).toContain('A001');
    expect(slip.join()).not.toMatch(TIME_OF_DAY);
    expect(slip.at(-1)).toMatch(/^\[lobbyd:1:small:-:A001:/);
    await inTheDark(HOUR / 2);
    await keys('next', 'start');
    expect(await take()).toContain('A002');
    expect(await days()).toEqual([null]);
    expect(stand.retained().get('branch')).toMatchObject({ day: null, clock: { isTrusted: false } });

    stand.clock.setWall(MONDAY);
    stand.clock.setTrusted(true);
    await stand.pass(seconds(12));
    expect(await days()).toEqual([null, '2026-01-05']);
    const later = await take();
    expect(later).toContain('A003');
    expect(later.join()).toContain('2026-01-05 10:00');
    await keys('finish', 'next');
    expect(stand.view('display1')).toMatchObject({ text: 'A002' });
    await expectTimeGoesOn();
  });

  it('after a day that had a date: no day rolls over, numbers go on, slips say no time', async () => {
    await open(Date.UTC(2026, 0, 5, 18, 45));
    await take();
    stand.kill();
    stand.clock.setWall(0);
    stand.clock.setTrusted(false);
    await stand.start();
    await stand.pass(seconds(3));
    const slip = await take();
    expect(slip).toContain('A002');
    expect(slip.join()).not.toMatch(TIME_OF_DAY);
    expect(stand.retained().get('branch')).toMatchObject({ day: '2026-01-05', clock: { isTrusted: false } });
    await inTheDark(HOUR / 2);
    expect(await days()).toEqual(['2026-01-05']);
    expect(await take()).toContain('A003');
    stand.clock.setWall(MONDAY + DAY);
    stand.clock.setTrusted(true);
    await stand.pass(seconds(12));
    expect(await days()).toEqual(['2026-01-05', '2026-01-06']);
  });

  it('that loses its time server in mid-day prints no time from that moment on', async () => {
    await open(MONDAY);
    expect((await take()).join()).toContain('2026-01-05 10:00');
    stand.clock.setTrusted(false);
    expect((await take()).join()).not.toMatch(TIME_OF_DAY);
    await stand.pass(seconds(12));
    expect((await stand.eventsOf('clock-set')).map(({ isTrusted }) => isTrusted)).toEqual([true, false]);
  });
});

describe('nights', () => {
  const berlin = ['timeZone: Asia/Shanghai', 'timeZone: Europe/Berlin'] as const;

  it('a visit over the end of the day waits on, is called the next day, and its number is not issued while it lives', async () => {
    await open(Date.UTC(2026, 0, 5, 18, 50));
    expect(await take()).toContain('A001');
    expect(await take()).toContain('A002');
    await keys('next', 'start');
    await until(Date.UTC(2026, 0, 5, 19, 0) - 1);
    expect(await days()).toEqual(['2026-01-05']);
    await stand.pass(seconds(2));
    expect(await days()).toEqual(['2026-01-05', '2026-01-06']);
    const slip = await take();
    expect(slip).toContain('A003');
    expect(slip.join()).toContain('2026-01-06 03:00');
    await keys('finish');
    expect(await take(2)).toContain('B001');
    await keys('next', 'finish', 'next', 'finish');
    expect(await labels()).toEqual(['A001', 'A002', 'A003', 'B001']);
    stand.kill();
    await stand.start();
    await stand.pass(seconds(2));
    const calls = (await stand.eventsOf('called')).map(({ label }) => label);
    expect(calls).toEqual(['A001', 'A002', 'A003']);
    await expectTimeGoesOn();
  });

  it('numbers begin anew each day, past those that are still alive', async () => {
    await open(Date.UTC(2026, 0, 5, 18, 50));
    for (const _ of [1, 2, 3]) await take();
    await keys('3', 'enter', 'finish', '1', 'enter', 'finish');
    await until(Date.UTC(2026, 0, 5, 19, 0, 1));
    for (const _ of [1, 2]) await take();
    expect(await labels()).toEqual(['A001', 'A002', 'A003', 'A001', 'A003']);
    await keys('next');
    expect(stand.view('display1')).toMatchObject({ text: 'A002' });
  });

  it('the night in March that leaves out the start of the day begins it when the clocks jump', async () => {
    const atHalfPastTwo = ['dayStartsAt: "03:00"', 'dayStartsAt: "02:30"'] as const;
    await open(Date.UTC(2026, 2, 29, 0, 50), true, berlin, atHalfPastTwo);
    expect((await take()).join()).toContain('2026-03-29 01:50');
    expect(await days()).toEqual(['2026-03-28']);
    await until(Date.UTC(2026, 2, 29, 1, 0, 2));
    expect(await days()).toEqual(['2026-03-28', '2026-03-29']);
    expect((await take()).join()).toContain('2026-03-29 03:00');
    await keys('next', 'next', 'finish');
    await expectTimeGoesOn();
  });

  it('the night in October that shows the start of the day twice begins it once', async () => {
    const atHalfPastTwo = ['dayStartsAt: "03:00"', 'dayStartsAt: "02:30"'] as const;
    await open(Date.UTC(2026, 9, 25, 0, 20), true, berlin, atHalfPastTwo);
    expect((await take()).join()).toContain('2026-10-25 02:20');
    await until(Date.UTC(2026, 9, 25, 0, 30, 2));
    expect(await days()).toEqual(['2026-10-24', '2026-10-25']);
    await inTheDark(Date.UTC(2026, 9, 25, 1, 35) - stand.clock.wall());
    expect(await days()).toEqual(['2026-10-24', '2026-10-25']);
    expect((await take()).join()).toContain('2026-10-25 02:35');
    await expectTimeGoesOn();
  });
});

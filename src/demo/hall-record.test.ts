import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { minutes, seconds } from '../clock.ts';
import { type HallRecord, hallRecord } from './hall-record.ts';
import type { HeardEvent } from './mqtt-tap.ts';
import { type HallSample, SAMPLES_MOST } from './stage.ts';

const NOON = Date.UTC(2026, 4, 4, 12);

let clock: FakeClock;
let record: HallRecord;
let told: HallSample[];
beforeEach(() => {
  clock = fakeClock(NOON);
  told = [];
  record = hallRecord({ clock, onChange: (sample) => void told.push(sample) });
});

function hear(type: string, data: HeardEvent['data'] = {}, time: number | null = clock.wall()): void {
  record.event({ type, data, time, message: { topic: '', text: '', seq: null, at: 0 } });
}
const queue = (service: string, waiting: number): void => record.state(`queue/${service}`, { service, waiting });
const window = (counter: string, status: string | null): void =>
  record.state(`counter/${counter}`, { counter, ticket: status === null ? null : { label: 'A001', status } });

describe('the people in the hall', () => {
  it('are those who wait, those who are called and those who are served, as the retained states tell', async () => {
    queue('cash', 3);
    queue('account', 1);
    window('counter1', 'called');
    window('counter2', 'serving');
    window('counter3', 'serving');
    window('counter4', null);
    await clock.advance(100);
    expect(told).toEqual([{ at: NOON, waiting: { cash: 3, account: 1 }, called: 1, serving: 2, inHall: 7 }]);
    expect(record.samples()).toEqual(told);
  });

  it('make one sample each half a minute, which stands for the newest in it', async () => {
    queue('cash', 1);
    await clock.advance(seconds(20));
    queue('cash', 2);
    await clock.advance(seconds(5));
    expect(told.map(({ at, inHall }) => [at - NOON, inHall])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(record.samples().map(({ inHall }) => inHall)).toEqual([2]);
    await clock.advance(seconds(70));
    expect(record.samples().map(({ at, inHall }) => [at - NOON, inHall])).toEqual([
      [0, 2],
      [seconds(30), 2],
      [seconds(60), 2],
      [seconds(90), 2],
    ]);
  });

  it('are remembered for an hour', async () => {
    queue('cash', 1);
    await clock.advance(minutes(150));
    const samples = record.samples();
    expect(samples).toHaveLength(SAMPLES_MOST);
    expect((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)).toBe(seconds(30) * (SAMPLES_MOST - 1));
  });

  it.each([
    ['device/printer1', { service: 'cash', waiting: 9 }],
    ['queue/cash', { service: 'cash' }],
    ['queue/cash', null],
    ['counter/counter1', { counter: 'counter1', ticket: { status: 'lost' } }],
  ])('are not told by what is no such state: %s %j', async (thing, state) => {
    queue('cash', 1);
    record.state(thing, state);
    await clock.advance(seconds(1));
    expect(record.samples()).toMatchObject([{ inHall: 1 }]);
  });

  it('are let go when nobody looks any more', async () => {
    queue('cash', 1);
    await clock.advance(seconds(1));
    record.stop();
    queue('cash', 2);
    expect(clock.pending()).toBe(0);
  });
});

describe('the totals of a day', () => {
  it('count what came to pass, with the mean and the longest wait of all who were called', () => {
    for (let count = 0; count < 4; count += 1) hear('ticket-issued');
    hear('ticket-called', { waited: minutes(2) });
    hear('ticket-called', { waited: minutes(6) });
    hear('ticket-finished');
    hear('ticket-no-show');
    hear('ticket-transferred');
    hear('print-ended');
    expect(record.totals()).toEqual({
      issued: 4,
      served: 1,
      noShows: 1,
      transferred: 1,
      meanWait: minutes(4),
      longestWait: minutes(6),
    });
  });

  it('begin anew with the day', () => {
    hear('ticket-issued');
    hear('ticket-called', { waited: 60 });
    hear('day-opened');
    hear('ticket-called', { waited: 20 });
    expect(record.totals()).toMatchObject({ issued: 0, meanWait: 20, longestWait: 20 });
  });
});

describe("the branch's clock", () => {
  it('is the wall clock until an event says otherwise', () => {
    expect(record.branchTime()).toEqual({ at: NOON, speed: 1 });
  });

  it('goes on from the last event, as fast as the daemon said at its start', async () => {
    hear('daemon-started', { branchSpeed: 20 }, NOON + minutes(90));
    await clock.advance(seconds(3));
    expect(record.branchTime()).toEqual({ at: NOON + minutes(91), speed: 20 });
    hear('daemon-started', {}, NOON + minutes(95));
    await clock.advance(seconds(3));
    expect(record.branchTime()).toEqual({ at: NOON + minutes(95) + seconds(3), speed: 1 });
  });

  it('is not turned back by an event that took its time, but by a clock that was set', async () => {
    hear('ticket-issued', {}, NOON);
    await clock.advance(seconds(30));
    hear('ticket-issued', {}, NOON + seconds(10));
    expect(record.branchTime().at).toBe(NOON + seconds(30));
    hear('ticket-issued', {}, NOON - minutes(60));
    expect(record.branchTime().at).toBe(NOON - minutes(60));
    hear('ticket-issued', {}, null);
    expect(record.branchTime().at).toBe(NOON - minutes(60));
  });

  it('makes samples so many times as often', async () => {
    hear('daemon-started', { branchSpeed: 20 }, NOON);
    queue('cash', 1);
    await clock.advance(seconds(6));
    expect(record.samples().map(({ at }) => (at - NOON) / seconds(30))).toEqual([0, 1, 2, 3, 4]);
  });
});

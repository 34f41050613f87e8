import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { type BranchNews, branchNews } from './branch-news.ts';
import type { StagedAlert, StagedHealth } from './stage.ts';

let clock: FakeClock;
let news: BranchNews;
let healths: StagedHealth[];
let told: string[];
beforeEach(() => {
  clock = fakeClock(1_000);
  healths = [];
  told = [];
  news = branchNews({
    clock,
    onHealth: (health) => void healths.push(health),
    onAlert: ({ code, text, over }: StagedAlert) =>
      void told.push(`${over === null ? '' : 'over: '}${code}: ${text.en}`),
  });
});

function device(id: string, state: string, reason: string | null = null, conditions: readonly string[] = []): void {
  news.state(`device/${id}`, { device: id, state, reason, conditions });
}
const log = (level: string, code: string, msg: string): void => news.logged(JSON.stringify({ level, code, msg }));

describe('what the branch says of its devices', () => {
  it('is heard once, with the moment since when it is so', async () => {
    device('printer1', 'running');
    await clock.advance(500);
    device('printer1', 'running');
    device('printer1', 'running', null, ['paper-out']);
    expect(healths.map(({ conditions, since }) => [conditions.join(), since])).toEqual([
      ['', 1_000],
      ['paper-out', 1_500],
    ]);
    expect(news.health('printer1')?.conditions).toEqual(['paper-out']);
    expect(news.healths()).toHaveLength(1);
  });

  it('makes an alert with its beginning and its end of each condition', () => {
    device('printer1', 'running', null, ['paper-near-end']);
    device('printer1', 'running', null, ['paper-near-end', 'cover-open']);
    device('printer1', 'running', null, ['cover-open']);
    device('printer1', 'running');
    expect(told).toEqual([
      'paper-near-end: printer1: paper nearly used up',
      'cover-open: printer1: cover open',
      'over: paper-near-end: printer1: paper nearly used up',
      'over: cover-open: printer1: cover open',
    ]);
    const alerts = news.alerts.all();
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(2);
    expect(alerts[0]?.text['zh-CN']).toBe('printer1：上盖打开');
  });

  it('makes one alert of a device that is away, however often it is tried', () => {
    device('bus1', 'backing-off', 'no such port');
    device('bus1', 'opening', 'no such port');
    device('bus1', 'backing-off', 'no such port');
    device('keypad2', 'opening');
    device('bus1', 'running');
    expect(told).toEqual(['device-lost: bus1 is away: no such port', 'over: device-lost: bus1 is away: no such port']);
  });

  it('takes nothing that is no such state', () => {
    news.state('device/x', { device: 'x', state: 'dreaming' });
    news.state('queue/cash', { device: 'x', state: 'running', reason: null, conditions: [] });
    news.state('device/x', null);
    expect(healths).toEqual([]);
  });
});

describe("the daemon's log", () => {
  it('tells that the broker is away, once, until it is back', () => {
    log('warn', 'mqtt/lost', 'the connection is gone');
    log('warn', 'mqtt/unreachable', 'no connection: refused');
    log('info', 'mqtt/lost', 'connected again');
    log('info', 'mqtt/unreachable', 'connected again');
    expect(told).toEqual([
      'broker-away: broker away, the branch works on: the connection is gone',
      'broker-away: broker away, the branch works on: no connection: refused',
      'over: broker-away: broker away, the branch works on: no connection: refused',
    ]);
    expect(news.alerts.all()).toHaveLength(1);
  });

  it('is not waited for when something comes by way of the broker', () => {
    log('warn', 'mqtt/lost', 'gone');
    news.reached();
    expect(news.alerts.standing('broker')).toBeNull();
  });

  it('tells that the journal cannot be written; a daemon that starts anew says so again', () => {
    log('error', 'journal/disk-full', 'the disk is full');
    expect(news.alerts.standing('journal')?.text.en).toContain('the disk is full');
    news.lives({ state: 'starting', text: '' });
    expect(news.alerts.standing('journal')).toBeNull();
  });

  it.each([
    '{"level":"warn","msg":"no code"}',
    '{"level":"warn","code":"device/lost","msg":"a device"}',
    '{"level":"warn","code":"mqtt/withheld","msg":"complaints"}',
    'Segmentation fault "code"',
  ])('makes no alert of %s', (line) => {
    news.logged(line);
    expect(told).toEqual([]);
  });
});

describe('the life of the daemon', () => {
  it('makes an alert of its end until it runs again', () => {
    news.lives({ state: 'running', text: 'runs' });
    news.lives({ state: 'stopped', text: 'ended by SIGKILL' });
    news.lives({ state: 'starting', text: 'starts' });
    expect(told).toEqual(['daemon-gone: ended by SIGKILL']);
    news.lives({ state: 'running', text: 'runs' });
    expect(told.at(-1)).toBe('over: daemon-gone: ended by SIGKILL');
  });
});

it('a keypad that waits for the disk makes an alert for as long as it does', () => {
  for (const isWaiting of [false, true, true, false]) news.waits(isWaiting);
  expect(told).toEqual([
    'disk-slow: the disk is slow: keypads say WAIT',
    'over: disk-slow: the disk is slow: keypads say WAIT',
  ]);
});

it('alerts that are over are kept for a while, the newest first, and no more than are read', () => {
  for (let count = 0; count < 30; count += 1) {
    device(`device${count}`, 'backing-off', 'gone');
    device(`device${count}`, 'running');
  }
  device('printer1', 'running', null, ['paper-out']);
  const alerts = news.alerts.all();
  expect(alerts).toHaveLength(21);
  expect(alerts.slice(0, 2).map(({ device: id }) => id)).toEqual(['printer1', 'device29']);
});

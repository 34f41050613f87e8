import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { minutes, seconds } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { Draft } from '../journal/store.ts';
import { healthEvents } from './health.ts';
import { recordHealth } from './health-recorder.ts';
import { startBranchTime } from './time.ts';

const health = (
  state: DeviceHealth['state'],
  reason: string | null = null,
  conditions: DeviceHealth['conditions'] = [],
): DeviceHealth => ({ device: 'printer1', state, reason, conditions, since: 0 });

describe('what a device went through', () => {
  it.each([
    ['came up', null, health('running', 'TM-T88'), ['device-running']],
    ['is still up', health('running'), health('running'), []],
    ['was lost', health('running'), health('backing-off', 'no answer'), ['device-lost']],
    ['is still lost at the next try', health('opening', 'no answer'), health('backing-off', 'no answer'), []],
    ['was never there', health('opening'), health('backing-off', 'no such port'), ['device-lost']],
    ['came back', health('identifying', 'no answer'), health('running'), ['device-running']],
    ['ran out of paper', health('running'), health('running', null, ['paper-out']), ['condition-raised']],
    ['got paper', health('running', null, ['paper-out']), health('running'), ['condition-cleared']],
    [
      'swapped conditions',
      health('running', null, ['paper-near-end']),
      health('running', null, ['paper-out']),
      ['condition-raised', 'condition-cleared'],
    ],
  ] as const)('%s', (_what, before, after, expected) => {
    expect(healthEvents(before, after).map(({ type }) => type)).toEqual(expected);
  });
});

describe('the health recorder', () => {
  function stand(written: Draft[][] = []) {
    const clock = fakeClock();
    const disk = { isFull: false };
    const recorder = recordHealth({
      branch: 'north',
      clock,
      time: startBranchTime(clock, null),
      async record(drafts) {
        if (disk.isFull) return false;
        written.push([...drafts]);
        return true;
      },
    });
    const types = () => written.flat().map(({ type }) => type);
    return { clock, disk, recorder, types };
  }

  it('writes each change once, in order, and first whose journal it is', async () => {
    const written: Draft[][] = [];
    const { clock, recorder, types } = stand(written);
    recorder.report(health('opening'));
    recorder.report(health('running'));
    await clock.advance(0);
    recorder.report(health('running', null, ['paper-out']));
    recorder.report(health('running', null, ['paper-out']));
    await clock.advance(0);
    expect(types()).toEqual(['daemon-started', 'device-running', 'condition-raised']);
    expect(written[0]?.[0]?.body).toEqual({ branch: 'north' });
  });

  it('writes only what is true in the end when the disk was full for a while', async () => {
    const { clock, disk, recorder, types } = stand();
    disk.isFull = true;
    for (let time = 0; time < 5; time += 1) {
      recorder.report(health('running'));
      recorder.report(health('backing-off', 'no answer'));
      await clock.advance(minutes(1));
    }
    expect(types()).toEqual([]);
    disk.isFull = false;
    await clock.advance(seconds(2));
    expect(types()).toEqual(['daemon-started', 'device-lost']);
  });

  it('says at each start that what was told before is void: paper may have come while nobody watched', async () => {
    const written: Draft[][] = [];
    const first = stand(written);
    first.recorder.report(health('running', null, ['paper-out']));
    await first.clock.advance(0);
    first.recorder.stop();
    const second = stand(written);
    second.recorder.report(health('opening'));
    second.recorder.report(health('running'));
    await second.clock.advance(0);
    expect(second.types()).toEqual([
      'daemon-started',
      'device-running',
      'condition-raised',
      'daemon-started',
      'device-running',
    ]);
  });

  it('tells listeners at once, and holds the newest of each device', () => {
    const { recorder } = stand();
    const heard: string[] = [];
    const stop = recorder.onReport(({ state }) => heard.push(state));
    recorder.report(health('opening'));
    recorder.report(health('running'));
    stop();
    recorder.report(health('closed'));
    expect(heard).toEqual(['opening', 'running']);
    expect(recorder.all()).toEqual([health('closed')]);
  });
});

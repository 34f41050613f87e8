import { expect, test } from 'vitest';
import { fakeBranch } from '../branch/port.fake.ts';
import { fakeClock } from '../clock.fake.ts';
import { liveStandards } from './live-standards.ts';

const recalled = { type: 'recalled', ticket: 1, label: 'A001', times: 1, counter: 'c1' } as const;

test('the record that is shown goes on with the branch, another one at most once a minute', async () => {
  const clock = fakeClock();
  const branch = { ...fakeBranch(), committedSeq: 7 };
  const live = liveStandards();
  const shown: number[] = [];
  live.onShown(() => void shown.push(live.shown().kept.all.recalls));
  const stop = live.follow(branch, clock);
  expect([live.shown().seq, shown]).toEqual([7, [0]]);
  branch.committedSeq = 9;
  for (let press = 0; press < 3; press += 1) {
    branch.commit(recalled);
    await clock.advance(1_000);
  }
  expect([live.shown().seq, shown]).toEqual([7, [0]]);
  await clock.advance(57_000);
  expect([live.shown().seq, shown]).toEqual([9, [0, 3]]);
  await clock.advance(600_000);
  branch.commit();
  await clock.advance(600_000);
  expect(shown).toEqual([0, 3]);
  stop();
  branch.commit(recalled);
  await clock.advance(600_000);
  expect(shown).toEqual([0, 3]);
});

import { expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { minutes } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import { freeBytes, watchDisk } from './disk-watch.ts';

async function stand(free: number | null) {
  const clock = fakeClock();
  const disk = { free, bound: 1_000 as number | null };
  const reports: DeviceHealth[] = [];
  const stop = watchDisk({
    clock,
    health: { report: (health) => void reports.push(health) },
    live: {
      get config() {
        return { journalFree: disk.bound };
      },
    },
    free: async () => disk.free,
  });
  const look = async (left: number | null): Promise<readonly string[]> => {
    disk.free = left;
    await clock.advance(minutes(1));
    return reports.map(({ conditions }) => conditions.join() || 'well');
  };
  await clock.advance(0);
  return { disk, reports, look, stop };
}

it('a disk that is nearly full is told of once, and over once there is a quarter more than enough', async () => {
  const { look, reports } = await stand(5_000);
  expect(reports).toEqual([]);
  expect(await look(1_000)).toEqual([]);
  expect(await look(999)).toEqual(['disk-nearly-full']);
  expect(await look(10)).toEqual(['disk-nearly-full']);
  expect(await look(1_249)).toEqual(['disk-nearly-full']);
  expect(await look(1_250)).toEqual(['disk-nearly-full', 'well']);
  expect(reports.every(({ device }) => device === 'journal')).toBe(true);
});

it('a disk of which the system says nothing changes nothing, and one that nobody asks about any more is well', async () => {
  const { look, disk } = await stand(10);
  expect(await look(null)).toEqual(['disk-nearly-full']);
  disk.bound = null;
  expect(await look(10)).toEqual(['disk-nearly-full', 'well']);
});

it('nobody looks after the stop', async () => {
  const { look, stop } = await stand(5_000);
  stop();
  expect(await look(10)).toEqual([]);
});

it('the system tells how much is free where there is such a folder', async () => {
  expect(await freeBytes('/')).toBeGreaterThan(0);
  expect(await freeBytes('/no/such/folder')).toBeNull();
});

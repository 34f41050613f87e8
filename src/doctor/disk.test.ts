import { describe, expect, it } from 'vitest';
import type { Config } from '../config/config.ts';
import { load } from '../config/spec.ts';
import { type DiskTrial, examineDisk } from './disk.ts';
import { fakeMachine, fakeNode } from './machine.fake.ts';

const FOLDER = '/var/lib/lobbyd';
const OWNER = { name: 'lobbyd', uid: 999, group: 999, groups: new Set([999]) };
const config: Config = { ...(load({}) as { readonly config: Config }).config, journalDirectory: FOLDER };

/** Finds what is to be found at a disk whose writes take so long, ms: the last time is that of all further ones. */
async function examine({
  mounts = '/dev/root / ext4 rw 0 0\n',
  writes = [1],
  fails = false,
}: {
  readonly mounts?: string;
  readonly writes?: readonly number[];
  readonly fails?: boolean;
}) {
  let now = 0;
  const seen = { writes: 0, closes: 0 };
  const trial: DiskTrial = {
    async sync() {
      if (fails) throw Object.assign(new RangeError('EIO: i/o error, write'), { code: 'EIO' });
      now += writes[Math.min(seen.writes, writes.length - 1)] ?? 0;
      seen.writes += 1;
    },
    async close() {
      seen.closes += 1;
    },
  };
  const found = await examineDisk(config, {
    machine: fakeMachine({
      texts: { '/proc/self/mounts': mounts },
      node: () => fakeNode({ kind: 'directory', uid: 999, mode: 0o750 }),
    }),
    owner: OWNER,
    clock: { monotonic: () => now, wall: () => 0, isWallTrusted: () => true, after: () => ({ cancel() {} }) },
    syncs: async () => trial,
  });
  return { ids: found.map(({ id }) => id), what: found[0]?.what, ...seen };
}

describe('the disk of the journal', () => {
  const quick = Array<number>(99).fill(1);

  it.each([
    [250, 'disk/slow'],
    [249, 'disk/ok'],
  ])('that takes %d ms for one write in a hundred is %s', async (slowest, id) => {
    const { ids, what, closes } = await examine({ writes: [slowest, ...quick] });
    expect([ids, closes]).toEqual([[id], 1]);
    expect(what).toContain(`after 1.0 ms (half of 100), ${slowest}.0 ms (99 of 100)`);
  });

  it('is not kept busy for longer than four seconds, however slow it is', async () => {
    expect(await examine({ writes: [1_500] })).toMatchObject({ ids: ['disk/slow'], writes: 3 });
    expect(await examine({ writes: [9_000] })).toMatchObject({ ids: ['disk/slow'], writes: 1 });
  });

  it('that takes no write is failing, and the trial ends all the same', async () => {
    expect(await examine({ fails: true })).toMatchObject({ ids: ['disk/failing'], closes: 1 });
  });

  it.each([
    ['/dev/mmcblk0p2 / ext4 rw 0 0\n/dev/sda1 /var/lib/lobbyd ext4 ro 0 0\n', 'disk/not-writable'],
    // Listed in the order of the mounting: the nearest counts, not the last.
    ['/dev/sda1 /var/lib/lobbyd ext4 rw 0 0\n/dev/mmcblk0p2 / ext4 ro 0 0\n', 'disk/ok'],
    [
      '/dev/root / ext4 rw 0 0\n/dev/sda1 /var/lib/lobbyd ext4 rw 0 0\n/dev/sda1 /var/lib/lobbyd ext4 ro 0 0\n',
      'disk/not-writable',
    ],
    ['/dev/root / ext4 rw 0 0\n/dev/sda1 /var/lib/lob ext4 ro 0 0\n', 'disk/ok'],
    ['/dev/root / ext4 rw 0 0\ntmpfs /var/lib tmpfs rw 0 0\n', 'disk/in-memory'],
    ['/dev/root / ext4 rw,norelatime,rootcontext=x 0 0\n', 'disk/ok'],
  ])('is the one that is mounted nearest to it: %j', async (mounts, id) => {
    expect((await examine({ mounts })).ids).toEqual([id]);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayNotMount, mountSmallDisk } from '../stand/disk.ts';
import { settled } from '../stand/hall.ts';
import { kioskTellsOfDisk, openScene, peopleOf } from '../stand/scene.ts';
import { openServed } from '../stand/served.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

describe.skipIf(lacks('socat', 'mosquitto') || mayNotMount()).concurrent('a branch whose disk is full', () => {
  it('says so on keypad and kiosk, does nothing by halves, and goes on by itself when there is room', async (context) => {
    const disk = mountSmallDisk();
    context.onTestFinished(() => disk.remove());
    const scene = await openScene(context, { journalDirectory: disk.directory });
    const { hall, openCounters, take, press, sign } = scene;
    const { views } = hall;
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);

    disk.fill();
    // What was freed in -wal may take a few more records.
    for (let key = 0; key < 500 && views.pad(1).line2 !== 'DISK FULL: HELP!'; key += 1) {
      hall.act('keypad1', 'press finish');
      await hall.until('the pad answers', () => views.pad(1).unacknowledged.length === 0);
    }
    expect(views.pad(1).line2).toBe('DISK FULL: HELP!');
    await kioskTellsOfDisk(hall, /^DISK FULL: HELP!$/);
    expect(views.panel.line2).toBe('PLEASE ASK STAFF');
    await press(1, 'next', 'DISK FULL: HELP!');
    await sign(1, '----');
    await press(1, 'clear', '1 WAITING');
    expect(views.pad(1).line1).toBe('OPEN');
    expect(
      hall
        .run()
        .log()
        .filter(({ code }) => code === 'journal/disk-full').length,
    ).toBeGreaterThan(0);
    expect(hall.slips).toHaveLength(1);

    disk.free();
    await press(1, 'next', 'A001 CALLED');
    await press(1, 'start', 'A001 SERVING');
    await take(1, 'A002');
    await press(1, 'finish', 'OK A001');
    hall.act('keypad1', 'press next');
    await sign(1, 'A002', true);
    await hall.until('the slip of the second', () => hall.slips.length === 2);
    expect(await verdict(scene)).toEqual([]);
    expect(await hall.run().stop()).toMatchObject({ code: 0 });
  });

  it('while it is off does not start halfway: log and status ask for room, and the same hall is back when there is', async (context) => {
    const disk = mountSmallDisk();
    context.onTestFinished(() => disk.remove());
    const served = await openServed(context, { journalDirectory: disk.directory });
    const { hall, systemd, before } = served;
    const { openCounters, take, press } = peopleOf(hall);
    await hall.ready(before);
    await settled(hall);
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    // Nothing of the -wal is left after a clean stop: the next start needs room for a new one.
    expect(await hall.run().stop()).toMatchObject({ code: 0 });
    disk.fill();
    const journal = await filesOf(hall.journal);
    const refused = hall.start(before);
    expect(await refused.end).toEqual({ code: 3, signal: null });
    expect(refused.log().map(({ code }) => code)).toContain('journal/disk-full');
    expect(systemd.heard).toContain(
      'STATUS=not running: the disk of the journal is full; next: make room on that disk; the daemon goes on by itself',
    );
    expect(await filesOf(hall.journal)).toEqual(journal);
    const doctor = await hall.lobbyd('doctor', '--json', hall.branchFile);
    expect(doctor.code).toBe(2);
    expect(doctor.out.join()).toContain('disk/full');
    disk.free();
    await hall.ready(before);
    await hall.until('the counter is open, as it was', () => hall.views.pad(1).line1 === 'OPEN');
    await press(1, 'next', 'A001 CALLED');
  });

  it('after a power cut starts, refuses presses until there is room, and is the same hall', async (context) => {
    const disk = mountSmallDisk();
    context.onTestFinished(() => disk.remove());
    const scene = await openScene(context, { journalDirectory: disk.directory });
    const { hall, openCounters, take, press } = scene;
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    await hall.run().kill();
    disk.fill();
    const run = await hall.ready();
    await settled(hall);
    for (let key = 0; key < 500 && hall.views.pad(1).line2 !== 'DISK FULL: HELP!'; key += 1) {
      hall.act('keypad1', 'press finish');
      await hall.until('the pad answers', () => hall.views.pad(1).unacknowledged.length === 0);
    }
    expect(hall.views.pad(1)).toMatchObject({ line1: 'OPEN', line2: 'DISK FULL: HELP!' });
    disk.free();
    await press(1, 'next', 'A001 CALLED');
    await press(1, 'finish', 'OK A001');
    expect(await verdict(scene)).toEqual([]);
    expect(run.ended()).toBeNull();
  });
});

/** Every file of a folder, by its name. */
async function filesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).toSorted();
  const files = names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const);
  return Object.fromEntries(await Promise.all(files));
}

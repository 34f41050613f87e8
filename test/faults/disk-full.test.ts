import { describe, expect, it } from 'vitest';
import { mayNotMount, mountSmallDisk } from '../stand/disk.ts';
import { openScene } from '../stand/scene.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

describe.skipIf(lacks('socat', 'mosquitto') || mayNotMount())('a branch whose disk is full', () => {
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
    hall.act('panel1', 'press 1');
    await hall.until('the kiosk says it', () => views.panel.line1 === 'DISK FULL: HELP!');
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
});

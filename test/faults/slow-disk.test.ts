import { describe, expect, it } from 'vitest';
import { type DiskFault, disturbSyncs, mayNotTrace } from '../stand/disk.ts';
import { type Closer, openScene, type Scene } from '../stand/scene.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

async function disturb(test: Closer, { hall }: Scene, how: string): Promise<DiskFault> {
  const fault = await disturbSyncs(hall.run().child.pid ?? 0, how, hall.bell);
  test.onTestFinished(() => fault.end());
  return fault;
}

describe.skipIf(lacks('socat', 'mosquitto', 'strace') || mayNotTrace()).concurrent('a branch', () => {
  it('on a slow disk asks its tellers to wait, answers then, and loses nothing', async (context) => {
    const scene = await openScene(context);
    const { hall, openCounters, take, press, sign } = scene;
    const { views } = hall;
    await openCounters(1, 2);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    await hall.until('the sign is at rest', () => views.sign(1).text === '----');
    const fault = await disturb(context, scene, 'delay_exit=900000');
    hall.act('keypad1', 'press next');
    await hall.until('the pad says that it was heard', () => views.pad(1).line2 === 'WAIT');
    expect(views.pad(1).unacknowledged).toEqual(['next']);
    expect(views.sign(1).text).toBe('----');
    // Other pads are heard meanwhile, and their answers come with the next commit.
    await Promise.all([
      press(2, 'next', 'NOBODY WAITS'),
      take(1, 'A002'),
      hall.until('the call is on disk', () => views.pad(1).line1 === 'A001 CALLED'),
    ]);
    await sign(2, 'A002');
    await fault.end();
    await press(2, 'finish', 'OK A002');
    expect(await verdict(scene)).toEqual([]);
  });

  it('whose disk cannot write answers with a fault, and is right again when it can', async (context) => {
    const scene = await openScene(context);
    const { hall, openCounters, press, take } = scene;
    const { views } = hall;
    await openCounters(1);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    const fault = await disturb(context, scene, 'error=EIO');
    await press(1, 'next', 'DISK: TRY AGAIN');
    hall.act('panel1', 'press 2');
    await hall.until('the kiosk says it', () => views.panel.line1 === 'DISK: TRY AGAIN');
    await press(1, 'next', 'DISK: TRY AGAIN');
    // The commit itself, or the mark of the one before it in the head file.
    const codes = hall
      .run()
      .log()
      .flatMap(({ code }) => code ?? []);
    expect(codes.some((code) => /^journal\/(unknown|head-file)$/.test(code))).toBe(true);
    await fault.end();
    await hall.until('the branch is back', () => {
      const { line1, line2, unacknowledged } = views.pad(3);
      if (line1 === 'CLOSED' && line2 !== 'WAIT' && unacknowledged.length === 0) hall.act('keypad3', 'press pause');
      return line1 === 'OPEN';
    });
    // The call that got no answer may have reached the disk after all.
    if (views.pad(1).line1 !== 'A001 CALLED') await press(1, 'next', 'A001 CALLED');
    await take(1, 'A002');
    await press(1, 'finish', 'OK A001');
    await press(1, 'next', 'A002 CALLED');
    expect(await verdict(scene)).toEqual([]);
    expect(hall.run().ended()).toBeNull();
  });
});

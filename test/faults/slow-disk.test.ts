import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { PATIENCE } from '../stand/bell.ts';
import { chance, seedOf } from '../stand/chance.ts';
import { type DiskFault, type Disturbed, disturbSyncs, mayNotTrace } from '../stand/disk.ts';
import { type Closer, openScene, type Scene } from '../stand/scene.ts';
import { startTraffic } from '../stand/traffic.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

async function disturb(test: Closer, { hall }: Scene, how: string, wishes: Disturbed = {}): Promise<DiskFault> {
  const fault = await disturbSyncs(hall.run().child.pid ?? 0, how, hall.bell, wishes);
  test.onTestFinished(() => fault.end());
  return fault;
}

/**
 * What strace wrote down: the threads that waited for the disk, and how many writes to terminals others made during each
 * such wait.
 */
function seenIn(record: string): { readonly threads: ReadonlySet<number>; readonly meanwhile: readonly number[] } {
  const threads = new Set<number>();
  const meanwhile: number[] = [];
  let waiting: number | null = null;
  for (const line of record.split('\n')) {
    const thread = Number(/^(\d+) /.exec(line)?.[1]);
    if (/ f(data)?sync\(/.test(line)) {
      threads.add(thread);
      waiting = thread;
      meanwhile.push(0);
    } else if (thread === waiting) waiting = null;
    else if (waiting !== null && / write\(\d+<\/dev\/pts\//.test(line)) {
      meanwhile.push((meanwhile.pop() ?? 0) + 1);
    }
  }
  return { threads, meanwhile };
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
    const fault = await disturb(context, scene, 'delay_exit=2000000', { isFirstThreadSpared: true });
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

  it('whose syncs take 5 ms, then 20 ms, answers everything, in the end, and loses and doubles nothing', async (context) => {
    const scene = await openScene(context);
    const { hall, openCounters } = scene;
    await openCounters(1, 2, 3);
    const traffic = startTraffic(scene, chance(seedOf('slow disk')));
    for (const ms of [5, 20]) {
      const fault = await disturb(context, scene, `delay_enter=${ms * 1_000}`, { isFirstThreadSpared: true });
      const before = hall.slips.length;
      await hall.until('five customers more', () => hall.slips.length >= before + 5, minutes(2));
      if (ms === 20) await traffic.stop();
      await fault.end();
    }
    expect(await verdict(scene, traffic)).toEqual([]);
  });

  it('whose disk stands still goes on asking its keypads, and waits in no thread but the journal’s', async (context) => {
    const scene = await openScene(context);
    const { hall, openCounters, take, press } = scene;
    const { views } = hall;
    await openCounters(1, 2);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    const record = join(hall.directory, 'calls');
    const fault = await disturb(context, scene, 'delay_enter=90000000', { watched: 'write', record });
    hall.act('keypad1', 'press next');
    hall.act('panel1', 'press 2');
    await hall.until('the pad asks to wait', () => views.pad(1).line2 === 'WAIT');
    await hall.until('the button blinks', () => views.panel.lamps[1] === 'blink');
    // Every pad and display has a frame of 10 ms on its bus: so many take some seconds, whatever else the machine does.
    const frames = (): number => Math.max(0, ...seenIn(readFileSync(record, 'utf8')).meanwhile);
    await vi.waitFor(() => expect(frames()).toBeGreaterThan(200), { timeout: PATIENCE, interval: 200 });
    expect(views.pad(1).line1).not.toBe('A001 CALLED');
    // A pad that is not heard for three seconds says so: none did.
    expect([1, 2, 3].map((number) => views.pad(number).isOnline)).toEqual([true, true, true]);
    await fault.end();
    await hall.until('the call is on disk', () => views.pad(1).line1 === 'A001 CALLED');
    // The panel tells a number for some seconds, which may be over by now.
    await hall.until('so is the ticket', () => hall.told.includes('NUMBER B001'));
    // And when it is no more than slow, commit after commit.
    const slow = join(hall.directory, 'slow-calls');
    const slowness = await disturb(context, scene, 'delay_enter=20000', { record: slow });
    await press(1, 'finish', 'OK A001');
    await take(1, 'A002');
    await hall.until('the slips', () => hall.slips.length === 3);
    await slowness.end();
    expect(readFileSync(slow, 'utf8').match(/ f(data)?sync\(/g)?.length).toBeGreaterThan(3);
    const records = [record, slow].map((path) => readFileSync(path, 'utf8'));
    expect(records.flatMap((text) => [...seenIn(text).threads])).not.toContain(hall.run().child.pid);
    // The head file, which is synced beside the next commit, is written by whichever thread of the pool is free.
    const database = records.map((text) => text.replaceAll(/^.* fdatasync\(.*journal\.head>.*$/gm, ''));
    expect(new Set(database.flatMap((text) => [...seenIn(text).threads])).size).toBe(1);
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
    const isTold = (line: string): boolean => /^DISK(: TRY AGAIN| FAULT: HELP)$/.test(line);
    hall.act('keypad1', 'press next');
    await hall.until('the pad says it', () => isTold(views.pad(1).line2));
    hall.act('panel1', 'press 2');
    await hall.until('the kiosk says it', () => isTold(views.panel.line1));
    hall.act('keypad1', 'press next');
    await hall.until('and again', () => views.pad(1).unacknowledged.length === 0 && isTold(views.pad(1).line2));
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

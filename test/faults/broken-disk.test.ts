import { describe, expect, it } from 'vitest';
import { type Finding, findingsSchema } from '../../src/doctor/finding.ts';
import { startProgram } from '../stand/daemon.ts';
import { disturbSyncs, mayNotLoop, mayNotTrace, mountFragileDisk } from '../stand/disk.ts';
import { type Hall, settled } from '../stand/hall.ts';
import { kioskTellsOfDisk, openScene, peopleOf, type Scene } from '../stand/scene.ts';
import { fed, openServed } from '../stand/served.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks, pathOf } from '../tools.ts';

/** What a keypad or kiosk may say while nothing can be written: at first that it may be tried again, then that help is needed. */
const DISK = /^DISK(: TRY AGAIN| FAULT: HELP)$/;
const HELP = /^DISK FAULT: HELP$/;

/** Presses until the pad says that somebody has to come. */
async function pressUntilHelp(hall: Hall, pad: number): Promise<void> {
  await hall.until(`keypad ${pad} asks for help`, () => {
    const { line2, unacknowledged } = hall.views.pad(pad);
    if (HELP.test(line2)) return true;
    if (unacknowledged.length === 0) hall.act(`keypad${pad}`, 'press next');
    return false;
  });
}

/** The branch takes presses again; the call that was refused, or got no answer and was written after all, stands. */
async function backAgain({ hall, press }: Scene): Promise<void> {
  await hall.until('the branch is back', () => {
    const { line1, line2, unacknowledged } = hall.views.pad(3);
    if (line1 === 'CLOSED' && line2 !== 'WAIT' && unacknowledged.length === 0) hall.act('keypad3', 'press pause');
    return line1 === 'OPEN';
  });
  if (hall.views.pad(1).line1 !== 'A001 CALLED') await press(1, 'next', 'A001 CALLED');
}

/** The customer holds the slip, and the journal knows it. */
async function printed({ hall, reader }: Scene): Promise<void> {
  await hall.until('the slip is known', () =>
    [...reader.events.values()].some(({ type }) => type.endsWith('print-ended')),
  );
}

/** Reads what the doctor finds, in front of a disk that is as bad for it. */
async function doctorSays({ branchFile, bell }: Hall, before: readonly string[]): Promise<readonly Finding[]> {
  const run = startProgram(['doctor', '--json', branchFile], bell, before);
  run.child.stdin?.end();
  await run.end;
  return findingsSchema.parse(JSON.parse(run.out.join('\n'))) as readonly Finding[];
}

describe.skipIf(lacks('socat', 'mosquitto', 'strace') || mayNotTrace()).concurrent('a disk that takes no write', () => {
  it('for a while: presses are refused, nothing is done by halves, and it is over by itself', async (context) => {
    const scene = await openScene(context);
    const { hall, openCounters, take, press, sign } = scene;
    const { views } = hall;
    await openCounters(1);
    await take(1, 'A001');
    await printed(scene);
    const fault = await disturbSyncs(hall.run().child.pid ?? 0, 'error=EIO', hall.bell, { calls: 'pwrite64' });
    context.onTestFinished(() => fault.end());
    hall.act('keypad1', 'press next');
    await hall.until('the pad says it', () => DISK.test(views.pad(1).line2));
    await pressUntilHelp(hall, 1);
    await kioskTellsOfDisk(hall, HELP);
    expect(views.panel.line2).toBe('PLEASE ASK STAFF');
    await sign(1, '----');
    expect(hall.slips).toHaveLength(1);
    await fault.end();
    await backAgain(scene);
    await take(1, 'A002');
    await press(1, 'finish', 'OK A001');
    expect(await verdict(scene)).toEqual([]);
    expect(hall.runs).toHaveLength(1);
    expect(await hall.run().stop()).toMatchObject({ code: 0 });
  });

  it('for ever: the trouble stands and asks for help, systemd restarts nothing, the doctor names it', async (context) => {
    const served = await openServed(context);
    const { hall, systemd, before } = served;
    const { take } = peopleOf(hall);
    const run = await hall.ready(before);
    await settled(hall);
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    const fault = await disturbSyncs(run.child.pid ?? 0, 'error=EIO', hall.bell);
    context.onTestFinished(() => fault.end());
    await pressUntilHelp(hall, 1);
    await kioskTellsOfDisk(hall, HELP);
    await hall.until('the status names it', () =>
      systemd.heard.some((message) =>
        /^STATUS=.*journal cannot be written \(journal\/(not-written|head-file)\)/.test(message),
      ),
    );
    const then = fed(served);
    const strace = [
      pathOf('strace'),
      '-f',
      '-o',
      '/dev/null',
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      'inject=fsync,fdatasync:error=EIO',
    ];
    const found = await doctorSays(hall, strace);
    expect(found.filter(({ id }) => id.startsWith('disk/'))).toMatchObject([{ id: 'disk/failing', mark: 'fault' }]);
    await hall.until('the watchdog is fed all the same', () => fed(served) > then + 20);
    expect(hall.views.pad(1).isOnline).toBe(true);
    // Two lines: a write went wrong, and the disk does not come back.
    const told = run.log().flatMap(({ level, code }) => (level === 'error' ? (code ?? []) : []));
    expect(told.filter((code) => code.startsWith('journal/')).length).toBeLessThanOrEqual(3);
    // Which of them depends on whether the commit or its mark was the first to fail.
    expect(told.some((code) => /^journal\/(not-written|head-file)$/.test(code))).toBe(true);
    expect(run.ended()).toBeNull();
    expect(hall.slips).toHaveLength(1);
    expect((await run.stop()).signal).toBeNull();
    await fault.end();
    expect((await hall.lobbyd('journal', 'verify', hall.journal)).code).toBe(0);
  });
});

describe.skipIf(lacks('socat', 'mosquitto', 'mkfs.ext4') || mayNotLoop())(
  'a file system that the kernel sets read-only',
  () => {
    it('is told on keypad and kiosk, restarts nothing, and the branch goes on when it is mounted anew', async (context) => {
      const disk = mountFragileDisk();
      context.onTestFinished(() => disk.remove());
      const scene = await openScene(context, { journalDirectory: disk.directory });
      const { hall, openCounters, take, press, sign } = scene;
      await openCounters(1);
      await take(1, 'A001');
      await printed(scene);
      disk.breakDown();
      expect(disk.options()).toMatch(/\b(ro|emergency_ro)\b/);
      await pressUntilHelp(hall, 1);
      await kioskTellsOfDisk(hall, HELP);
      await sign(1, '----');
      const found = await doctorSays(hall, []);
      expect(found.filter(({ id }) => id.startsWith('disk/'))).toMatchObject([{ id: 'disk/not-writable' }]);
      expect(hall.slips).toHaveLength(1);

      disk.repair();
      await backAgain(scene);
      await take(1, 'A002');
      await press(1, 'finish', 'OK A001');
      expect(await verdict(scene)).toEqual([]);
      expect(hall.runs).toHaveLength(1);
      // The lock that counts is on the new mount: a second daemon is refused.
      const second = await hall.lobbyd('run', hall.branchFile);
      expect(second.code).toBe(3);
      expect(second.out.join()).toContain('journal/locked');
      expect(await hall.run().stop()).toMatchObject({ code: 0 });
    });
  },
);

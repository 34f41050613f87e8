import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { closer } from '../stand/scene.ts';
import { lacks } from '../tools.ts';
import { type BootedScene, openBootedScene } from './scene.ts';
import { AS_SHIPPED, unitOn } from './unit.ts';

const isRoot = process.getuid?.() === 0;

/** RestartSec, RestartSteps and RestartMaxDelaySec of the unit, as systemd makes pauses of them; µs. */
const pauseAfter = (restarts: number): number => 100_000 * 50 ** (restarts / 6);

/** Loaded into the daemon: begins to leak when a file has its process id and what to leak. */
const LEAK = `import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const kept = [];
const asked = () => { try { return readFileSync('/srv/test/leak', 'utf8').split(' '); } catch { return []; } };
if (isMainThread) setInterval(() => {
  const [pid, what] = asked();
  if (pid !== String(process.pid)) return;
  if (what === 'heap') kept.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
  else kept.push(Buffer.alloc(8 << 20, 1));
}, 20).unref();
`;

describe.skipIf(!isRoot || lacks('socat', 'systemd-nspawn', 'debootstrap'))('a daemon that fails', () => {
  let scene: BootedScene;
  let limit = 0;
  const shared = closer();
  const on = () => scene.machine();
  const unit = unitOn(on);
  /** The most that was charged to the daemon, bytes; null where nobody counts it. */
  const peak = async (): Promise<number | null> => {
    if (scene.memory) return scene.memory.peak();
    const told = Number(await on().service('MemoryPeak'));
    return Number.isFinite(told) ? told : null;
  };

  beforeAll(async () => {
    scene = await openBootedScene(shared);
    await scene.install(scene.packages.now);
    await scene.configure();
    await on().must('mkdir -p /srv/test');
    writeFileSync(join(scene.root, 'srv/test/leak.mjs'), LEAK);
    const shipped = await on().must('cat /usr/lib/systemd/system/lobbyd.service');
    const counted = scene.memory ? scene.memory.dropIn(shipped) : '';
    if (scene.memory) await on().must(`chown lobbyd ${scene.memory.inside}/cgroup.procs`);
    await unit.dropIn(`${AS_SHIPPED}Environment=NODE_OPTIONS=--import=/srv/test/leak.mjs\n${counted}`);
    limit = Number(await on().service('MemoryMax'));
    scene.memory?.limit(limit);
    await on().must('systemctl start lobbyd');
    await scene.settled();
    await scene.openCounters(1, 2);
    await scene.take(1, 'A001');
    await scene.hall.until('the slip is cut', () => scene.hall.slips.length === 1);
    await scene.press(1, 'next', 'A001 CALLED');
  }, minutes(15));
  afterAll(shared.close, minutes(2));
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => console.error(await unit.journal(), (await on().run('systemctl status lobbyd')).text));
  });

  /** It leaks until something ends it; then another process has the same hall. */
  async function leak(what: 'heap' | 'buffers'): Promise<string> {
    const pid = await on().service('MainPID');
    const count = await unit.restarts();
    await on().must(`printf %s '${pid} ${what}' > /srv/test/leak`);
    await unit.isBackAfter(pid);
    expect(await unit.restarts()).toBe(count + 1);
    await scene.settled();
    await scene.top(1, 'A001 CALLED');
    return unit.journal(`_PID=1 + UNIT=lobbyd.service -n 30`);
  }

  it('stays far below its memory limit while every key is pressed as fast as it is answered', async (context) => {
    const { hall } = scene;
    for (let round = 0; round < 100; round += 1) {
      for (const pad of [2, 3]) hall.act(`keypad${pad}`, `press ${['next', 'start', 'finish', 'recall'][round % 4]}`);
      if (round % 3 === 0) hall.act('panel1', `press ${1 + (round % 4)}`);
      await hall.until('all keys are answered', () =>
        [2, 3].every((pad) => hall.views.pad(pad).unacknowledged.length === 0),
      );
    }
    const most = await peak();
    if (most === null) return context.skip('this machine counts no memory');
    const megabytes = [most, limit].map((bytes) => Math.round(bytes / 2 ** 20));
    console.log(`memory charged at most: ${megabytes.join(' MB of ')} MB`);
    expect(most).toBeGreaterThan(30 * 2 ** 20);
    expect(most).toBeLessThan(limit / 2);
  });

  it('by a leak outside of the heap is restarted at the memory limit, with the same hall', async (context) => {
    if ((await peak()) === null) return context.skip('this machine limits no memory');
    expect(await leak('buffers')).toMatch(/status=9\/KILL|oom-kill/);
  });

  it('by a leak in the heap is restarted, also where nobody limits memory, with the same hall', async () => {
    await on().must('systemctl set-property --runtime lobbyd MemoryMax=infinity');
    scene.memory?.limit(limit * 16);
    expect(await leak('heap')).toMatch(/status=6\/ABRT/);
    scene.memory?.limit(limit);
    await on().must(`systemctl set-property --runtime lobbyd MemoryMax=${limit}`);
  });

  it('waits a little longer after each fault', async () => {
    await unit.forget();
    expect(await unit.nextPause()).toBe(pauseAfter(0));
    for (let count = 1; count <= 4; count += 1) {
      await unit.killed();
      expect(await unit.restarts()).toBe(count);
      expect(Math.abs((await unit.nextPause()) - pauseAfter(count))).toBeLessThan(1_000);
    }
    await unit.forget();
    expect(await unit.nextPause()).toBe(pauseAfter(0));
  });

  it('over and over, because its file is wrong, is never given up, and is back when the file is mended', async () => {
    await scene.configure((text) => text.replace('profile: longest-wait', 'profile: no-such'));
    await on().must('systemctl kill -s KILL lobbyd');
    // systemd's own limit would have been five starts within ten seconds.
    await on().until('test "$(systemctl show -P NRestarts lobbyd)" -ge 7');
    expect(await unit.nextPause()).toBe(5_000_000);
    expect(await on().service('ActiveState')).toBe('activating');
    expect(await on().service('Result')).not.toBe('start-limit-hit');
    await scene.configure();
    await on().until('systemctl is-active --quiet lobbyd');
    await scene.settled();
    await scene.top(1, 'A001 CALLED');
  });
});

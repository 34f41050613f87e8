import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { built } from '../built.ts';
import { DEMO_MAY_TAKE, type Demo, startDemo, type Watcher, watchDemo } from '../stand/demo.ts';
import { mayNotTrace } from '../stand/disk.ts';
import { lacks } from '../tools.ts';

const isSkipped = lacks('socat', 'mosquitto', 'strace') || mayNotTrace();

describe.skipIf(isSkipped)('a hall full of people who act by themselves, twenty times as fast', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-traffic-'));
  let demo: Demo;
  let page: Watcher;
  beforeAll(async () => {
    demo = await startDemo(['--quiet', '--traffic', '20', '--directory', directory]);
    page = await watchDemo(demo);
  }, DEMO_MAY_TAKE);
  afterAll(async () => {
    page?.leave();
    await demo?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  const totals = (at: Watcher) => at.changes.findLast((change) => change.kind === 'hall')?.totals;
  const heard = (at: Watcher) =>
    at.changes.flatMap((change) => (change.kind === 'mqtt' ? [change.message.seq ?? 0] : []));

  it('take numbers, are called and served, and the chart shows them', async () => {
    expect(page.snapshot?.traffic).toEqual({ isOn: true, speed: 20 });
    await page.until('two are served', (at) => (totals(at)?.served ?? 0) >= 2, minutes(2));
    const halls = page.changes.filter((change) => change.kind === 'hall');
    const most = Math.max(...halls.map(({ sample }) => sample.inHall));
    expect(most).toBeGreaterThan(1);
    for (const { sample } of halls) {
      const waiting = Object.values(sample.waiting).reduce((sum, count) => sum + count, 0);
      expect(sample.inHall).toBe(waiting + sample.called + sample.serving);
    }
    const beat = await page.until('a beat', ({ beats }) => beats.find(({ branchTime }) => branchTime.speed === 20));
    expect(beat.branchTime.at).toBeGreaterThan(beat.at);
  });

  it('go on when the daemon was killed, in the time of the branch, and every event is heard once', async () => {
    const before = page.beats.at(-1);
    await demo.post('/fault', { id: 'daemon/killed', isOn: true });
    const served = totals(page)?.served ?? 0;
    await page.until('more are served', (at) => (totals(at)?.served ?? 0) >= served + 2, minutes(2));
    const after = page.beats.at(-1);
    expect(after?.branchTime.at).toBeGreaterThan(before?.branchTime.at ?? Number.POSITIVE_INFINITY);
    const seqs = heard(page);
    expect(new Set(seqs).size).toBe(seqs.length);
  });

  it('are shown to a page that comes back without a gap, from the id of the last event that it saw', async () => {
    const last = page.id ?? '';
    expect(last).toMatch(/^\d+-\d+-\w+$/);
    const count = page.changes.length;
    await page.until('more', ({ changes }) => changes.length > count + 5);
    const back = await watchDemo(demo, last);
    await back.until('as much as the other page', ({ id }) => id === page.id);
    expect(back.snapshot).toBeNull();
    expect(back.changes.slice(0, 5)).toEqual(page.changes.slice(count, count + 5));
    back.leave();
  });

  it('go home when they are told to, and come back', async () => {
    expect(await demo.post('/traffic', { isOn: false, request: 'off' })).toEqual({
      status: 200,
      body: { kind: 'done' },
    });
    await page.until('they are gone', ({ changes }) =>
      changes.some((change) => change.kind === 'traffic' && !change.traffic.isOn),
    );
    const issued = totals(page)?.issued ?? 0;
    await demo.post('/traffic', { isOn: true, request: 'on' });
    await page.until('more come', (at) => (totals(at)?.issued ?? 0) > issued);
  });

  it('leave a journal that says that it was a training', async () => {
    expect(await demo.stop()).toBe(0);
    const program = fileURLToPath(built('program/lobbyd/main.js'));
    const text = execFileSync(process.execPath, [program, 'journal', 'export', join(directory, 'journal')], {
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    const records = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const starts = records.filter(({ type }) => type === 'daemon-started');
    expect(starts.map(({ body }) => body)).toEqual([
      { branch: 'sh-pujiang-road', branchSpeed: 20 },
      { branch: 'sh-pujiang-road', branchSpeed: 20 },
    ]);
  });
});

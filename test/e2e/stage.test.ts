import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutes } from '../../src/clock.ts';
import { built } from '../built.ts';
import { openBell } from '../stand/bell.ts';
import { runProgram } from '../stand/daemon.ts';
import { type Demo, startDemo, type Watcher, watchDemo } from '../stand/demo.ts';
import { mayNotTrace } from '../stand/disk.ts';
import { lacks } from '../tools.ts';

const isSkipped = lacks('socat', 'mosquitto', 'strace') || mayNotTrace();

describe.skipIf(isSkipped)('each switch of the front panel', () => {
  let demo: Demo;
  let page: Watcher;
  beforeAll(async () => {
    demo = await startDemo(['--quiet']);
    page = await watchDemo(demo);
    for (const id of ['panel1', 'printer1', 'bus1', 'keypad1', 'keypad9', 'display1']) await running(id);
  }, 60_000);
  afterAll(async () => {
    page?.leave();
    await demo?.stop();
  }, 30_000);

  const running = (device: string): Promise<unknown> =>
    page.until(`${device} runs`, ({ health }) => health.get(device)?.state === 'running');
  const fault = async (id: string, isOn: boolean): Promise<void> => {
    expect(await demo.post('/fault', { id, isOn })).toEqual({ status: 200, body: { kind: 'done' } });
  };
  /** Lamp, message, end. */
  const goesOnAndOff = async (id: string, said: RegExp): Promise<void> => {
    await fault(id, true);
    const on = await page.until(`${id} is on and told`, ({ faults }) => {
      const seen = faults.get(id);
      return seen?.isOn && seen.said ? seen : null;
    });
    expect(on.said?.en).toMatch(said);
    expect(on.said?.['zh-CN']).not.toBe(on.said?.en);
    await fault(id, false);
    await page.until(`${id} is over`, ({ faults }) => {
      const seen = faults.get(id);
      return seen && !seen.isOn && seen.said === null;
    });
  };

  it.each([
    ['printer1/paper-near-end', /printer1: paper nearly used up/],
    ['printer1/paper-out', /printer1: out of paper/],
    ['printer1/cover-open', /printer1: cover open/],
    ['printer1/cable', /printer1 is away/],
    ['panel1/cable', /panel1 is away/],
    ['bus1/cable', /bus1 is away/],
    ['bus2/cable', /bus2 is away/],
    ['keypad3/mute', /keypad3 is away/],
    ['panel1/mute', /panel1 is away/],
    ['printer1/mute', /printer1/],
    ['bus1/garbage', /bus1/],
    ['panel1/garbage', /panel1/],
  ])('%s', async (id, said) => {
    await goesOnAndOff(id, said);
  });

  it('stops the broker: the branch says so, works on, and what happened meanwhile is heard afterwards', async () => {
    await fault('broker/stopped', true);
    await page.until('the branch says so', ({ faults }) => faults.get('broker/stopped')?.said);
    const before = page.beats.at(-1)?.seq ?? 0;
    expect((await demo.post('/act', { device: 'panel1', action: 'press 1' })).status).toBe(200);
    await page.until('the slip', ({ changes }) =>
      changes.find((change) => change.kind === 'paper' && change.added.some(({ text }) => text.includes('A001'))),
    );
    await fault('broker/stopped', false);
    await page.until('the broker is back', ({ faults }) => faults.get('broker/stopped')?.said === null);
    const issued = await page.until('the ticket is heard of', ({ changes }) =>
      changes.find((change) => change.kind === 'mqtt' && /ticket-issued$/.test(change.message.topic)),
    );
    expect(issued.kind === 'mqtt' ? issued.message.seq : 0).toBeGreaterThan(before);
    const seqs = page.changes.flatMap((change) => (change.kind === 'mqtt' ? [change.message.seq ?? 0] : []));
    expect(new Set(seqs).size).toBe(seqs.length);
    const [first = 0, last = 0] = [Math.min(...seqs), Math.max(...seqs)];
    expect(seqs.length).toBe(last - first + 1);
  });

  it('makes the disk slow: a pad that was pressed says WAIT, and the answer comes all the same', async () => {
    await fault('disk/slow', true);
    expect((await demo.post('/act', { device: 'keypad1', action: 'press pause' })).status).toBe(200);
    await page.until('the pad waits', ({ views }) => JSON.stringify(views.keypad1).includes('"line2":"WAIT"'));
    await page.until('and it is told', ({ faults }) => faults.get('disk/slow')?.said);
    await fault('disk/slow', false);
    await page.until('the counter is open', ({ views }) => JSON.stringify(views.keypad1).includes('"line1":"OPEN"'));
    await page.until('it is over', ({ faults }) => {
      const seen = faults.get('disk/slow');
      return seen && !seen.isOn && seen.said === null;
    });
  });

  it('kills the daemon: the page lives on, and the daemon comes back with the hall as it was', async () => {
    await page.until('a beat', ({ beats }) => beats.at(-1));
    await fault('daemon/killed', true);
    await page.until('it is gone', ({ alerts }) =>
      alerts.find(({ code, over }) => code === 'daemon-gone' && over === null),
    );
    await page.until('it is back', ({ alerts }) =>
      alerts.find(({ code, over }) => code === 'daemon-gone' && over !== null),
    );
    expect(page.faults.get('daemon/killed')).toMatchObject({ isOn: false, isMomentary: true });
    await demo.post('/act', { device: 'keypad1', action: 'press next' });
    await page.until('A001 is called', ({ views }) => JSON.stringify(views.keypad1).includes('A001 CALLED'));
  });

  it('refuses what it does not know with what it does', async () => {
    const { status, body } = await demo.post('/fault', { id: 'printer9/paper-out', isOn: true });
    expect(status).toBe(409);
    expect(body).toMatchObject({ kind: 'unknown-fault', known: expect.arrayContaining(['printer1/paper-out']) });
  });
});

describe.skipIf(isSkipped)('a hall full of people who act by themselves, twenty times as fast', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-traffic-'));
  let demo: Demo;
  let page: Watcher;
  beforeAll(async () => {
    demo = await startDemo(['--quiet', '--traffic', '20', '--directory', directory]);
    page = await watchDemo(demo);
  }, 60_000);
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
    await page.until('three are served', (at) => (totals(at)?.served ?? 0) >= 3, minutes(2));
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
    await page.until('more are served', (at) => (totals(at)?.served ?? 0) >= served + 3, minutes(2));
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
    const program = fileURLToPath(built('src/cli/main.ts'));
    const text = execFileSync(process.execPath, [program, 'journal', 'export', join(directory, 'journal')], {
      encoding: 'utf8',
      maxBuffer: 100_000_000,
    });
    const records = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const starts = records.filter(({ type }) => type === 'daemon-started');
    expect(starts.map(({ body }) => body)).toEqual([{ branchSpeed: 20 }, { branchSpeed: 20 }]);
  });
});

describe('a demo with nothing of Debian: TCP wires, and the broker of the daemon', () => {
  let demo: Demo;
  let page: Watcher;
  beforeAll(async () => {
    demo = await startDemo(['--quiet', '--broker', 'own', '--wires', 'tcp']);
    page = await watchDemo(demo);
    await page.until('the kiosk runs', ({ health }) => health.get('panel1')?.state === 'running');
    await page.until('the printer runs', ({ health }) => health.get('printer1')?.state === 'running');
  }, 60_000);
  afterAll(async () => {
    page?.leave();
    await demo?.stop();
  }, 30_000);

  it('says why its broker cannot be stopped', async () => {
    const { status, body } = await demo.post('/fault', { id: 'broker/stopped', isOn: true });
    expect(status).toBe(409);
    expect(body).toMatchObject({ kind: 'cannot', why: { en: expect.stringContaining('its own broker') } });
    expect(page.snapshot?.faults.find(({ id }) => id === 'broker/stopped')).toMatchObject({ isOn: false });
  });

  it('hears every event once, and each of them, also when daemon and broker are killed in the middle', async () => {
    const seqs = (): readonly number[] =>
      page.changes.flatMap((change) => (change.kind === 'mqtt' ? [change.message.seq ?? 0] : []));
    await demo.post('/act', { device: 'panel1', action: 'press 1' });
    await page.until('the first slip', ({ changes }) => changes.some(({ kind }) => kind === 'paper'));
    await demo.post('/fault', { id: 'daemon/killed', isOn: true });
    await page.until('it is back', ({ alerts }) =>
      alerts.some(({ code, over }) => code === 'daemon-gone' && over !== null),
    );
    await demo.post('/act', { device: 'panel1', action: 'press 2' });
    await page.until('the second ticket', ({ changes }) =>
      changes.some(
        (change) =>
          change.kind === 'mqtt' && /ticket-issued/.test(change.message.topic) && /A501/.test(change.message.text),
      ),
    );
    await page.until('no hole is left', () => {
      const heard = seqs();
      return Math.max(...heard) - Math.min(...heard) + 1 === heard.length;
    });
    expect(new Set(seqs()).size).toBe(seqs().length);
  });
});

it.each(['1', '21', '20.5', 'fast'])('a daemon does not run %s times as fast as the world', async (times) => {
  const run = await runProgram(
    ['run', '/nowhere.yaml', '--branch-speed', times],
    openBell(() => ''),
  );
  expect(run.code).toBe(2);
  expect(run.err.join('\n')).toMatch(/--branch-speed/);
});

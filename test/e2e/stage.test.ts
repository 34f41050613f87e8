import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBell } from '../stand/bell.ts';
import { runProgram } from '../stand/daemon.ts';
import { DEMO_MAY_TAKE, type Demo, startDemo, type Watcher, watchDemo } from '../stand/demo.ts';

describe('a demo with nothing of Debian: TCP wires, and the broker of the daemon', () => {
  let demo: Demo;
  let page: Watcher;
  beforeAll(async () => {
    demo = await startDemo(['--quiet', '--broker', 'own', '--wires', 'tcp']);
    page = await watchDemo(demo);
    await page.until('the kiosk runs', ({ health }) => health.get('panel1')?.state === 'running');
    await page.until('the printer runs', ({ health }) => health.get('printer1')?.state === 'running');
  }, DEMO_MAY_TAKE);
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

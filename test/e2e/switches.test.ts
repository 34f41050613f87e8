import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  // What hangs on one wire one after the other, different wires at the same time: a branch may have several ills at once.
  describe.concurrent.each<readonly [string, readonly (readonly [string, RegExp])[]]>([
    [
      'the printer',
      [
        ['printer1/paper-near-end', /printer1: paper nearly used up/],
        ['printer1/paper-out', /printer1: out of paper/],
        ['printer1/cover-open', /printer1: cover open/],
        ['printer1/cable', /printer1 is away/],
        ['printer1/mute', /printer1/],
      ],
    ],
    [
      'the kiosk',
      [
        ['panel1/cable', /panel1 is away/],
        ['panel1/mute', /panel1 is away/],
        ['panel1/garbage', /panel1/],
      ],
    ],
    [
      'the keypads',
      [
        ['bus1/cable', /bus1 is away/],
        ['keypad3/mute', /keypad3 is away/],
        ['bus1/garbage', /bus1/],
      ],
    ],
    ['the displays', [['bus2/cable', /bus2 is away/]]],
  ])('of %s', (_wire, switches) => {
    it.sequential.each(switches)('%s', async (id, said) => {
      await goesOnAndOff(id, said);
    });
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

/** Every switch of the front panel, pressed in Chromium on the real demo: its lamp, its message, and their end. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { allDevicesRun, DEMO_MAY_TAKE, type Demo, startDemo, type Watcher, watchDemo } from '../stand/demo.ts';
import { mayNotTrace } from '../stand/disk.ts';
import { lacks } from '../tools.ts';
import { closePages, openBrowser } from './browser.ts';
import { type FrontPanel, openFrontPanel } from './front-panel.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto', 'strace') || mayNotTrace();

/** How a fault is seen: what lobbyd says, and the place of the page at which it is told as well. */
interface Seen {
  readonly says: RegExp;
  readonly at: string;
}
type Round = Readonly<Record<string, Seen>>;

const away = (device: string, at: string): Seen => ({ says: new RegExp(`^${device} is away`), at });
const garbled = (device: string, at: string): Seen => ({
  says: new RegExp(`^${device}(?:: garbled bytes on the line| is away)`),
  at,
});
const printer = (says: string, lamp: string): Seen => ({
  says: new RegExp(`^printer1: ${says}`),
  at: `.printer:has(.trouble) .lamp-word:text("${lamp}")`,
});
const mutePads = (...numbers: readonly number[]): Round =>
  Object.fromEntries(
    numbers.map((number) => [
      `keypad${number}/mute`,
      away(`keypad${number}`, `.counter.troubled:nth-child(${number}) .trouble:text("keypad${number} is away")`),
    ]),
  );
const everyCounter = (device: string): string => `.counter.troubled:nth-child(9) .trouble:text("${device}9 is away")`;

/** What can be broken at the same time because it hangs on different wires. */
const ROUNDS: readonly (readonly [string, Round])[] = [
  [
    'paper near its end, no cable of the kiosk, none of the keypads',
    {
      'printer1/paper-near-end': printer('paper nearly used up', 'paper near end'),
      'panel1/cable': away('panel1', '.kiosk .trouble'),
      'bus1/cable': away('bus1', everyCounter('keypad')),
    },
  ],
  [
    'no paper, no cable of the displays, keypads mute',
    {
      'printer1/paper-out': { ...printer('out of paper', 'no paper'), at: '.services:not(:has(.service.on))' },
      'bus2/cable': away('bus2', everyCounter('display')),
      ...mutePads(1, 3, 5, 7, 9),
    },
  ],
  [
    'cover open, the kiosk and the other keypads mute',
    {
      'printer1/cover-open': printer('cover open', 'cover open'),
      'panel1/mute': away('panel1', '.kiosk .trouble'),
      ...mutePads(2, 4, 6, 8),
    },
  ],
  [
    'printer mute, garbage on the wire of the kiosk and on that of the keypads',
    {
      'printer1/mute': away('printer1', '.printer .trouble'),
      'panel1/garbage': garbled('panel1', '.kiosk .trouble'),
      'bus1/garbage': garbled('bus1', '.badge'),
    },
  ],
  [
    'no cable of the printer, none of the reader of codes',
    {
      'printer1/cable': away('printer1', '.printer .trouble'),
      'reader1/cable': away('reader1', '.kiosk .trouble'),
    },
  ],
  [
    'no cable of the card reader',
    {
      'card1/cable': away('card1', '.kiosk .trouble'),
    },
  ],
];

describe.skipIf(isSkipped)('each switch of the front panel', () => {
  let demo: Demo;
  let panel: FrontPanel;
  /** What the demo tells the page. */
  let told: Watcher;
  const gone = new Set<string>();

  beforeAll(async () => {
    demo = await startDemo(['--quiet']);
    told = await watchDemo(demo);
    panel = await openFrontPanel(await openBrowser(), demo.url);
    await panel.page.getByRole('button', { name: /^Faults/ }).click();
    await panel.allIsWell();
    // A pad that was never heard is not missed when it is mute.
    await allDevicesRun(told);
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    told?.leave();
    await closePages();
    await demo?.stop();
  }, 30_000);

  /** What a test that failed left broken is not the fault of the next one. */
  afterEach(async () => {
    for (const { id, isOn } of told.faults.values()) if (isOn) await demo.post('/fault', { id, isOn: false });
  });

  const lamp = (id: string) => panel.fault(id).locator('.said');
  const flip = async (id: string, isOn: boolean): Promise<void> => {
    await panel.fault(id).click();
    await panel.page.locator(`[data-fault="${id}"][aria-pressed="${isOn}"]`).waitFor();
  };
  /** The lamp beside its switch, and a line of what lobbyd says: in the other language too. */
  const isTold = async (id: string, says: RegExp): Promise<void> => {
    await Promise.all([lamp(id).waitFor(), panel.alert(says, 'lasts').waitFor()]);
    const said = await told.until(`${id} is told`, ({ faults }) => faults.get(id)?.said);
    expect(said.en).toMatch(says);
    // Chinese, but for the name of a device and what stands on a pad.
    expect(said['zh-CN'].replace(/^[a-z]+\d：|MQTT|WAIT/g, '')).not.toMatch(/[a-z]{3}/i);
    expect(said['zh-CN']).toMatch(/\p{Script=Han}/u);
  };
  const isOver = async (id: string, says: RegExp): Promise<void> => {
    await Promise.all([
      lamp(id).waitFor({ state: 'detached' }),
      panel.alert(says, 'lasts').waitFor({ state: 'detached' }),
      panel.alert(says, 'over').waitFor(),
    ]);
    gone.add(id);
  };

  test.each(ROUNDS)('%s: lamp, message, end', async (_, round) => {
    const ills = Object.entries(round);
    for (const [id] of ills) await flip(id, true);
    await Promise.all(
      ills.map(async ([id, { says, at }]) => {
        await isTold(id, says);
        await panel.page.locator(at).first().waitFor();
      }),
    );
    expect(await panel.page.locator('.alerts .unnoticed').count()).toBe(0);
    for (const [id] of ills) await flip(id, false);
    await Promise.all(ills.map(([id, { says }]) => isOver(id, says)));
    await panel.allIsWell();
    expect(await panel.page.locator('.trouble').count()).toBe(0);
  });

  test('a stopped broker: the branch says so, works on, and what happened meanwhile is heard afterwards', async () => {
    const says = /^broker away, the branch works on/;
    await flip('broker/stopped', true);
    await isTold('broker/stopped', says);
    const before = told.beats.at(-1)?.seq ?? 0;
    await panel.press('Personal cash');
    await panel.printed('A001');
    await flip('broker/stopped', false);
    await isOver('broker/stopped', says);
    const issued = await told.until('the ticket is heard of', ({ changes }) =>
      changes.find((change) => change.kind === 'mqtt' && /ticket-issued$/.test(change.message.topic)),
    );
    expect(issued.kind === 'mqtt' ? issued.message.seq : 0).toBeGreaterThan(before);
    const seqs = told.changes.flatMap((change) => (change.kind === 'mqtt' ? [change.message.seq ?? 0] : []));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs.length).toBe(Math.max(...seqs) - Math.min(...seqs) + 1);
    await panel.allIsWell();
  });

  test('a slow disk: a pad that was pressed says WAIT, and the answer comes all the same', async () => {
    const says = /^the disk is slow: keypads say WAIT/;
    await flip('disk/slow', true);
    await panel.key(1, 'Pause/open');
    await panel.padSays(1, 'WAIT');
    await isTold('disk/slow', says);
    await flip('disk/slow', false);
    await panel.padSays(1, 'OPEN');
    await isOver('disk/slow', says);
    await panel.allIsWell();
  });

  test('a killed daemon: the page lives on, and the daemon comes back with the hall as it was', async () => {
    const says = /^The daemon ended by SIGKILL/;
    await panel.fault('daemon/killed').click();
    await panel.page.locator('.daemon.stopped').waitFor();
    await isTold('daemon/killed', says);
    await panel.page.locator('.daemon.running').waitFor();
    await isOver('daemon/killed', says);
    await panel.allIsWell();
    await allDevicesRun(told);
    await panel.key(1, 'Next');
    await panel.padSays(1, 'A001');
  });

  test('none that the page offers was forgotten', async () => {
    const offered = await panel.page
      .locator('[data-fault]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-fault')));
    expect([...gone].sort()).toEqual([...offered].sort());
    expect(panel.wrong).toEqual([]);
    expect(panel.outside).toEqual([]);
  });

  test('another name is refused with those that there are', async () => {
    const { status, body } = await demo.post('/fault', { id: 'printer9/paper-out', isOn: true });
    expect(status).toBe(409);
    expect(body).toMatchObject({ kind: 'unknown-fault', known: expect.arrayContaining(['printer1/paper-out']) });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { seconds } from '../../src/clock.ts';
import type { Config } from '../../src/config/config.ts';
import type { Edit } from '../../src/config/spec.ts';
import { restartKeys } from '../../src/daemon/reload.ts';
import { keptLog } from '../../src/devices/spec.ts';
import { LobbydError } from '../../src/errors.ts';
import { smallBranch, smallBranchUnder } from './branches.ts';
import { expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand, textOf } from './stand.ts';

let stand: Stand;
let kept: ReturnType<typeof keptLog>;
afterEach(() => stand.close());

const COUNTER3: Edit = [
  'kiosks:\n',
  '  - { id: counter3, number: 3, services: [cash, account], profile: longest-wait, display: display3, keypad: keypad3 }\nkiosks:\n',
];
const UNITS3: Edit = [
  'mqtt: {',
  `  - { id: keypad3, driver: keypad-line, bus: bus1, settings: { address: 3 } }
  - { id: display3, driver: display-alpha, bus: bus2, settings: { address: 3, width: 4 } }
mqtt: {`,
];

async function open(config: Config, runs: Config = config): Promise<void> {
  kept = keptLog();
  stand = await openStand({ config, runs, log: kept.log });
  await stand.start();
  await stand.pass(seconds(3));
  for (const pad of ['keypad1', 'keypad2']) await stand.act(pad, 'press pause');
  await stand.pass(seconds(6));
}

/** Drivers are imported outside virtual time: a few turns of the machine, then the end comes. */
async function reload(next: Config) {
  let end: Awaited<ReturnType<Stand['daemon']['reload']>> | null = null;
  void stand.daemon.reload(next).then((how) => {
    end = how;
  });
  for (let turn = 0; end === null && turn < 2_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await stand.clock.advance(turn < 50 ? 0 : 10);
  }
  return end;
}

const press = async (device: string, what: string | number, then = seconds(1)): Promise<void> => {
  await stand.act(device, `press ${what}`);
  await stand.pass(then);
};
const pad = (keypad: string): string => stand.view<PadView>(keypad).line1;
const opens = (device: string): number =>
  kept.lines.filter(
    ({ message, fields }) => message === 'device runs' && 'device' in fields && fields.device === device,
  ).length;

/** Nothing is lost, doubled or wrong; retained states only where the branch has what the stand has. */
async function expectWhole(areAllRetained = true): Promise<void> {
  await stand.pass(seconds(8));
  if (areAllRetained) expectRetainedRight(stand);
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
}

describe('a reload while the branch works', () => {
  it('changes rules, texts of tickets and of signs, and touches no wire', async () => {
    await open(smallBranch());
    const next = smallBranchUnder(
      [
        ['zh-CN: 现金, en: Cash', 'zh-CN: 现金业务, en: Cash desk'],
        ['targetWait: 15min', 'targetWait: 20min'],
      ],
      ['services: [cash], profile', 'services: [cash, account], profile'],
      ['idle: "----"', 'idle: "FREE"'],
    );
    expect(await reload(next)).toEqual({ kind: 'applied', opened: [], closed: [] });
    await stand.pass(seconds(2));
    expect(stand.view('display1')).toMatchObject({ text: 'FREE' });
    await press('panel1', 2, seconds(4));
    await press('panel1', 1, seconds(4));
    expect(stand.slips.map(textOf).at(-1)).toContain('现金业务');
    await press('keypad2', 'next');
    expect(pad('keypad2')).toBe('B001 CALLED');
    for (const device of ['panel1', 'printer1', 'bus1', 'bus2']) expect(opens(device)).toBe(1);
    await expectWhole();
  });

  it('that changes words alone has them on the screens of the hall at once', async () => {
    await open(smallBranch());
    const told = (): string => JSON.stringify(stand.retained().get('guidance/cash'));
    expect(told()).toContain('"Cash"');
    const next = smallBranchUnder([['zh-CN: 现金, en: Cash', 'zh-CN: 现金业务, en: Cash desk']]);
    expect(await reload(next)).toMatchObject({ kind: 'applied' });
    await stand.pass(seconds(1));
    expect(told()).toContain('"Cash desk"');
    await expectWhole();
  });

  it('brings other hours in force at once, today: nobody waits for the next look at the clock', async () => {
    await open(smallBranch());
    // The clock was looked at two seconds ago, and is again in eight.
    await stand.pass(seconds(3));
    const closed = smallBranch(['kiosks:\n', 'hours: { week: [{ days: [mon], open: ["07:00-08:00"] }] }\nkiosks:\n']);
    expect(await reload(closed)).toMatchObject({ kind: 'applied' });
    await stand.pass(seconds(2));
    expect(stand.retained().get('hall')).toMatchObject({ phase: 'closed' });
    await expectWhole();
  });

  it('brings a counter with its devices, and takes it away again while the others go on', async () => {
    const large = smallBranch(COUNTER3, UNITS3);
    await open(large, smallBranch());
    await press('panel1', 1, seconds(4));
    await press('keypad1', 'next');
    expect(await reload(large)).toEqual({ kind: 'applied', opened: ['bus1', 'bus2'], closed: [] });
    await stand.pass(seconds(6));
    await press('keypad3', 'pause');
    await press('panel1', 2, seconds(4));
    await press('keypad3', 'next');
    expect([pad('keypad1'), pad('keypad3')]).toEqual(['A001 CALLED', 'B001 CALLED']);
    expect(stand.view('display3')).toMatchObject({ text: 'B001' });
    expect(stand.retained().has('device/keypad3')).toBe(true);
    await press('keypad3', 'finish');

    expect(await reload(smallBranch(UNITS3))).toMatchObject({ kind: 'applied', closed: [] });
    await stand.pass(seconds(6));
    expect(stand.view('display3')).toMatchObject({ text: '' });
    expect(await reload(smallBranch())).toMatchObject({ kind: 'applied', closed: ['keypad3', 'display3'] });
    await stand.pass(seconds(6));
    expect(stand.retained().has('device/keypad3')).toBe(false);
    expect(stand.daemon.health.all().map(({ device }) => device)).not.toContain('keypad3');
    expect(opens('printer1')).toBe(1);
    await press('keypad1', 'finish');
    expect(pad('keypad1')).toBe('OPEN');
    await expectWhole(false);
  });

  it('is refused while a counter that the files drop has a customer, and is done when the customer has gone', async () => {
    const large = smallBranch(COUNTER3, UNITS3);
    await open(large);
    await press('keypad3', 'pause');
    await press('panel1', 2, seconds(4));
    await press('panel1', 2, seconds(4));
    await press('keypad3', 'next');
    expect(pad('keypad3')).toBe('B001 CALLED');
    const { seq } = stand.store.head();
    const busy = { counter: 'counter3', ticket: 'B001' };
    expect(await reload(smallBranch())).toEqual({ kind: 'counter-busy', busy: [{ ...busy, status: 'called' }] });
    expect(stand.store.head().seq).toBe(seq);
    await press('keypad3', 'start');
    expect(await reload(smallBranch())).toEqual({ kind: 'counter-busy', busy: [{ ...busy, status: 'serving' }] });
    await press('keypad3', 'finish');
    expect(await reload(smallBranch())).toMatchObject({ kind: 'applied' });
    expect(kept.lines.filter(({ level }) => level === 'warn')).toEqual([]);
    await expectWhole(false);
  });

  it('at a start with files that drop a counter lets its customer go, and says so', async () => {
    await open(smallBranch(COUNTER3, UNITS3));
    await press('keypad3', 'pause');
    await press('panel1', 2, seconds(4));
    await press('keypad3', 'next');
    expect(pad('keypad3')).toBe('B001 CALLED');
    await stand.stop();
    kept.lines.length = 0;
    const config = smallBranch(['services: [cash], profile', 'services: [cash, account], profile']);
    await stand.start({ config });
    await stand.pass(seconds(4));
    const warned = kept.lines.filter(({ fields }) => 'code' in fields && fields.code === 'branch/counter-dropped');
    expect(warned.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { code: 'branch/counter-dropped', counter: 'counter3', ticket: 'B001' }],
    ]);
    await press('keypad2', 'next');
    expect(pad('keypad2')).toBe('B001 CALLED');
    await expectWhole(false);
  });

  it('does each press once that comes while its bus is opened anew', async () => {
    const large = smallBranch(COUNTER3, UNITS3);
    await open(large, smallBranch());
    for (let n = 0; n < 3; n += 1) await press('panel1', 1, seconds(2));
    await stand.act('keypad1', 'press next');
    await stand.act('keypad2', 'press next');
    const end = reload(large);
    await stand.act('panel1', 'press 2');
    expect(await end).toMatchObject({ kind: 'applied' });
    await stand.pass(seconds(8));
    const called = await stand.eventsOf('called');
    expect(called.map(({ label, counter }) => `${label} ${counter}`).sort()).toEqual([
      'A001 counter1',
      'A002 counter2',
    ]);
    expect((await stand.eventsOf('issued')).map(({ label }) => label)).toEqual(['A001', 'A002', 'A003', 'B001']);
    await expectWhole();
  });

  it('leaves the slip in the printer alone, and moves a kiosk to other buttons without losing its press', async () => {
    await open(smallBranch());
    await stand.act('panel1', 'press 1');
    await stand.pass(300);
    const next = smallBranch([
      '{ button: 2, service: account, segment: ordinary, language: en }',
      '{ button: 3, service: account, segment: ordinary, language: en }',
    ]);
    expect(await reload(next)).toEqual({ kind: 'applied', opened: ['panel1'], closed: [] });
    await stand.pass(seconds(5));
    await press('panel1', 3, seconds(5));
    await press('panel1', 2, seconds(5));
    expect((await stand.eventsOf('print-ended')).map(({ label }) => label)).toEqual(['A001', 'B001']);
    expect(await stand.eventsOf('print-unknown')).toEqual([]);
    await expectWhole();
  });

  it('with other settings of the printer prints what waits on the new one', async () => {
    await open(smallBranch());
    await stand.act('panel1', 'press 1');
    await stand.pass(200);
    const next = smallBranch(['settings: { baud: 38400, columns: 42 }', 'settings: { baud: 38400, columns: 40 }']);
    expect(await reload(next)).toMatchObject({ kind: 'applied', opened: ['panel1', 'printer1'] });
    await stand.pass(seconds(6));
    await press('panel1', 1, seconds(6));
    const ends = (await stand.events()).filter(({ type }) => type === 'print-ended' || type === 'print-unknown');
    expect(ends.map((event) => ('label' in event ? event.label : ''))).toEqual(['A001', 'A002']);
    await expectWhole();
  });
});

describe('a reload that hands devices on', () => {
  it('lets two counters change their keypads and displays', async () => {
    await open(smallBranch());
    for (let n = 0; n < 2; n += 1) await press('panel1', 1, seconds(4));
    const next = smallBranch(
      ['display: display1, keypad: keypad1', 'display: display0, keypad: keypad0'],
      ['display: display2, keypad: keypad2', 'display: display1, keypad: keypad1'],
      ['display: display0, keypad: keypad0', 'display: display2, keypad: keypad2'],
    );
    expect(await reload(next)).toEqual({ kind: 'applied', opened: ['bus1'], closed: [] });
    await stand.pass(seconds(5));
    await press('keypad1', 'next');
    expect((await stand.eventsOf('called')).map(({ label, counter }) => `${label} ${counter}`)).toEqual([
      'A001 counter2',
    ]);
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    expect(stand.view('display2')).toMatchObject({ text: '----' });
  });

  it('brings the number to the new sign of a counter, and darkens the one that no counter has any more', async () => {
    await open(smallBranch(UNITS3));
    await press('panel1', 1, seconds(4));
    await press('keypad1', 'next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    const next = smallBranch(UNITS3, ['display: display1, ', 'display: display3, ']);
    expect(await reload(next)).toEqual({ kind: 'applied', opened: [], closed: [] });
    await stand.pass(seconds(3));
    expect(stand.view('display1')).toMatchObject({ text: '' });
    expect(stand.view('display3')).toMatchObject({ text: 'A001', isBlinking: true });
  });

  it('gives a kiosk another printer', async () => {
    const second: Edit = [
      'mqtt: {',
      '  - { id: printer2, driver: printer-escpos, wire: { serial: /dev/printer2 }, settings: { baud: 38400, columns: 42 } }\nmqtt: {',
    ];
    const moved = smallBranch(second, ['printer: printer1\n', 'printer: printer2\n']);
    await open(moved, smallBranch());
    await press('panel1', 1, seconds(4));
    expect(await reload(moved)).toMatchObject({ kind: 'applied', opened: ['panel1', 'printer2'] });
    await stand.pass(seconds(4));
    await press('panel1', 1, seconds(5));
    const slips = stand.happenings.filter(({ what }) => what === 'slip');
    expect(slips.map(({ device, text }) => `${device} ${text}`)).toEqual(['printer1 A001', 'printer2 A002']);
  });

  it('ends a copy that waits for a printer that is taken away: another may be asked for', async () => {
    const other: Edit = ['- { id: printer1,', '- { id: printer2,'];
    await open(smallBranch());
    await press('panel1', 1, seconds(4));
    await stand.act('printer1', 'cover open');
    await stand.pass(seconds(7));
    const { branch } = stand.daemon;
    const reprint = () =>
      branch.submit({
        type: 'reprint',
        ticket: { label: 'A001' },
        id: null,
        actor: { kind: 'lobby-manager', user: 'lm-wang' },
      });
    void reprint();
    await stand.pass(seconds(1));
    const next = smallBranch(other, ['printer: printer1\n', 'printer: printer2\n']);
    expect(await reload(next)).toMatchObject({ kind: 'applied', closed: ['printer1'] });
    expect(await stand.eventsOf('reprint-ended')).toMatchObject([{ label: 'A001', end: 'failed', reason: 'gone' }]);
  });
});

describe('a reload that cannot be', () => {
  it('says each key that is read at the start alone, before anything is written', async () => {
    await open(smallBranch());
    const { seq } = stand.store.head();
    const next = smallBranch(
      ['id: small\n', 'id: other\n'],
      ['mqtt://broker:1883", rootTopic: bank', 'mqtt://elsewhere:1883", rootTopic: bank'],
      ['idle: "----"', 'idle: "FREE"'],
    );
    expect(await reload(next)).toEqual({ kind: 'needs-restart', keys: ['id', 'mqtt.url', 'mqtt.clientId'] });
    await stand.pass(seconds(5));
    expect(stand.store.head().seq).toBe(seq);
    expect(stand.view('display1')).toMatchObject({ text: '----' });
  });

  it('on a full disk changes nothing, and works when there is room', async () => {
    await open(smallBranch());
    const next = smallBranch(['idle: "----"', 'idle: "FREE"']);
    stand.store.fillDisk(1);
    expect(await reload(next)).toMatchObject({ kind: 'failed', fault: { code: 'journal/disk-full' } });
    await stand.pass(seconds(3));
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    expect(await reload(next)).toMatchObject({ kind: 'applied' });
    await stand.pass(seconds(3));
    expect(stand.view('display1')).toMatchObject({ text: 'FREE' });
    await expectWhole();
  });

  it('for a driver that does not open changes nothing', async () => {
    await open(smallBranch());
    const next = smallBranch(['settings: { baud: 38400, columns: 42 }', 'settings: { baud: 38400, columns: 40 }']);
    const broken: Config = {
      ...next,
      wireDevices: next.wireDevices.map((device) =>
        device.id === 'printer1' ? { ...device, driver: { ...device.driver, open: () => JSON.parse('{') } } : device,
      ),
    };
    const { seq } = stand.store.head();
    expect(await reload(broken)).toMatchObject({ kind: 'failed', fault: { code: 'branch/reload' } });
    expect(stand.store.head().seq).toBe(seq);
    await press('panel1', 1, seconds(5));
    expect(stand.slips).toHaveLength(1);
    expect(opens('printer1')).toBe(1);
  });

  it('for a token that cannot be read changes nothing', async () => {
    kept = keptLog();
    stand = await openStand({ config: smallBranch(), log: kept.log });
    const fault = new LobbydError({ code: 'http/secret', what: 'no token', where: '/etc/token', next: 'make it' });
    let isThere = true;
    await stand.start({
      httpOf() {
        if (isThere) return null;
        throw fault;
      },
    });
    await stand.pass(seconds(6));
    const { seq } = stand.store.head();
    isThere = false;
    const next = smallBranch(['idle: "----"', 'idle: "FREE"']);
    expect(await reload(next)).toEqual({ kind: 'failed', fault });
    expect(stand.store.head().seq).toBe(seq);
    isThere = true;
    expect(await reload(next)).toMatchObject({ kind: 'applied' });
  });

  it('because nothing changed is none', async () => {
    await open(smallBranch());
    const { seq } = stand.store.head();
    expect(await reload(smallBranch(['mqtt: {', '# a comment\nmqtt: {']))).toEqual({ kind: 'unchanged' });
    expect(stand.store.head().seq).toBe(seq);
  });

  it('names every key of its list', () => {
    const before = smallBranch();
    const after = smallBranch(
      ['id: small\n', 'id: other\njournal: { directory: /elsewhere }\n'],
      [
        'mqtt: { url: "mqtt://broker:1883", rootTopic: bank }',
        'mqtt: { rootTopic: b, embeddedPort: 2 }\nhttp: { listen: ::1, port: 8088, clients: [{ name: c, tokenFile: token }] }\npower: { ups: { topic: a, low: b } }\nclock: { trust: always, synchronisedFile: /a, hardwareClock: /b, checkEvery: 20s }',
      ],
    );
    expect(restartKeys(before, after)).toEqual(
      'id journal.directory clock.trust clock.synchronisedFile clock.hardwareClock clock.checkEvery mqtt.rootTopic mqtt.url mqtt.clientId mqtt.embeddedPort power.ups'.split(
        ' ',
      ),
    );
    expect(restartKeys(before, before)).toEqual([]);
  });
});
